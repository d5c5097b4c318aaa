"""What the web chat says itself: its labels, greeting and first choices in every language, and what differs by place.

One small document holds all languages, so that a person changes language at once, offline too, and no request tells
which one they chose. The page carries it inside; a chat embedded elsewhere fetches it once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.gateway.own_words import opening_choices
from bot.messages import LANGUAGES, PLACES
from bot.replies.catalogue import catalogue
from knowledge.queries import Knowledge

# The labels the chat draws with (tests/browser/test_widget_files.py compares them with its source).
LABELS = (
    "assistant", "bigger_text", "card_tools", "choose", "conversation", "erase", "erase_failed",
    "failed", "language", "leave", "leave_help", "leave_how", "leave_shift", "message", "offline",
    "offline_page", "other_language", "page_cost", "page_emergency", "page_heading", "page_lead",
    "page_privacy", "page_privacy_short", "place", "print", "read_aloud", "refused", "retry", "save",
    "send", "sending", "sent", "settings", "source", "stop_reading", "talk_forgotten", "writing", "you",
)  # fmt: skip
REPLIES = ("forgotten", "language_changed", "place_changed")


class Words:
    """The document, made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.document: Mapping[str, Any] = {
            "languages": {language: _words(language) for language in LANGUAGES},
            "places": {place: _place(knowledge, place) for place in PLACES},
        }
        self._json = json.dumps(self.document, ensure_ascii=False, separators=(",", ":"))

    def for_page(self) -> str:
        """The document as it stands inside a script element: nothing in it can close that element."""
        return self._json.replace("<", "\\u003c")

    async def get(self, _: web.Request) -> web.Response:
        """`GET /api/v1/words`: public, the same for everybody, so any site and any cache may hold it."""
        headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
        return web.Response(text=self._json, content_type="application/json", headers=headers)


def _words(language: str) -> Mapping[str, Any]:
    book = catalogue(language)
    return {
        "name": book.choices[f"language_{language}"],
        "greeting": book.reply("greet"),
        "choices": [{"id": choice.id, "title": choice.title} for choice in opening_choices(language)],
        "replies": {key: str(book.replies[key]["text"]).strip() for key in REPLIES},
        **{label: book.labels[label] for label in LABELS},
        "places": {place: book.choices[f"place_{place}"] for place in PLACES},
    }


def _place(knowledge: Knowledge, place: str) -> Mapping[str, str]:
    return {
        "emergency": knowledge.emergency(place)[0].contact.phones[0].number,
        "neutral": knowledge.place(place).neutral_url,
    }
