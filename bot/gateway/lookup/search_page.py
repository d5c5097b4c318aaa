"""Search at the desk: a form whose answer is the page itself; what is typed travels in the body only."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.gateway.lookup.editing.disputes import Disputes
from bot.gateway.lookup.pages import Pages
from knowledge import papers
from knowledge.languages import LANGUAGES
from knowledge.matches import Match, Wish, matches
from knowledge.models import STATUSES, TOPICS, Entry
from knowledge.phones import e164
from knowledge.queries import Knowledge

MOST_TYPED = 200  # characters
MOST_KEPT = 12  # sheets of one handout
Form = MultiDictProxy[Any]


class SearchPage:
    """The first page of the desk."""

    def __init__(self, knowledge: Knowledge, pages: Pages, disputes: Disputes) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._disputes = disputes

    async def show(self, request: web.Request) -> web.Response:
        """The empty form."""
        return await self._page(request, Wish(), ())

    async def find(self, request: web.Request) -> web.Response:
        """The form with what fits."""
        form = await request.post()
        return await self._page(request, wish_of(form), kept_of(form))

    async def _page(self, request: web.Request, wish: Wish, kept: tuple[str, ...]) -> web.Response:
        language, place = request.match_info["language"], request.match_info["place"]
        found = matches(self._knowledge, wish, place, language)
        return self._pages.page(
            request,
            "search.html",
            state=_state(wish, kept),
            wish=wish,
            kept=self._knowledge.entries(kept, place),
            found=[_shown(match, language) for match in found.found],
            marks=await asyncio.to_thread(self._disputes.marks) if found.found else {},
            did_you_mean=found.did_you_mean,
            ask=[_asked(entry, language) for entry in self._knowledge.whom_to_ask(place)],
            topics=TOPICS,
            statuses=STATUSES,
            papers=papers.kinds(),
            known=self._known(place),
        )

    def _known(self, place: str) -> dict[str, int]:
        """For how many sheets hours and languages are known: a filter that hides the rest must say so."""
        entries = self._knowledge.all_entries(place)
        timed = sum(bool(entry.schedules or entry.always_open) for entry in entries)
        return {"all": len(entries), "hours": timed, "spoken": sum(bool(entry.languages) for entry in entries)}


def wish_of(form: Form) -> Wish:
    """The wish of a form; what is not one of the choices is ignored."""
    spoken, topic, status = (str(form.get(name, "")) for name in ("spoken", "topic", "status"))
    return Wish(
        query=" ".join(str(form.get("q", "")).split())[:MOST_TYPED],
        topic=topic if topic in TOPICS else "",
        status=status if status in STATUSES else "",
        spoken=spoken if spoken in LANGUAGES else "",
        papers=tuple(paper for paper in papers.kinds() if paper in form.getall("paper", [])),
        open_now="open" in form,
    )


def kept_of(form: Form) -> tuple[str, ...]:
    """The sheets chosen for a handout, in the order they were chosen."""
    return tuple(dict.fromkeys(map(str, form.getall("id", []))))[:MOST_KEPT]


def _state(wish: Wish, kept: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    single = {"q": wish.query, "topic": wish.topic, "status": wish.status, "spoken": wish.spoken}
    yield from ((name, value) for name, value in single.items() if value)
    yield from (("paper", paper) for paper in wish.papers)
    yield from (("open", "1") for _ in range(wish.open_now))
    yield from (("id", entry) for entry in kept)


def _shown(match: Match, language: str) -> dict[str, Any]:
    entry = match.entry
    return {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name.in_(language),
        "short": "" if entry.confidence == "low" else entry.short.in_(language),
        "low": entry.confidence == "low",
        "access": match.access.value if match.access else "",
        "open": match.open,
        "phone": first_phone(entry),
        "reasons": [(r.kind, r.word, r.quote.in_(language) if r.quote else "") for r in match.reasons],
    }


def _asked(entry: Entry, language: str) -> dict[str, Any]:
    return {"id": entry.id, "name": entry.name.in_(language), "phone": first_phone(entry)}


def first_phone(entry: Entry) -> dict[str, str] | None:
    """The number to dial first, as it is written and as a telephone takes it; none on an unconfirmed sheet."""
    if not entry.contact.phones or entry.confidence == "low":
        return None
    number = entry.contact.phones[0].number
    return {"number": number, "dial": e164(number, entry.country) or number}
