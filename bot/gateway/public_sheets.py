"""Public facts outside a talk: one card in another language, and the emergency page that a phone keeps."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.gateway.errors import BadRequest, NotJson, UnknownSheet
from bot.gateway.presentation import PresentedCard, as_json, present
from bot.messages import LANGUAGES, PLACES, AnswerCard
from bot.replies.catalogue import catalogue
from knowledge import cards
from knowledge.errors import UnknownEntry
from knowledge.queries import Knowledge

TEMPLATES = Path(__file__).parent / "templates"


class PublicSheets:
    """`POST /api/v1/card` and `GET /emergency/{place}`; neither knows anything of anybody."""

    def __init__(self, knowledge: Knowledge, *, version: str) -> None:
        self._knowledge = knowledge
        self._version = version
        loader = jinja2.FileSystemLoader(TEMPLATES)
        self._template = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    async def card(self, request: web.Request) -> web.Response:
        """A card by its id; in the body, because addresses are kept in logs."""
        if request.content_type != "application/json":
            raise NotJson("Send JSON with Content-Type: application/json.")
        wanted = _wanted(await request.read())
        try:
            card = self._card(wanted["id"], wanted["language"], wanted["place"], wanted.get("aspect") or "overview")
        except UnknownEntry as unknown:
            raise UnknownSheet("id: there is no such sheet.") from unknown
        return web.json_response(as_json(card))

    async def emergency(self, request: web.Request) -> web.Response:
        """Whom to call in a place, in every language at once: what is kept on a phone tells no language."""
        place = request.match_info["place"]
        if place not in PLACES:
            raise web.HTTPNotFound
        html = self._template.get_template("emergency.html").render(
            parts=[self._part(language, place) for language in LANGUAGES],
            date=self._knowledge.now(place).date().isoformat(),
            version=self._version,
        )
        return web.Response(text=html, content_type="text/html")

    def _part(self, language: str, place: str) -> dict[str, Any]:
        book = catalogue(language)
        known = self._knowledge
        groups = {"emergency_heading": known.emergency(place), "ask": known.whom_to_ask(place)}
        of_the_moment = {text for label, text in book.labels.items() if label.startswith("open_")}  # false when kept
        shown = {
            book.labels[label]: [
                _without(self._card(entry.id, language, place, "where"), of_the_moment) for entry in entries
            ]
            for label, entries in groups.items()
        }
        place_name = book.choices[f"place_{place}"]
        return {"language": language, "labels": book.labels, "place": place_name, "groups": shown}

    def _card(self, entry: str, language: str, place: str, aspect: str) -> PresentedCard:
        parts = cards.card(self._knowledge, self._knowledge.entry(entry), language, aspect=aspect, place=place)
        return present(AnswerCard(entry, parts["title"], parts), language)


def _without(card: PresentedCard, texts: set[str]) -> PresentedCard:
    """The card without these lines, and without the sections they leave empty."""
    told = (replace(s, lines=tuple(line for line in s.lines if line.text not in texts)) for s in card.sections)
    return replace(card, sections=tuple(section for section in told if section.lines))


def _wanted(raw: bytes) -> dict[str, str]:
    try:
        wanted = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise BadRequest("The body is not JSON.") from wrong
    keys = ("id", "language", "place")
    if not isinstance(wanted, dict) or not all(isinstance(wanted.get(key), str) for key in keys):
        raise BadRequest('Send {"id": "…", "language": "…", "place": "…"}.')
    if wanted["language"] not in LANGUAGES or wanted["place"] not in PLACES:
        raise BadRequest("language or place: unknown.")
    return wanted
