"""What changed this month, and what must be checked again: by topic, from the facts and the memory of changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.gateway.lookup.editing.changes import Change, Changes
from bot.gateway.lookup.pages import Pages
from knowledge.errors import UnknownEntry
from knowledge.freshness import last_checked
from knowledge.models import TOPICS, Entry
from knowledge.queries import Knowledge
from knowledge.sheet import is_overdue


class NewsPage:
    """`/changes` and `/overdue`."""

    def __init__(self, knowledge: Knowledge, pages: Pages, changes: Changes) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._changes = changes

    async def changed(self, request: web.Request) -> web.Response:
        """Since the first of the month: sheets that are new, told otherwise, checked by a person, or gone."""
        place = request.match_info["place"]
        first = self._knowledge.now(place).date().replace(day=1).isoformat()
        found = await asyncio.to_thread(self._changes.since, first)
        entries = {entry.id: entry for entry in self._knowledge.all_entries(place)}
        checked = [entry for entry in entries.values() if entry.assured_date >= first]
        return self._pages.page(
            request,
            "changes.html",
            first=first,
            began=await asyncio.to_thread(self._changes.began),
            topics=[(topic, list(_told(found, entries, topic))) for topic in TOPICS],
            gone=[change.entry for change in found if change.kind == "removed" and not self._exists(change.entry)],
            checked=checked,
        )

    async def overdue(self, request: web.Request) -> web.Response:
        """Sheets to check again, the oldest first."""
        place = request.match_info["place"]
        today = self._knowledge.now(place).date()
        late = [entry for entry in self._knowledge.all_entries(place) if is_overdue(entry, today)]
        rows = sorted(((_day(entry), entry) for entry in late), key=lambda row: (row[0], row[1].id))
        return self._pages.page(request, "overdue.html", rows=rows, of=len(self._knowledge.all_entries(place)))

    def _exists(self, entry: str) -> bool:
        try:
            return bool(self._knowledge.entry(entry))
        except UnknownEntry:
            return False


def _told(changes: Iterable[Change], entries: dict[str, Entry], topic: str) -> Iterable[tuple[Change, Entry]]:
    for change in changes:
        entry: Any = entries.get(change.entry)
        if entry and topic in entry.topics[:1]:
            yield change, entry


def _day(entry: Entry) -> str:
    checked = last_checked(entry)
    return checked.isoformat() if checked else ""
