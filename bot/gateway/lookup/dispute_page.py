"""“This is wrong or out of date”: a worker says so on a sheet, and the mark is there at once."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.gateway.lookup.editing.disputes import FIELDS, WAYS, Dispute, Disputes
from bot.gateway.lookup.editing.redaction import known_contacts, redacted
from bot.gateway.lookup.pages import Pages
from bot.gateway.lookup.sheet_page import presented
from bot.gateway.ratelimit import RateLimit
from bot.messages import PLACES
from knowledge.errors import UnknownEntry
from knowledge.models import Entry
from knowledge.queries import Knowledge

MOST_TYPED = 300  # characters
A_MINUTE = 20  # for everybody together: no address is looked at


class DisputePage:
    """`POST /sheet/{id}/dispute`."""

    def __init__(self, knowledge: Knowledge, pages: Pages, disputes: Disputes) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._disputes = disputes
        self._limit = RateLimit(A_MINUTE)
        self._known = known_contacts(entry for place in PLACES for entry in knowledge.all_entries(place))

    async def add(self, request: web.Request) -> web.Response:
        """Put the dispute in the queue without anything personal, and say what happens next."""
        form = await request.post()
        entry = self._entry(request)
        field, how = str(form.get("field", "")), str(form.get("how", ""))
        proposed, comment = (self._clean(form.get(name), field) for name in ("proposed", "comment"))
        if field not in FIELDS or how not in WAYS or not (proposed or comment):
            return self._pages.page(request, "disputed.html", status=400, entry=entry, outcome="dispute_incomplete")
        if not self._limit.allows("disputes"):
            return self._pages.page(request, "disputed.html", status=429, entry=entry, outcome="dispute_later")
        language, place = request.match_info["language"], request.match_info["place"]
        day = self._knowledge.now(place).date().isoformat()
        old = self._old(entry, field, language, place)
        dispute = Dispute(entry.id, field, old, proposed, how, comment, language, day)
        added = await asyncio.to_thread(self._disputes.add, dispute)
        outcome = "dispute_thanks" if added else "dispute_enough"
        return self._pages.page(request, "disputed.html", entry=entry, outcome=outcome)

    def _entry(self, request: web.Request) -> Entry:
        try:
            return self._knowledge.entry(request.match_info["id"])
        except UnknownEntry as unknown:
            raise web.HTTPNotFound from unknown

    def _clean(self, typed: object, field: str) -> str:
        text = " ".join(str(typed or "").split())[:MOST_TYPED]
        return redacted(text, self._known, field)

    def _old(self, entry: Entry, field: str, language: str, place: str) -> str:
        """What the sheet says now about the disputed part."""
        if field == "phones":
            return entry.contact.phones[0].number if entry.contact.phones else ""
        card = presented(self._knowledge, entry, language, place)
        lines = [line.text for section in card.sections if section.key == field for line in section.lines]
        return " ".join(lines)[:600]
