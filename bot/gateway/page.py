"""The page at `/`: the chat for browsers, and the same conversation by a plain form where there is no JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from markupsafe import Markup

from bot.gateway.assets import Assets
from bot.gateway.channels.web import WebChannel
from bot.gateway.errors import BadRequest, UnknownSession
from bot.gateway.headers import hash_of, policy
from bot.gateway.own_words import opening_choices
from bot.gateway.presentation import present
from bot.gateway.words import Words
from bot.messages import LANGUAGES, PLACES, IncomingMessage, Language, Reply, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"


class Page:
    """Serves the page; everything typed travels in the body of a POST, nothing in the address."""

    def __init__(self, channel: WebChannel, words: Words, assets: Assets, settings: Settings) -> None:
        self._channel = channel
        self._settings = settings
        self._places = words.document["places"]
        self._words = Markup(words.for_page())  # noqa: S704  # JSON of ours with every "<" escaped
        self._assets = assets
        script, style = assets.text("widget.js"), assets.text("page.css")
        # The first page carries its script and style: on a slow line each file more is a second more.
        self._inside = {"script": Markup(script), "style": Markup(style)}  # noqa: S704  # our own built files
        self._policy = policy(script=hash_of(script), style=hash_of(style))
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
            return self._render(language, place, session=self._kept(str(form.get("session", ""))))
        session, conversation = self._session(str(form.get("session", "")) or None, language, place)
        # The language of the message wins; the form's own is the page's, which follows the talk or was chosen on it.
        message = IncomingMessage(conversation, "web", text=text, place=place, language=language)
        turn = await self._channel.conversations.answer(message, choice=choice)
        return self._render(turn.language, turn.place, session=session, said=text, turn=turn)

    def _session(self, token: str | None, language: Language, place: str) -> tuple[str, str]:
        """The session of the form; one that was forgotten begins anew instead of failing a person."""
        try:
            return self._channel.session_for(token, language, place)
        except (UnknownSession, BadRequest):
            return self._channel.session_for(None, language, place)

    def _kept(self, token: str) -> str:
        """The session to go on with after a change of language or place; none when it is unknown."""
        try:
            return self._channel.session_for(token)[0] if token else ""
        except (UnknownSession, BadRequest):
            return ""

    def _browser_language(self, request: web.Request) -> str:
        accepted = request.headers.get("Accept-Language", "").split(",")
        wanted = (part.split(";")[0].strip()[:2].lower() for part in accepted)
        return next((language for language in wanted if language in LANGUAGES), self._settings.language)

    def _render(
        self, language: str, place: str, *, session: str = "", said: str = "", turn: Turn | None = None
    ) -> web.Response:
        book = catalogue(language)
        opening = "language_changed" if session else "greet"
        html = self._template.get_template("page.html").render(
            labels=book.labels,
            language=language,
            languages=[(each, book.choices[f"language_{each}"]) for each in LANGUAGES],
            place=place,
            places=[(each, book.choices[f"place_{each}"]) for each in PLACES],
            emergency=self._places[place]["emergency"],
            neutral_url=self._places[place]["neutral"],
            session=session,
            said=said,
            bubbles=[_bubble(reply, language) for reply in turn.replies] if turn else [{"text": book.reply(opening)}],
            choices=turn.choices if turn else opening_choices(language) if opening == "greet" else (),
            words=self._words,
            version=self._assets.version,
            inside=None if turn else self._inside,
        )
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": self._policy})


def _bubble(reply: Reply, language: str) -> dict[str, Any]:
    return {"text": reply.text, "card": present(reply.card, language) if reply.card else None}
