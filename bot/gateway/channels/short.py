"""A turn as lines of plain text: first what was asked for, then all that a person may still want to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.gateway.presentation import PresentedCard, Section, present
from bot.messages import AnswerCard, Turn
from bot.replies.catalogue import catalogue

# The parts that answer each question on a small screen; the summary answers "what is it?".
ASKED: Final = {
    "overview": ("alert", "phones", "access"),
    "where": ("alert", "where", "phones"),
    "hours": ("alert", "hours", "phones"),
    "documents": ("alert", "documents"),
    "cost": ("alert", "fees"),
    "eligibility": ("alert", "access", "eligibility"),
    "confidentiality": ("alert", "confidentiality", "who_sees"),
    "how": ("alert", "steps"),
    "validity": ("alert", "validity", "history"),
    "use": ("alert", "steps"),
}

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Lines:
    """`short` is what one message tells, `kept` what it never leaves out; `rest` follows on "more"."""

    short: tuple[str, ...]
    kept: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def lines_of(turn: Turn) -> Lines:
    """All that a turn says, in reading order; the long parts of its cards come last."""
    cards = [_card_lines(reply.card, turn.language) for reply in turn.replies if reply.card]
    waiting = iter(cards)
    short: list[str] = []
    for reply in turn.replies:
        short += [*reply.text.splitlines(), *(next(waiting).short if reply.card else ())]
    if len(cards) == 1:
        return Lines(_full(short), _full(cards[0].kept), _full(cards[0].rest))
    return Lines(_full(short), (), _full(line for card in cards for line in (*card.kept, *card.rest)))


def _full(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())


def _card_lines(card: AnswerCard, language: str) -> Lines:
    shown = present(card, language)
    aspect = str(card.parts.get("aspect", "overview"))
    asked = ASKED.get(aspect, ASKED["overview"])
    sections = {section.key: section for section in shown.sections}
    first = [_section(sections[key]) for key in asked if key in sections]
    limits, unlimited = _first_limit(sections.get("limits"))
    head = [shown.title, *_opening(card, aspect, bool(first)), *(f"- {item.text}" for item in shown.items)]
    return Lines((*head, *first), (limits, _source(shown, language)), (*unlimited, *_rest(card, shown, head, asked)))


def _opening(card: AnswerCard, aspect: str, answered: bool) -> Iterable[str]:
    """The summary, unless a narrower question has its own answer."""
    summary = str(card.parts.get("summary") or "")
    return [summary] if aspect in {"overview", "use"} or not answered else []


def _rest(card: AnswerCard, shown: PresentedCard, head: list[str], asked: tuple[str, ...]) -> Iterable[str]:
    yield from (text for name in ("summary", "description") if (text := str(card.parts.get(name) or "")) not in head)
    for section in shown.sections:
        if section.key not in {"limits", *asked}:
            yield _section(section)
    if shown.source and shown.source.href:
        yield shown.source.href


def _first_limit(section: Section | None) -> tuple[str, tuple[str, ...]]:
    """The first sentence about where the help stops, and the others."""
    if section is None:
        return "", ()
    first, *others = _SENTENCE_END.split(" ".join(line.text for line in section.lines), maxsplit=1)
    return f"{section.label}: {first}", tuple(others)


def _section(section: Section) -> str:
    # Two numbers with a space between them would be dialled as one.
    between = " / " if section.key == "phones" else " "
    return f"{section.label}: {between.join(line.text for line in section.lines)}"


def _source(shown: PresentedCard, language: str) -> str:
    """Where it comes from, as short as it stays true: the site and the date."""
    if not shown.source:
        return ""
    site = urlsplit(shown.source.href).netloc.removeprefix("www.") if shown.source.href else ""
    date = shown.source.text.rsplit(", ", 1)[-1]
    told = f"{site}, {date}" if site else shown.source.text
    return f"{catalogue(language).labels['source']}: {told}"
