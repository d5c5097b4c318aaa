"""The one form of a message that every component reads: short, printable, in one Unicode form."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 512  # an encoder's time grows with length: 20,000 characters cost 9.8 s
_READ_AT_MOST = 4 * LONGEST  # so that cleaning a pasted book costs nothing either
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls, zero-width and direction marks, lone surrogates
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def clean(text: str | None) -> str:
    """The message without invisible characters, in NFC, on one line, cut to `LONGEST` characters."""
    kept = unicodedata.normalize("NFC", (text or "")[:_READ_AT_MOST])
    kept = "".join(" " if c.isspace() else c for c in kept if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return _SPACES.sub(" ", kept).strip()[:LONGEST].strip()


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes: what a cheap phone types."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return plain.replace("’", "'").replace("œ", "oe").replace("æ", "ae")


def words(text: str) -> list[str]:
    """The words of a message; numbers and emoji are not words."""
    return _WORDS.findall(text)


def is_choice(text: str | None) -> bool:
    """Whether the text is a pressed choice, which understanding has nothing to add to."""
    return bool(text) and str(text).startswith("/")


def is_number(text: str) -> bool:
    """Whether a message is a number of one or two digits, as typed for a choice; 112 and 911 are cries for help."""
    return text.isdecimal() and len(text) <= 2
