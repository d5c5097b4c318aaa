"""Where an organisation reads the waiting tickets and answers them: two requests behind a key, closed without one."""

from __future__ import annotations

import hmac
import json

from aiohttp import web

from bot.gateway.errors import BadRequest, Refused
from bot.gateway.tickets import Tickets

LONGEST_ANSWER = 1_000  # characters: one answer, not a correspondence


class NoKey(Refused):
    """The key is missing or wrong."""

    status = 401


class UnknownTicket(Refused):
    """The ticket was read, is too old, or never was."""

    status = 404


class TicketOffice:
    """`GET /api/v1/tickets` and `POST /api/v1/tickets/{id}`, for an organisation's own tools."""

    def __init__(self, tickets: Tickets, key: str) -> None:
        self._tickets, self._key = tickets, key.encode()

    def mount(self, app: web.Application) -> None:
        """Open the office."""
        app.add_routes([web.get("/api/v1/tickets", self.waiting), web.post("/api/v1/tickets/{id}", self.answer)])

    async def waiting(self, request: web.Request) -> web.Response:
        """The tickets that nobody has answered: need, city, language."""
        self._check(request)
        seen = [{"id": t.id, "need": t.need, "place": t.place, "language": t.language} for t in self._tickets.waiting()]
        return web.json_response({"tickets": seen})

    async def answer(self, request: web.Request) -> web.Response:
        """Leave an answer; the person reads it with their code, which erases both."""
        self._check(request)
        text = await _answer(request)
        if not self._tickets.answer(request.match_info["id"], text):
            raise UnknownTicket("The ticket was read, is too old, or never was.")
        return web.Response(status=204)

    def _check(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        if not hmac.compare_digest(given, self._key):
            raise NoKey("Send the key as `Authorization: Bearer …`.")


async def _answer(request: web.Request) -> str:
    try:
        body = json.loads(await request.text())
    except (ValueError, RecursionError) as wrong:
        raise BadRequest("The body is not JSON.") from wrong
    text = body.get("answer") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_ANSWER:
        raise BadRequest(f'Send {{"answer": "…"}} of at most {LONGEST_ANSWER} characters.')
    return text.strip()
