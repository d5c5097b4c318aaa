"""Search at the desk: filters, the reason of each result, nothing in the address, few queries."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from sqlalchemy import event

from bot.gateway.app import create_app
from knowledge.store import open_knowledge
from tests.conftest import ROOT
from tests.gateway.lookup.html import first_result, results, text_of

CASES = yaml.safe_load((Path(__file__).parent / "searches.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
async def test_finds_with_a_reason(client, case) -> None:
    """The sheet that fits comes first, with the reason why."""
    response = await client.post(f"/desk/{case['address']}", data=case["form"])
    html = await response.text()

    assert case["first"] == results(html)[0]
    assert [] == [reason for reason in case["reasons"] if reason not in first_result(html)]


async def test_nothing_found_says_whom_to_ask(client) -> None:
    """When nothing fits, the page names who can answer, with a number to dial."""
    html = await (await client.post("/desk/fr/montreal", data={"q": "zxqv kwyj"})).text()

    assert [] == results(html)
    assert "Rien ne correspond." in text_of(html)
    assert 'href="tel:311"' in html


async def test_a_status_leaves_out_what_it_may_not_use(client) -> None:
    """What a status may not use is not among its results."""
    html = await (await client.post("/desk/fr/montreal", data={"topic": "health", "status": "no_status"})).text()

    assert "service-ramq" not in results(html)
    assert "mtl-mdm-clinic" in results(html)


async def test_open_now_leaves_out_unknown_hours(client, knowledge) -> None:
    """A sheet whose hours nobody wrote is never said to be open."""
    html = await (await client.post("/desk/en/montreal", data={"open": "1"})).text()
    unknown = [e.id for e in knowledge.all_entries("montreal") if not e.schedules and not e.always_open]

    assert results(html)
    assert set() == set(results(html)) & set(unknown)


async def test_unconfirmed_sheets_tell_no_contact(client, knowledge) -> None:
    """A sheet that nobody could confirm shows its name only."""
    low = next(e for e in knowledge.all_entries("montreal") if e.confidence == "low")
    html = await (await client.post("/desk/en/montreal", data={"q": low.name.in_("en")})).text()

    assert low.id in results(html)
    assert low.short.in_("en") not in text_of(html)
    assert "Nobody could confirm this sheet." in text_of(html)


async def test_chosen_sheets_stay_chosen(client) -> None:
    """What was put on the handout stays there through the next search, within the body."""
    html = await (await client.post("/desk/en/montreal", data={"q": "card", "id": ["mtl-211", "nonsense"]})).text()

    assert 'name="id" value="mtl-211" checked' in html
    assert 'value="nonsense" checked' not in html


@pytest.mark.parametrize("form", [{"topic": "x"}, {"status": "'; --"}, {"paper": "x"}, {"spoken": "xx"}, {}])
async def test_unknown_choices_are_ignored(client, form) -> None:
    """A value that is no choice of the form counts as not given."""
    response = await client.post("/desk/fr/montreal", data=form)

    assert 200 == response.status
    assert [] == results(await response.text())


async def test_the_query_is_in_no_address(client) -> None:
    """Neither the links nor the forms of the result page carry what was typed, and other languages still show it."""
    html = await (await client.post("/desk/fr/montreal", data={"q": "garderie secrète"})).text()

    assert 'name="q" value="garderie secrète"' in html
    assert [] == [part for part in html.split('href="')[1:] if "garderie" in part.split('"')[0]]
    assert [] == [part for part in html.split('action="')[1:] if "garderie" in part.split('"')[0]]


async def test_typed_html_is_text(client) -> None:
    """What is typed is shown as text."""
    html = await (await client.post("/desk/fr/montreal", data={"q": '"><script>x</script>'})).text()

    assert "<script>x" not in html


async def test_queries_are_few(aiohttp_client, engine, settings) -> None:
    """A search asks the database at most twelve times when everything is new, three times afterwards, by filter never."""
    fresh = open_knowledge(build_dir=ROOT / "build")
    client = await aiohttp_client(create_app(engine, fresh, settings))
    asked: list[str] = []
    event.listen(fresh._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for form in ({"q": "bibliothèque"}, {"q": "bibliothèque"}, {"topic": "health", "status": "no_status"}):
        asked.clear()
        await client.post("/desk/fr/montreal", data=form)
        counts.append(len(asked))

    assert counts[0] <= 12
    assert counts[1] <= 3
    assert 0 == counts[2]
