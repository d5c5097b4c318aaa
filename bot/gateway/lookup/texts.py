"""One sheet as a text that fits a message or a QR code: what it is, where, phones, the first limit, the source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

from bot.gateway.channels.folding import folding
from bot.gateway.channels.segments import segments
from bot.gateway.channels.short import lines_of
from bot.gateway.presentation import present
from bot.messages import AnswerCard, Language, Reply, Turn
from knowledge import cards
from knowledge.models import Entry
from knowledge.queries import Knowledge


@dataclass(frozen=True)
class ShortText:
    """A text to copy, and what it costs as an SMS."""

    text: str
    segments: int


def short_text(knowledge: Knowledge, entry: Entry, language: Language, place: str) -> ShortText:
    """The sheet in a few lines, as the SMS channel would write it."""
    contact = entry.contact
    aspect = "where" if contact.phones or contact.address else "overview"
    parts = cards.card(knowledge, entry, language, aspect=aspect, place=place)
    card = AnswerCard(entry.id, parts["title"], parts)
    lines = lines_of(Turn(language, place, (Reply(card=card),)))
    told = [*lines.short, *([] if parts.get("phones") else _whom_to_ask(card, language)), *lines.kept]
    text = folding(language)("\n".join(dict.fromkeys(told)))
    return ShortText(text, segments(text))


def _whom_to_ask(card: AnswerCard, language: Language) -> list[str]:
    """Where there is no number of its own, the number of whoever knows."""
    asked = [section for section in present(card, language).sections if section.key == "ask"]
    return [f"{section.label}: {section.lines[0].text}" for section in asked]


@lru_cache(maxsize=512)  # a code takes some 40 ms to draw; what it holds is public
def qr_code(content: str) -> str:
    """A picture of the content, as an address that holds the picture itself: nothing is loaded, nothing is tracked."""
    code = segno.make(content, error="m", boost_error=False, encoding="utf-8")
    address: str = code.png_data_uri(scale=4, border=3)
    return address
