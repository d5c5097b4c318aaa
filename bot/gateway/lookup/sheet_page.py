"""The page of one fact sheet, alone or with the same lines in the client's language beside them."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.gateway.lookup.editing.disputes import FIELDS, WAYS, Disputes
from bot.gateway.lookup.pages import Pages
from bot.gateway.presentation import PresentedCard, present
from bot.messages import LANGUAGES, AnswerCard
from knowledge import cards
from knowledge.dates import first_day
from knowledge.errors import UnknownEntry, UnknownPlace
from knowledge.models import Entry, Place
from knowledge.queries import Knowledge
from knowledge.sheet import Sheet, sheet, true_on

_SHOWN_ELSEWHERE = frozenset({"access", "history", "validity"})  # with more than a card tells


class SheetPage:
    """`/sheet/{id}`: everything that is known of one entry."""

    def __init__(self, knowledge: Knowledge, pages: Pages, disputes: Disputes) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._disputes = disputes

    async def show(self, request: web.Request) -> web.Response:
        """One sheet in the language of the page."""
        language, place = request.match_info["language"], request.match_info["place"]
        found = self.sheet(request)
        card = presented(self._knowledge, found.entry, language, place)
        sections = [section for section in card.sections if section.key not in _SHOWN_ELSEWHERE]
        return self._pages.page(
            request,
            "sheet.html",
            sheet=found,
            entry=found.entry,
            card=card,
            sections=sections,
            marks=(await asyncio.to_thread(self._disputes.marks)).get(found.entry.id, ()),
            on=day.isoformat() if (day := first_day(request.query.get("on"))) else "",
            then=true_on(found.entry, day) if day else (),
            fields=FIELDS,
            ways=WAYS,
            where=self._where(found).name.in_(language),
        )

    async def beside(self, request: web.Request) -> web.Response:
        """The same sheet in two languages, line by line."""
        language, place, other = (request.match_info[name] for name in ("language", "place", "other"))
        if other not in LANGUAGES:
            raise web.HTTPNotFound
        found = self.sheet(request)
        theirs, mine = (presented(self._knowledge, found.entry, each, place) for each in (other, language))
        return self._pages.page(
            request,
            "beside.html",
            entry=found.entry,
            rows=paired(theirs, mine),
            mine=mine,
            other=other,
            larger=request.query.get("size") == "larger",
        )

    def sheet(self, request: web.Request) -> Sheet:
        """The sheet that the address names."""
        try:
            return sheet(self._knowledge, request.match_info["id"], request.match_info["place"])
        except UnknownEntry as unknown:
            raise web.HTTPNotFound from unknown

    def _where(self, found: Sheet) -> Place:
        """The place an entry is true for; a province has no pack of its own, its country has."""
        try:
            return self._knowledge.place(found.entry.place)
        except UnknownPlace:
            return self._knowledge.place(found.entry.pack)


def presented(knowledge: Knowledge, entry: Entry, language: str, place: str) -> PresentedCard:
    """Everything of a card, laid out as the chat lays it out."""
    parts = cards.card(knowledge, entry, language, aspect="everything", place=place)
    return present(AnswerCard(entry.id, parts["title"], parts), language)


def paired(theirs: PresentedCard, mine: PresentedCard) -> list[dict[str, Any]]:
    """The sections of two cards of one entry, each line beside its own translation: both come from the same text."""
    rows: list[dict[str, Any]] = [{"key": "title", "labels": ("", ""), "lines": [(theirs.title, mine.title)]}]
    if mine.summary:
        rows.append({"key": "summary", "labels": ("", ""), "lines": [(theirs.summary, mine.summary)]})
    for left, right in zip(theirs.sections, mine.sections, strict=True):
        lines = [(a.text, b.text) for a, b in zip(left.lines, right.lines, strict=True)]
        rows.append({"key": right.key, "labels": (left.label, right.label), "lines": lines})
    return rows
