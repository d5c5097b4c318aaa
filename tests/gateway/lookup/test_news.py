"""What changed and what is overdue, from one start to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.gateway.lookup.editing.changes import Change, Changes
from bot.gateway.lookup.editing.tables import opened
from bot.messages import LANGUAGES
from knowledge.models import Contact, Phone
from knowledge.sheet import is_overdue
from tests.gateway.lookup.html import text_of

TODAY = date(2026, 11, 25)


def test_the_first_start_only_remembers(knowledge) -> None:
    """The first start reports nothing, and the same facts again report nothing."""
    changes = Changes(opened(""))
    entries = knowledge.all_entries("montreal")

    assert [] == changes.compare(entries, TODAY)
    assert [] == changes.compare(entries, TODAY)
    assert "2026-11-25" == changes.began()


def test_new_changed_and_gone(knowledge) -> None:
    """A sheet that is new, told otherwise or gone is reported with the parts that changed, once."""
    changes = Changes(opened(""))
    first, second, third = knowledge.all_entries("montreal")[:3]
    changes.compare([first, second], date(2026, 10, 1))
    told = replace(second, contact=Contact(phones=(Phone("514 555-0199"),)))
    found = changes.compare([told, third], TODAY)

    expected = {
        Change("2026-11-25", first.id, "removed", ()),
        Change("2026-11-25", second.id, "changed", ("contact",)),
        Change("2026-11-25", third.id, "added", ()),
    }
    assert expected == set(found)
    assert expected == set(changes.since("2026-11-01"))
    assert [] == changes.compare([told, third], TODAY)
    assert [] == changes.since("2026-12-01")


def test_memory_outlives_a_restart(knowledge, tmp_path) -> None:
    """What was told before is remembered in the file."""
    entries = knowledge.all_entries("montreuil")
    Changes(opened(str(tmp_path))).compare(entries, TODAY)
    again = Changes(opened(str(tmp_path)))

    assert [("removed", entries[0].id)] == [(c.kind, c.entry) for c in again.compare(entries[1:], TODAY)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_overdue_sheets_are_listed_the_oldest_first(client, knowledge, language) -> None:
    """Every overdue sheet is in the list, and only those."""
    html = await (await client.get(f"/desk/{language}/montreal/overdue")).text()
    today = knowledge.now("montreal").date()
    late = {e.id for e in knowledge.all_entries("montreal") if is_overdue(e, today)}
    days = [row.split('<td class="date">')[1].split("<")[0] for row in html.split("<tr>")[1:] if 'class="date"' in row]

    assert len(late) == html.count("/sheet/")
    dated = [day for day in days if day[:1].isdigit()]

    assert dated == sorted(dated)
    assert dated == days[len(days) - len(dated) :]  # those that nobody dated come before
    assert len(html.encode()) < 60_000


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_digest_says_since_when_it_knows(client, knowledge, language) -> None:
    """The page of changes names the first of the month and the day from which on it compares."""
    shown = text_of(await (await client.get(f"/desk/{language}/quebec/changes")).text())
    now = knowledge.now("quebec").date()

    assert now.replace(day=1).isoformat() in shown
    assert knowledge.now("montreal").date().isoformat() in shown
