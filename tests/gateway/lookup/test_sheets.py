"""Fact pages, side by side, and the matrix: everything that is known, each line traceable to one sheet."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from bot.gateway.app import create_app
from bot.gateway.lookup.sheet_page import paired
from bot.gateway.presentation import present
from bot.messages import LANGUAGES, PLACES, AnswerCard
from bot.replies.catalogue import catalogue
from bot.replies.desk_words import desk_words
from knowledge import cards
from knowledge.matrix import COMPARED, matrix
from knowledge.models import STATUSES, TOPICS
from knowledge.store import open_knowledge
from tests.conftest import ROOT
from tests.gateway.lookup.html import text_of

MOST_BYTES = 60_000
CARD = "mtl-identity-residence-card"


def every_sheet(knowledge) -> list[tuple[str, str]]:
    """Each place with each sheet it tells."""
    return [(place, entry.id) for place in PLACES for entry in knowledge.all_entries(place)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_sheet_opens_with_limits_and_sources(client, knowledge, language) -> None:
    """Every sheet of every place shows its limits and each of its sources, within 60 kB."""
    missing, heavy = [], []
    for place, entry_id in every_sheet(knowledge):
        response = await client.get(f"/desk/{language}/{place}/sheet/{entry_id}")
        html = await response.text()
        entry, shown = knowledge.entry(entry_id), text_of(html)
        told = [source.title for source in entry.sources]
        told += [text.in_(language) for text in entry.limits] if entry.confidence != "low" else []
        missing += [(entry_id, text) for text in told if " ".join(text.split()) not in shown]
        heavy += [entry_id] if len(html.encode()) > MOST_BYTES else []

    assert [] == missing
    assert [] == heavy


async def test_history_says_who_issued_the_card_when(client) -> None:
    """The sheet of the card shows its two issuers with their years."""
    shown = text_of(await (await client.get(f"/desk/en/montreal/sheet/{CARD}")).text())

    assert "2019 2023-01 From 2019, Doctors of the World Canada issued the card" in shown
    assert "2023-01 2023 In January 2023, the City (BINAM) began a pilot project." in shown


AS_OF = [
    ("2020", "From 2019, Doctors of the World Canada issued the card for the City.", "BINAM"),
    ("2023-06", "In January 2023, the City (BINAM) began a pilot project.", "From 2019"),
    ("2015-01-01", "The sheet does not say what was true then.", "From 2019"),
]


@pytest.mark.parametrize(("day", "told", "not_told"), AS_OF)
async def test_what_was_true_on_a_day(client, day, told, not_told) -> None:
    """A date shows which line of the history was true then, and no other."""
    html = await (await client.get(f"/desk/en/montreal/sheet/{CARD}", params={"on": day})).text()
    answer = text_of(html.split('<p role="status">')[1].split("</p>")[0])

    assert told in answer
    assert not_told not in answer


@pytest.mark.parametrize("day", ["x", "2020-13", "0000", "2020-06-31", "<b>"])
async def test_what_is_no_date_is_not_asked(client, day) -> None:
    """Something that is no date shows the sheet as it is."""
    response = await client.get(f"/desk/en/montreal/sheet/{CARD}", params={"on": day})

    assert 200 == response.status
    assert 'role="status"' not in await response.text()


async def test_each_status_has_its_reason(client, knowledge) -> None:
    """A sheet shows what each of the six statuses may do, and why."""
    entry = knowledge.entry("mtl-mdm-clinic")
    shown = text_of(await (await client.get("/desk/fr/montreal/sheet/mtl-mdm-clinic")).text())
    words, labels = desk_words("fr"), catalogue("fr").labels
    rows = [
        f"{words[f'status_{status}']} {MARKS[access.value]} {labels[f'access_{access.value}']} "
        f"{' '.join(access.why.in_('fr').split()) if access.why else ''}".strip()
        for status, access in entry.access.items()
    ]

    assert set(STATUSES) == set(entry.access)
    assert [] == [row for row in rows if row not in shown]


MARKS = {"yes": "✓", "no": "✕", "partly": "◐", "unknown": "?"}


async def test_confidential_addresses_are_on_no_page(client, knowledge) -> None:
    """An address that must stay secret is on no page of its sheet."""
    hidden = [e for p in PLACES for e in knowledge.all_entries(p) if e.contact.address_confidential]
    seen = []
    for entry in hidden:
        for tail in ("", "/es"):
            html = await (await client.get(f"/desk/fr/montreal/sheet/{entry.id}{tail}")).text()
            address = entry.contact.address
            seen += [entry.id] if address and address.in_("fr") in html else []

    assert hidden
    assert [] == seen


def test_side_by_side_lines_match_everywhere(knowledge) -> None:
    """For every sheet and pair of languages, sections and lines come in pairs, with the same digits in both."""
    odd = []
    for place, entry_id in every_sheet(knowledge):
        theirs, mine = (_presented(knowledge, entry_id, each, place) for each in ("es", "fr"))
        for row in paired(theirs, mine):
            odd += [(entry_id, row["key"]) for left, right in row["lines"] if bool(left) != bool(right)]

    assert [] == odd


async def test_side_by_side_names_both_languages(client) -> None:
    """Each column says which language it is, for people and for screen readers."""
    html = await (await client.get(f"/desk/fr/montreal/sheet/{CARD}/es")).text()

    assert "Pour la personne : Español" in html
    assert 'lang="es"' in html
    assert "No es una tarjeta de seguro médico." in html
    assert "Ce n&#39;est pas une carte d&#39;assurance maladie." in html


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("topic", TOPICS)
async def test_matrix_agrees_with_the_sheets(client, knowledge, place, topic) -> None:
    """Each cell is what the knowledge answers for that status, with its reason, within 60 kB."""
    html = await (await client.get(f"/desk/en/{place}/matrix/{topic}")).text()
    shown = text_of(html)
    rows = matrix(knowledge, place, topic)
    whys = [v.why.in_("en") for row in rows for v in row.verdicts if v.why]

    assert len(rows) * len(COMPARED) == html.count("<td class=")
    assert [] == [why for why in whys if " ".join(why.split()) not in shown]
    assert len(html.encode()) <= MOST_BYTES


async def test_known_pages_ask_no_facts_again(aiohttp_client, engine, settings) -> None:
    """A sheet, side by side and a matrix ask the facts at most four times at first, and never the second time."""
    fresh = open_knowledge(build_dir=ROOT / "build")
    client = await aiohttp_client(create_app(engine, fresh, settings))
    asked: list[str] = []
    event.listen(fresh._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for tail in (f"sheet/{CARD}", f"sheet/{CARD}/es", "matrix/health") * 2:
        asked.clear()
        await client.get(f"/desk/fr/quebec/{tail}")
        counts.append(len(asked))

    assert max(counts[:3]) <= 4
    assert [0, 0, 0] == counts[3:]


@pytest.mark.parametrize(
    "path",
    ["/desk/fr/montreal/sheet/nothing", "/desk/fr/montreal/sheet/mtl-211/de", "/desk/fr/atlantis", "/desk/xx/montreal",
     "/desk/fr/montreal/matrix/nothing", "/desk/fr/montreal/sheet/..%2f..%2fetc"],
)  # fmt: skip
async def test_what_does_not_exist_is_a_page_with_the_emergency_number(client, path) -> None:
    """A wrong address gets a page that leads back and names the number to call, never a trace."""
    response = await client.get(path)
    html = await response.text()

    assert 404 == response.status
    assert 'href="tel:911"' in html
    assert "Traceback" not in html


def _presented(knowledge, entry_id, language, place):
    parts = cards.card(knowledge, knowledge.entry(entry_id), language, aspect="everything", place=place)
    return present(AnswerCard(entry_id, parts["title"], parts), language)
