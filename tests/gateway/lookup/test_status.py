"""Status together: where answers lead, the rule that fired, what would change it; and the invented cases."""

from __future__ import annotations

import pytest

from bot.gateway.lookup.cases import cases_of
from bot.messages import LANGUAGES, PLACES
from knowledge.orientation import orientation
from tests.gateway.lookup.html import text_of

PLACE = {"CA": "montreal", "FR": "montreuil"}
CASES = [case for country in PLACE for case in cases_of(country)]


async def answered(client, place="montreal", language="en", tail="status", **answers):
    """The text of the page after these answers."""
    form = {f"a-{question}": option for question, option in answers.items()}
    return await (await client.post(f"/desk/{language}/{place}/{tail}", data=form)).text()


async def test_shows_the_rule_that_fired(client) -> None:
    """The page names the conditions of the rule that decided, and the reason from the table."""
    shown = text_of(await answered(client, who="adult", paper="work", date="over_90"))

    assert "The rule that decided:" in shown
    assert "Where are you with the date on that paper? Passed more than 3 months ago" in shown


async def test_shows_what_another_answer_would_change(client) -> None:
    """Each answered question lists the answers that would lead elsewhere."""
    shown = text_of(await answered(client, who="adult", paper="pr"))

    assert "Canadian passport or citizenship certificate → Canadian citizen" in shown


async def test_an_answer_that_no_longer_counts_is_dropped(client) -> None:
    """When an earlier answer changes, later ones that are not asked any more leave the page."""
    html = await answered(client, who="child_born_here", paper="work", date="over_90")

    assert "a-paper" not in html


@pytest.mark.parametrize("answers", [{"who": "nonsense"}, {"nothing": "x"}, {}])
async def test_unknown_answers_ask_again(client, answers) -> None:
    """An answer that the table does not know counts as not given."""
    html = await answered(client, **answers)

    assert "Answer one question to begin." in text_of(html)
    assert "a-who" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
async def test_each_case_leads_to_its_answer(client, knowledge, case, language) -> None:
    """Every invented case is answered by the table of its country, in each language."""
    place = PLACE[case.country]
    way = orientation(knowledge, place, case.answers)
    rest = {way.next.id: "not_sure"} if way.next else {}
    shown = await answered(client, place, language, f"training/{case.id}", **case.answers, **rest)
    wrong = await answered(client, place, language, f"training/{case.id}", **WRONG[case.country])

    assert case.answers == dict(way.answers)
    assert RIGHT[language] in text_of(shown)
    assert RIGHT[language] not in text_of(wrong)
    assert set(LANGUAGES) == set(case.story)


RIGHT = {
    "fr": "Oui : c'est là que mène ce cas.",
    "en": "Yes: this is where the case leads.",
    "es": "Sí: aquí lleva este caso.",
}
WRONG = {"CA": {"who": "child_born_here", "harm": "no"}, "FR": {"age": "adult", "nationality": "french"}}


@pytest.mark.parametrize("place", PLACES)
async def test_cases_are_listed(client, place) -> None:
    """Each place lists the cases that its own table answers, and no other opens there."""
    html = await (await client.get(f"/desk/en/{place}/training")).text()
    foreign = await client.get(f"/desk/en/{place}/training/nobody")

    assert len(CASES) > html.count("Invented case.") > 2
    assert 404 == foreign.status


async def test_answers_are_in_no_address(client) -> None:
    """What a person answered stands in the body of forms only."""
    html = await answered(client, who="adult", paper="refused")

    assert [] == [
        part for part in html.split('href="')[1:] if "refused" in part.split('"')[0] and "a-" in part.split('"')[0]
    ]
    assert '<input type="hidden" name="a-paper" value="refused">' in html
