"""The web channel: the JSON API of the chat, and sessions that only this server can issue."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.gateway.bodies import bounded
from bot.gateway.conversation import Conversations
from bot.gateway.errors import BadRequest, NotJson, OriginNotAllowed, UnknownSession
from bot.gateway.presentation import as_json, present
from bot.gateway.repeats import MESSAGE_ID, Repeats
from bot.messages import LANGUAGES, PLACES, IncomingMessage, Language, Reply, Turn

SESSION_HEADER = "X-Boussole-Session"
MAX_BODY_BYTES = 16_384
CLEARS_THE_BROWSER = {"Clear-Site-Data": '"cache", "storage"'}
_SESSION = re.compile(r"[A-Za-z0-9_-]{22}\Z")


class Sessions:
    """Issues session tokens and turns them into conversation ids that do not reveal them."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)  # lives and dies with the process, as the talks do

    @staticmethod
    def issue() -> str:
        """A new token: 128 random bits, kept by the page in a variable only."""
        return secrets.token_urlsafe(16)

    def conversation(self, token: str) -> str:
        """The conversation of a token.

        Raises:
            BadRequest: the token does not have the form of one.
        """
        if not _SESSION.match(token):
            raise BadRequest("session: not a session token. Leave it out to begin a new talk.")
        return "w" + hmac.new(self._key, token.encode(), hashlib.sha256).hexdigest()[:32]


class WebChannel:
    """`POST` and `DELETE /api/v1/chat`."""

    def __init__(
        self, conversations: Conversations, allowed_origins: frozenset[str], *, seconds_kept: float = 1800
    ) -> None:
        self.conversations = conversations
        self.repeats = Repeats(seconds_kept)
        self.sessions = Sessions()
        self._allowed_origins = allowed_origins

    async def post(self, request: web.Request) -> web.Response:
        """Answer one message; the same message sent again gets the same answer."""
        self._check_origin(request)
        body = await _json_body(request)
        text, choice, message_id = _message(body)
        token, language, place = _optional(body, "session"), _language(body), _place(body)
        said = f"{text}\n{choice}"
        repeated = self.repeats.find(token, message_id, said) if message_id else None
        if repeated:
            return _json(await repeated)
        session, conversation = self.session_for(token, language, place)
        message = IncomingMessage(conversation, "web", text=text, language=language, place=place)
        answer = self._answer(session, message, choice)
        if message_id:
            answer = self.repeats.keep(token, message_id, said, conversation, answer)
        return _json(await answer)

    async def _answer(self, session: str, message: IncomingMessage, choice: str | None) -> dict[str, Any]:
        turn = await self.conversations.answer(message, choice=choice)
        if not self.conversations.knows(message.conversation):  # the person asked to forget
            self.repeats.forget(message.conversation)
        return {"session": session, **turn_json(turn)}

    async def delete(self, request: web.Request) -> web.Response:
        """Forget a talk, with a receipt."""
        self._check_origin(request)
        token = request.headers.get(SESSION_HEADER, "")
        forgotten = await self._forget(self.sessions.conversation(token))
        return web.json_response({"forgotten": forgotten}, headers=CLEARS_THE_BROWSER)

    async def forget_beacon(self, request: web.Request) -> web.Response:
        """`POST /api/v1/forget`: what a page can still send while it is being left; the token is the whole body."""
        token = (await request.text())[:64].strip()
        if _SESSION.match(token):
            await self._forget(self.sessions.conversation(token))
        # A page that is only closed keeps the public emergency page; one that is left in a hurry keeps nothing.
        headers = {} if "closed" in request.query else CLEARS_THE_BROWSER
        return web.Response(status=204, headers=headers)

    async def _forget(self, conversation: str) -> bool:
        self.repeats.forget(conversation)
        return await self.conversations.forget(conversation)

    def session_for(
        self, token: str | None, language: Language | None = None, place: str | None = None
    ) -> tuple[str, str]:
        """The session to go on with: the one sent, or a new one when none was sent.

        Raises:
            UnknownSession: it was issued once and is forgotten, or never was: two people must never share a talk.
        """
        if token is None:
            issued = self.sessions.issue()
            conversation = self.sessions.conversation(issued)
            self.conversations.begin(IncomingMessage(conversation, "web", language=language, place=place))
            return issued, conversation
        conversation = self.sessions.conversation(token)
        if not self.conversations.knows(conversation):
            raise UnknownSession("session: this talk was forgotten. Leave the session out to begin a new one.")
        return token, conversation

    def _check_origin(self, request: web.Request) -> None:
        """A browser names the page that calls; only our own and the listed ones may."""
        origin = request.headers.get("Origin")
        if origin is None or origin in self._allowed_origins or origin.split("://")[-1] == request.host:
            return
        raise OriginNotAllowed("This site may not use the chat. The operator can allow it in the settings.")


def _json(answer: dict[str, Any]) -> web.Response:
    """Small: accents are one letter and not six, nothing is padded."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, content_type="application/json")


def turn_json(turn: Turn) -> dict[str, Any]:
    """A turn as the API documents it (architecture.md §8)."""
    return {
        "language": turn.language,
        "messages": [_reply_json(reply, turn.language) for reply in turn.replies],
        "meta": {
            "intent": turn.meta.intent,
            "confidence": turn.meta.confidence,
            "aspect": turn.meta.aspect,
            "outcome": turn.meta.outcome,
            "safety": list(turn.meta.safety),
            "answers": list(turn.meta.answers),
            "place": turn.place,
        },
    }


def _reply_json(reply: Reply, language: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "text": reply.text,
        "choices": [{"id": choice.id, "title": choice.title} for choice in reply.choices],
    }
    if reply.card:
        message["card"] = as_json(present(reply.card, language)) | {"aspect": reply.card.parts.get("aspect", "")}
    return message


async def _json_body(request: web.Request) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        raise NotJson("Send JSON with Content-Type: application/json.")
    raw = await bounded(request, MAX_BODY_BYTES)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise BadRequest("The body is not JSON.") from wrong
    if not isinstance(body, dict):
        raise BadRequest('Send an object such as {"message": {"text": "…"}}.')
    return body


def _message(body: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    message = body.get("message")
    if not isinstance(message, dict) or not ({"text", "choice"} & message.keys()):
        raise BadRequest('message: send {"text": "…"} or {"choice": "1"}.')
    text, choice = message.get("text"), message.get("choice")
    if (text is not None and not isinstance(text, str)) or (choice is not None and not isinstance(choice, str)):
        raise BadRequest("message: text and choice are strings.")
    if text is not None and choice is not None:
        raise BadRequest("message: send text or choice, not both.")
    message_id = _optional(message, "id")
    if message_id is not None and not MESSAGE_ID.match(message_id):
        raise BadRequest("message.id: 22 letters of base64url (128 random bits), or leave it out.")
    return text or "", choice, message_id


def _optional(body: Mapping[str, Any], key: str) -> str | None:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise BadRequest(f"{key}: send a string, or leave it out.")
    return value


def _language(body: Mapping[str, Any]) -> Language | None:
    value = _optional(body, "language")
    if value is not None and value not in LANGUAGES:
        raise BadRequest(f"language: unknown. One of {', '.join(LANGUAGES)}.")
    return value


def _place(body: Mapping[str, Any]) -> str | None:
    value = _optional(body, "place")
    if value is not None and value not in PLACES:
        raise BadRequest(f"place: unknown. One of {', '.join(PLACES)}.")
    return value
