"""The words that mean one thing in every talk: stop, start, help, more; in three languages together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from bot.gateway.typed import clean, fold
from bot.messages import LANGUAGES, Language

WORDS: Final = Path(__file__).parents[1] / "replies" / "keywords.yml"


def keyword(text: str, *, by_carrier: bool) -> tuple[str, Language] | None:
    """What a whole message means as a keyword, and the language it was said in.

    Args:
        text: what was typed, as it came.
        by_carrier: whether the channel's carrier has stop words of its own.
    """
    found = _words().get(fold(clean(text).text).rstrip("!. "))
    if found and found[0] == "carrier":
        return ("stop", found[1]) if by_carrier else None
    return found


@cache
def _words() -> dict[str, tuple[str, Language]]:
    table = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {
        fold(word): (meaning, language)
        for meaning, words in table.items()
        for language in LANGUAGES
        for word in words.get(language, ())
    }
