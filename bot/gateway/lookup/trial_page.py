"""Ask as the client would: the same engine, and what it understood; the talk is forgotten before the page is sent."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web

from bot.gateway.conversation import Conversations
from bot.gateway.lookup.pages import Pages
from bot.gateway.presentation import present
from bot.gateway.ratelimit import RateLimit
from bot.messages import LANGUAGES, MAX_TEXT_LENGTH, IncomingMessage, Language, Turn

A_MINUTE = 60  # for everybody together: the engine is the clients' first


class TrialPage:
    """`/try`."""

    def __init__(self, conversations: Conversations, pages: Pages) -> None:
        self._conversations = conversations
        self._pages = pages
        self._limit = RateLimit(A_MINUTE)

    async def show(self, request: web.Request) -> web.Response:
        """The empty form."""
        return self._page(request, "")

    async def ask(self, request: web.Request) -> web.Response:
        """The answer to one message, with what was understood."""
        form = await request.post()
        text = str(form.get("text", ""))[: MAX_TEXT_LENGTH + 1]
        spoken = next((each for each in LANGUAGES if each == form.get("spoken")), None)
        if not text.strip():
            return self._page(request, "", spoken or "")
        if not self._limit.allows("trial"):
            return self._page(request, text, spoken or "", late=True)
        return self._page(request, text, spoken or "", await self._turn(text, spoken, request.match_info["place"]))

    async def _turn(self, text: str, spoken: Language | None, place: str) -> Turn:
        conversation = f"desk-{secrets.token_hex(16)}"
        message = IncomingMessage(conversation, "web", text=text, language=spoken, place=place)
        try:
            return await self._conversations.answer(message)
        finally:
            await self._conversations.forget(conversation)

    def _page(
        self, request: web.Request, text: str, spoken: str = "", turn: Turn | None = None, *, late: bool = False
    ) -> web.Response:
        state = [(name, value) for name, value in (("text", text), ("spoken", spoken)) if value]
        shown = [_bubble(reply.text, reply.card, turn.language) for reply in turn.replies] if turn else []
        return self._pages.page(
            request, "trial.html", state=state, text=text, spoken=spoken, turn=turn, bubbles=shown, late=late
        )


def _bubble(text: str, card: Any, language: str) -> dict[str, Any]:
    return {"text": text, "card": present(card, language) if card else None}
