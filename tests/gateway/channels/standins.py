"""Stand-ins of Twilio's and Meta's API on this machine: they refuse what the real ones refuse."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any
from xml.etree import ElementTree

from aiohttp import web

from bot.gateway.channels.segments import segments

ACCOUNT, API_KEY, API_SECRET = "AC" + "0" * 32, "SK" + "1" * 32, "api-secret-canary"
PHONE_NUMBER_ID, ACCESS_TOKEN = "1122334455667", "access-token-canary"


class StandIn:
    """Both APIs in one application.

    Attributes:
        sent: messages taken, in order, in the vendor's own words.
        faults: what to answer next instead of working: a vendor's error code, a status of 500, "hang", "lost"
            (taken, but the answer never comes) or "html" (a proxy's error page).
        blocked: numbers that told the carrier to block us (21610).
        wrote: when each person wrote last; Meta takes no message after 24 hours (131047).
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.calls = 0
        self.faults: deque[int | str] = deque()
        self.blocked: set[str] = set()
        self.wrote: dict[str, float] = {}
        self.app = web.Application()
        self.app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", self._twilio)
        self.app.router.add_post("/v23.0/{number}/messages", self._meta)

    async def _twilio(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        form = await request.post()
        refused = await self._fault(lambda code: _twilio_error(code)) or self._twilio_refuses(request, form)
        if refused is not None:
            return refused
        self.sent.append(dict(form))
        if self._lost():
            await asyncio.sleep(30)
        return web.json_response({"sid": "SM" + "a" * 32, "status": "queued"}, status=201)

    def _twilio_refuses(self, request: web.Request, form: Any) -> web.Response | None:
        import aiohttp

        login = request.headers.get("Authorization")
        if login != aiohttp.BasicAuth(API_KEY, API_SECRET).encode() or request.match_info["account"] != ACCOUNT:
            return _twilio_error(20003, 401)
        if form["To"] in self.blocked:
            return _twilio_error(21610)
        if not form["To"].startswith("+"):
            return _twilio_error(21211)
        if not form.get("Body"):
            return _twilio_error(21602)
        return _twilio_error(21617) if len(form["Body"]) > 1600 else None

    async def _meta(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        body = await request.json()
        refused = await self._fault(_meta_error) or self._meta_refuses(request, body)
        if refused is not None:
            return refused
        self.sent.append(body)
        if self._lost():
            await asyncio.sleep(30)
        return web.json_response({"messaging_product": "whatsapp", "messages": [{"id": "wamid.sent"}]})

    def _meta_refuses(self, request: web.Request, body: Any) -> web.Response | None:
        if request.headers.get("Authorization") != f"Bearer {ACCESS_TOKEN}":
            return _meta_error(190, 401)
        if request.match_info["number"] != PHONE_NUMBER_ID:
            return _meta_error(100)
        person = body.get("to") or body.get("recipient")
        if not isinstance(person, str) or person.startswith("+"):
            return _meta_error(131009)
        if self.wrote.get(person, 0) < time.time() - 24 * 3600:
            return _meta_error(131047)
        problems = meta_problems(body)
        return _meta_error(131009, details="; ".join(problems)) if problems else None

    async def _fault(self, error: Any) -> web.Response | None:
        if not self.faults or self.faults[0] == "lost":
            return None
        fault = self.faults.popleft()
        if fault == "hang":
            await asyncio.sleep(30)
        if fault == "html":
            return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        return web.Response(status=500) if fault == 500 else error(fault)

    def _lost(self) -> bool:
        lost = bool(self.faults) and self.faults[0] == "lost"
        if lost:
            self.faults.popleft()
        return lost


def meta_problems(message: dict[str, Any]) -> list[str]:
    """Everything the Cloud API would refuse in a message."""
    wrong = []
    if message.get("messaging_product") != "whatsapp":
        wrong.append("messaging_product")
    if message.get("type") == "text":
        if not 1 <= len(message["text"]["body"]) <= 4096:
            wrong.append("text length")
        return wrong
    interactive = message.get("interactive", {})
    if not 1 <= len(interactive["body"]["text"]) <= 1024:
        wrong.append("body length")
    if interactive["type"] == "button":
        replies = [each["reply"] for each in interactive["action"]["buttons"]]
        return wrong + _options_problems(replies, most=3, title=20, identifier=256)
    rows = [row for section in interactive["action"]["sections"] for row in section["rows"]]
    if not 1 <= len(interactive["action"]["button"]) <= 20:
        wrong.append("button of the list")
    if any(len(row.get("description", "")) > 72 for row in rows):
        wrong.append("description")
    return wrong + _options_problems(rows, most=10, title=24, identifier=200)


def _options_problems(options: list[dict[str, str]], *, most: int, title: int, identifier: int) -> list[str]:
    wrong = [] if 1 <= len(options) <= most else ["count"]
    titles, ids = [each["title"] for each in options], [each["id"] for each in options]
    wrong += ["title"] if not all(1 <= len(each) <= title for each in titles) else []
    wrong += ["id"] if not all(1 <= len(each) <= identifier for each in ids) else []
    return wrong + (["not unique"] if len(set(titles)) < len(titles) or len(set(ids)) < len(ids) else [])


def twiml_messages(xml: str) -> list[str]:
    """What Twilio would send for an answer; it refuses what is no TwiML or longer than 1,600 letters."""
    root = ElementTree.fromstring(xml)
    assert root.tag == "Response"
    texts = [each.text or "" for each in root.findall("Message")]
    assert all(1 <= len(text) <= 1600 for text in texts)
    assert all(segments(text) <= 3 for text in texts)
    return texts


def _twilio_error(code: int, status: int = 400) -> web.Response:
    status = 429 if code == 20429 else status
    return web.json_response({"code": code, "message": "refused", "status": status}, status=status)


def _meta_error(code: int, status: int = 400, details: str = "") -> web.Response:
    status = 429 if code in {130429, 80007} else status
    return web.json_response(
        {"error": {"code": code, "message": details or "refused", "type": "OAuthException"}}, status=status
    )
