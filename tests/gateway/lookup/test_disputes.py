"""Disputes: the mark at once, nothing personal kept, nothing proposed shown, and a patch for editors."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
import yaml

from bot.gateway.app import create_app
from bot.gateway.lookup import dispute_page
from bot.gateway.lookup.editing import patch
from bot.gateway.lookup.editing.disputes import MOST_OPEN, Dispute
from bot.gateway.lookup.editing.redaction import redacted
from bot.gateway.lookup.editing.tables import metadata
from tests.gateway.lookup.html import text_of

CARD = "mtl-identity-residence-card"
SHEET = f"/desk/en/montreal/sheet/{CARD}"
FORM = {"field": "phones", "how": "called", "proposed": "514 555-0199", "comment": "The old one rings out."}


@pytest.fixture
def settings(settings, tmp_path):
    """Settings with a folder for the queue."""
    return replace(settings, state_dir=str(tmp_path))


async def test_the_mark_is_there_at_once(client) -> None:
    """A disputed sheet says so on its page and in results; what was proposed is on neither."""
    thanks = await (await client.post(f"{SHEET}/dispute", data=FORM)).text()
    sheet = text_of(await (await client.get(SHEET)).text())
    found = text_of(await (await client.post("/desk/fr/montreal", data={"q": "carte sans peur"})).text())

    assert "It is noted." in text_of(thanks)
    assert "Reported as wrong on" in sheet
    assert "Signalé comme faux le" in found
    assert "555-0199" not in sheet + found


async def test_a_handout_warns_the_worker(client) -> None:
    """Before a disputed sheet is printed, the worker sees the mark; it is not on the paper."""
    await client.post(f"{SHEET}/dispute", data=FORM)
    html = await (await client.post("/desk/en/montreal/handout", data={"id": CARD})).text()

    assert "Reported as wrong on" in html.split('<div class="paper">')[0]
    assert "Reported as wrong on" not in html.split('<div class="paper">')[1]


async def test_nothing_personal_is_stored(client, tmp_path) -> None:
    """What could point at a person is in no byte of the file: phone, e-mail, file number, address of the visitor."""
    comment = "Call Amina 438 555 0142 or amina@example.org, UCI 11-2233-4455, she lives at H2X 1Y4"
    headers = {"User-Agent": "Canary/1.0", "X-Forwarded-For": "203.0.113.77"}
    form = FORM | {"field": "hours", "proposed": "9 to 5, ask 438-555-0142", "comment": comment}
    await client.post(f"{SHEET}/dispute", data=form, headers=headers)
    kept = (tmp_path / "desk.sqlite").read_bytes()

    assert b"9 to 5" in kept
    assert [] == [
        w
        for w in (b"555 0142", b"555-0142", b"amina@", b"2233-4455", b"H2X", b"Canary", b"203.0.113", b"127.0.0.1")
        if w in kept
    ]


def test_no_table_could_hold_a_visitor() -> None:
    """The tables have these columns and no other: a new one must be thought about."""
    columns = {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}

    assert {
        "id",
        "entry",
        "field",
        "old",
        "proposed",
        "how",
        "comment",
        "language",
        "day",
        "state",
        "decided",
        "note",
    } == (columns["desk_dispute"])
    assert {"id", "at", "who", "action", "dispute"} == columns["desk_audit"]


REDACTED = [
    ("a phone", "call 514-555-0123 now", "", "call […] now"),
    ("a phone of ours", "call 514 872-0311", "", "call 514 872-0311"),
    ("a phone as the new phone", "514-555-0123", "phones", "514-555-0123"),
    ("a French phone", "06 12 34 56 78", "", "[…]"),
    ("an e-mail", "write to a.b+c@example.org please", "", "write to […] please"),
    ("a date", "since 2026-11-25", "", "since 2026-11-25"),
    ("a price and hours", "12,50 $ from 9:00 to 17:30", "", "12,50 $ from 9:00 to 17:30"),
    ("a UCI", "UCI 1122334455", "", "UCI […]"),
    ("a postal code", "H2X1Y4", "", "[…]"),
    ("a postal code as the new address", "10 rue X, H2X 1Y4", "where", "10 rue X, H2X 1Y4"),
    ("a year range", "2019 to 2023", "", "2019 to 2023"),
]


@pytest.mark.parametrize(("text", "field", "expected"), [row[1:] for row in REDACTED], ids=[row[0] for row in REDACTED])
def test_redaction(text, field, expected) -> None:
    """Numbers and addresses that are not in the facts are taken out; dates, prices and hours stay."""
    assert expected == redacted(text, {"5148720311"}, field)


BAD = [{"field": "nonsense"}, {"how": "nonsense"}, {"proposed": "", "comment": ""}, {"field": ""}]


@pytest.mark.parametrize("change", BAD)
async def test_half_a_dispute_is_refused(client, change) -> None:
    """A dispute without its field, its origin or its content is not put in the queue."""
    response = await client.post(f"{SHEET}/dispute", data=FORM | change)

    assert 400 == response.status
    assert "Reported as wrong" not in await (await client.get(SHEET)).text()


async def test_a_sheet_has_few_open_disputes(client) -> None:
    """After some disputes of one sheet the next one is thanked for and not added."""
    answers = [await (await client.post(f"{SHEET}/dispute", data=FORM)).text() for _ in range(MOST_OPEN + 1)]

    assert "Yours was not added." not in answers[-2]
    assert "Yours was not added." in answers[-1]


async def test_too_many_at_once_must_wait(aiohttp_client, engine, settings, knowledge, monkeypatch) -> None:
    """A flood is refused with 429."""
    monkeypatch.setattr(dispute_page, "A_MINUTE", 2)  # few, so that a slow machine gives no new one meanwhile
    client = await aiohttp_client(create_app(engine, knowledge, settings))
    status = [(await client.post(f"{SHEET}/dispute", data=FORM)).status for _ in range(3)]

    assert [200, 200, 429] == status


async def test_marks_outlive_a_restart(aiohttp_client, engine, settings, knowledge) -> None:
    """The queue is in a file: another start still shows the mark."""
    first = await aiohttp_client(create_app(engine, knowledge, settings))
    await first.post(f"{SHEET}/dispute", data=FORM)
    second = await aiohttp_client(create_app(engine, knowledge, settings))

    assert "Reported as wrong" in await (await second.get(SHEET)).text()


async def test_a_disputed_sheet_asks_once_for_marks(client, knowledge, settings, aiohttp_client, engine) -> None:
    """The marks of a page of results cost one query, however many results there are."""
    asked: list[str] = []
    count = lambda *told: asked.append(told[2]) if "desk_" in told[2] else None  # noqa: E731
    sa.event.listen(sa.engine.Engine, "before_cursor_execute", count)
    try:
        await client.post("/desk/fr/montreal", data={"topic": "health"})
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", count)

    assert 1 == len(asked)


async def test_facts_are_told_where_nothing_can_be_written(
    aiohttp_client, engine, settings, knowledge, tmp_path
) -> None:
    """A folder that cannot be written, or a queue that breaks later, takes no fact away."""
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    readonly = await aiohttp_client(create_app(engine, knowledge, replace(settings, state_dir=str(tmp_path / "file"))))
    (tmp_path / "desk.sqlite").unlink(missing_ok=True)
    broken = await aiohttp_client(create_app(engine, knowledge, settings))
    with sa.create_engine(f"sqlite:///{tmp_path / 'desk.sqlite'}").begin() as connection:
        connection.execute(sa.text("DROP TABLE desk_dispute"))

    assert [200, 200] == [(await each.get(SHEET)).status for each in (readonly, broken)]
    assert 200 == (await readonly.post(f"{SHEET}/dispute", data=FORM)).status
    assert 500 == (await broken.post(f"{SHEET}/dispute", data=FORM)).status


def test_the_patch_names_file_field_and_values() -> None:
    """The YAML of the queue names the file of the pack, the field, the old and the proposed value."""
    one = Dispute(CARD, "phones", "514 872-0311", "514 555-0199", "called", "", "fr", "2026-11-25", id=1)
    item = yaml.safe_load(patch.as_yaml([one]))[0]

    assert f"knowledge/packs/montreal/services/{CARD}.yml" == item["file"]
    assert ("phones", "514 872-0311", "514 555-0199") == (item["field"], item["old"], item["proposed"])


def test_the_diff_changes_one_line() -> None:
    """An accepted phone becomes a diff of exactly that line; one that cannot be placed surely is left out."""
    sure = Dispute(CARD, "phones", "514 872-0311", "514 555-0199", "called", "", "fr", "2026-11-25")
    unsure = replace(sure, old="no such number")
    other = replace(sure, field="hours")
    lines = patch.as_diff([sure, unsure, other]).splitlines()

    assert ['-  - number: "514 872-0311"', '+  - number: "514 555-0199"'] == [
        line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert "" == patch.as_diff([unsure, other])
