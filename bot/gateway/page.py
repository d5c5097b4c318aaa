"""The page at `/`: the chat for browsers, and the same conversation by a plain form where there is no JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.gateway.channels.web import WebChannel
from bot.gateway.conversation import opening_choices
from bot.gateway.errors import BadRequest, UnknownSession
from bot.gateway.presentation import present
from bot.messages import LANGUAGES, PLACES, IncomingMessage, Reply, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings
from knowledge.queries import Knowledge

TEMPLATES = Path(__file__).parent / "templates"


class Page:
    """Serves the page; everything typed travels in the body of a POST, nothing in the address."""

    def __init__(self, channel: WebChannel, knowledge: Knowledge, settings: Settings) -> None:
        self._channel = channel
        self._settings = settings
        self._knowledge = knowledge
        self._places = {place: knowledge.place(place) for place in PLACES}
        self._emergency = {place: knowledge.emergency(place)[0].contact.phones[0].number for place in PLACES}
        loader = jinja2.FileSystemLoader(TEMPLATES)
        self._template = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    async def show(self, request: web.Request) -> web.Response:
        """The empty page, in the first of the browser's languages that we speak."""
        return self._render(self._browser_language(request), self._settings.place)

    async def talk(self, request: web.Request) -> web.Response:
        """One turn by form: the answer is the page itself."""
        form = await request.post()
        language, place = str(form.get("language", "")), str(form.get("place", ""))
        if language not in LANGUAGES or place not in PLACES:
            raise BadRequest("The form is not ours.")
        text, choice = str(form.get("text", "")), str(form.get("choice", "")) or None
        if form.get("only") == "settings":
            return self._render(language, place)
        session, conversation = self._session(str(form.get("session", "")) or None)
        # The language of the message wins; the form's own is only where the talk starts.
        message = IncomingMessage(conversation, "web", text=text, place=place, language=self._first(form, language))
        turn = await self._channel.conversations.answer(message, choice=choice)
        return self._render(turn.language, turn.place, session=session, said=text, turn=turn)

    def _session(self, token: str | None) -> tuple[str, str]:
        """The session of the form; one that was forgotten begins anew instead of failing a person."""
        try:
            return self._channel.session_for(token)
        except (UnknownSession, BadRequest):
            return self._channel.session_for(None)

    @staticmethod
    def _first(form: Any, language: str) -> Any:
        return language if not form.get("session") else None

    def _browser_language(self, request: web.Request) -> str:
        wanted = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
        return next((language for language in wanted if language in LANGUAGES), self._settings.language)

    def _render(
        self, language: str, place: str, *, session: str = "", said: str = "", turn: Turn | None = None
    ) -> web.Response:
        book = catalogue(language)
        html = self._template.get_template("page.html").render(
            book=book,
            language=language,
            languages=[(each, book.choices[f"language_{each}"]) for each in LANGUAGES],
            place=place,
            places=[(each, book.choices[f"place_{each}"]) for each in PLACES],
            emergency=self._emergency[place],
            neutral_url=self._places[place].neutral_url,
            session=session,
            said=said,
            bubbles=[_bubble(reply, language) for reply in turn.replies] if turn else [],
            choices=turn.choices if turn else opening_choices(language),
            greeting=book.reply("greet"),
        )
        return web.Response(text=html, content_type="text/html")


def _bubble(reply: Reply, language: str) -> dict[str, Any]:
    return {"text": reply.text, "card": present(reply.card, language) if reply.card else None}
