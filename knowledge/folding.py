"""One spelling for matching: no accents, no capitals, `œ` as `oe`, apostrophes as spaces."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'", "ʼ": "'", "`": "'", "ـ": ""})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text without accents and capitals."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text; an apostrophe or a hyphen separates."""
    return _WORD.findall(fold(text))
