"""What a person typed, made safe and read as a choice when it is one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.messages import MAX_TEXT_LENGTH, Choice

NUMBERS = Path(__file__).parents[1] / "replies" / "numbers.yml"
# Control, format (zero-width, direction) and private characters carry no words; line breaks become spaces first.
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
_NUMBER = re.compile(r"^[#(]?\s*(\d{1,2})\s*[.)°ºª]?$")
SHORTEST_PART = 4  # letters; "carte" is a part of "La carte municipale", "la" is none


@dataclass(frozen=True)
class Typed:
    """A message ready for the engine; `cut` tells that the person must be told of it."""

    text: str
    cut: bool


def clean(raw: str) -> Typed:
    """Drop what nobody can see, the leading "/" that Rasa would take for a command, and all above the cap."""
    cut = len(raw) > MAX_TEXT_LENGTH
    spaced = re.sub(r"\s+", " ", raw[: MAX_TEXT_LENGTH * 4])
    seen = "".join(c for c in unicodedata.normalize("NFC", spaced) if unicodedata.category(c) not in _UNSEEN)
    return Typed(seen.strip().lstrip("/").strip()[:MAX_TEXT_LENGTH], cut)


def meant_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice of the last turn that a text stands for: its number, the number as a word, or its title (or a part)."""
    folded = fold(text)
    number = _number(folded)
    if number is not None:
        return choices[number - 1] if 1 <= number <= len(choices) else None
    exact = [c for c in choices if folded and folded in {fold(c.title), _first_words(c.title)}]
    if exact:
        return exact[0]
    partly = [choice for choice in choices if len(folded) >= SHORTEST_PART and _begins(fold(choice.title), folded)]
    return partly[0] if len(partly) == 1 else None


def fold(text: str) -> str:
    """Lower case, without accents, punctuation or doubled spaces: how people type on a phone."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c if c.isalnum() or c in "#()." else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.replace(".", " ").split()) if not _NUMBER.match(letters.strip()) else letters.strip()


def _number(folded: str) -> int | None:
    match = _NUMBER.match(folded)
    if match:
        return int(match.group(1))
    return number_words().get(folded)


def _first_words(title: str) -> str:
    """What stands before a comma: "oui" answers "Oui, utile"."""
    return fold(title.split(",", maxsplit=1)[0]) if "," in title else ""


def _begins(title: str, part: str) -> bool:
    return title.startswith(part + " ") or f" {part} " in f" {title} "


@cache
def number_words() -> dict[str, int]:
    """How the numbers of choices are written out, in the three languages together."""
    words = yaml.safe_load(NUMBERS.read_text(encoding="utf-8"))
    return {fold(word): number for language in words.values() for number, forms in language.items() for word in forms}
