"""The handout: chosen sheets on one page in two languages, to print, to scan or to send; nothing of it is kept."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.gateway.lookup.editing.disputes import Disputes
from bot.gateway.lookup.pages import Pages
from bot.gateway.lookup.search_page import kept_of
from bot.gateway.lookup.sheet_page import paired, presented
from bot.gateway.lookup.texts import qr_code, short_text
from bot.messages import LANGUAGES, Language
from bot.replies.catalogue import catalogue
from bot.replies.desk_words import desk_words
from knowledge.models import Entry
from knowledge.queries import Knowledge

SIZES = ("normal", "large", "wallet")
CODES = ("content", "link", "none")
# What a person takes home; who else may use it and old issuers stay on the sheet's own page.
TOLD = frozenset(
    {"title", "alert", "documents", "replacements", "fees", "steps", "deadlines", "where", "phones", "hours", "limits",
     "unknown", "ask", "old_contact"}
)  # fmt: skip


class HandoutPage:
    """`POST /handout`: the sheets chosen in a search or on a sheet's page."""

    def __init__(self, knowledge: Knowledge, pages: Pages, disputes: Disputes, public_base_url: str) -> None:
        self._knowledge = knowledge
        self._disputes = disputes
        self._pages = pages
        self._base = public_base_url.rstrip("/")

    async def show(self, request: web.Request) -> web.Response:
        """The page for what was chosen, or how to choose when nothing was."""
        form = await request.post()
        language, place = request.match_info["language"], request.match_info["place"]
        entries = self._knowledge.entries(kept_of(form), place)
        other = _one_of(form.get("other"), [each for each in LANGUAGES if each != language])
        size, code = _one_of(form.get("size"), SIZES), _one_of(form.get("code"), self._codes())
        state = [*(("id", entry.id) for entry in entries), ("other", other), ("size", size), ("code", code)]
        return self._pages.page(
            request,
            "handout.html",
            state=state,
            other=other,
            size=size,
            code=code,
            sizes=SIZES,
            codes=self._codes(),
            sheets=await asyncio.to_thread(  # drawing codes must not hold up the chat
                lambda: [self._sheet(entry, language, other, place, code) for entry in entries]
            ),
            marks=await asyncio.to_thread(self._disputes.marks),
            theirs=catalogue(other).labels,
            their_words=desk_words(other),
            today=self._knowledge.now(place).date().isoformat(),
        )

    def _codes(self) -> tuple[str, ...]:
        """A link needs an address that people reach."""
        return CODES if self._base else ("content", "none")

    def _sheet(self, entry: Entry, language: str, other: str, place: str, code: str) -> dict[str, Any]:
        theirs, mine = (presented(self._knowledge, entry, each, place) for each in (other, language))
        texts = [short_text(self._knowledge, entry, _spoken(each), place) for each in (other, language)]
        link = f"{self._base}/desk/{other}/{place}/sheet/{entry.id}"
        return {
            "id": entry.id,
            "rows": [row for row in paired(theirs, mine) if row["key"] in TOLD],
            "summary": (theirs.summary, mine.summary),
            "sources": (theirs.source, mine.source),
            "texts": list(zip((other, language), texts, strict=True)),
            "code": "" if code == "none" else qr_code(link if code == "link" else texts[0].text),
            "link": link if code == "link" else "",
        }


def _one_of(wanted: Any, allowed: Any) -> str:
    """The choice of a form, or the first one."""
    return str(wanted) if wanted in allowed else str(next(iter(allowed)))


def _spoken(language: str) -> Language:
    return next(each for each in LANGUAGES if each == language)
