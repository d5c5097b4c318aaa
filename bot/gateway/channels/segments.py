"""How long an SMS really is: GSM-7 or UCS-2, counted as the networks count (3GPP TS 23.038), and texts cut to fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]
Fits = Callable[[str], bool]

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("\f^{}\\[~]|€")  # two septets each: an escape, then the letter
# Units in a message of one segment, and in each segment of a longer one (the rest is the header that joins them).
ALONE: Final[dict[Encoding, int]] = {"GSM-7": 160, "UCS-2": 70}
JOINED: Final[dict[Encoding, int]] = {"GSM-7": 153, "UCS-2": 67}
# What must stay in one piece: a link, a telephone number with its spaces, a word.
_PIECE = re.compile(r"https?://\S+|\+?\(?\d[\d  ().-]{4,}\d(?!\w)|\S+")


def encoding(text: str) -> Encoding:
    """The encoding a text forces: one letter outside GSM-7 turns the whole message to UCS-2."""
    return "GSM-7" if all(letter in BASIC or letter in EXTENDED for letter in text) else "UCS-2"


def units(text: str) -> int:
    """Septets of a GSM-7 text, or 16-bit units of any other."""
    return sum(_widths(text, encoding(text)))


def segments(text: str) -> int:
    """Segments a text is sent and billed as; neither an escape pair nor a surrogate pair straddles two of them."""
    kind = encoding(text)
    widths = _widths(text, kind)
    if sum(widths) <= ALONE[kind]:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > JOINED[kind]:
            count, used = count + 1, 0
        used += width
    return count


@dataclass(frozen=True)
class Budget:
    """What one reply may cost.

    Attributes:
        most: segments at most.
        first: septets the first segment holds; Canadian long codes split after 136, not 160.
    """

    most: int = 3
    first: int = 136

    def fits(self, text: str) -> bool:
        """Whether a text stays within the budget."""
        return units(text) <= self._room(encoding(text)) and segments(text) <= self.most

    def _room(self, kind: Encoding) -> int:
        first = min(self.first, ALONE[kind])
        return first if self.most == 1 else min(first, JOINED[kind]) + (self.most - 1) * JOINED[kind]


def pieces(line: str) -> list[str]:
    """A line as the pieces that may not be split."""
    return _PIECE.findall(line)


def head_and_rest(line: str, fits: Fits) -> tuple[str, str]:
    """As many whole pieces of a line as fit, and what is left of it."""
    whole = pieces(line)
    low, high = 0, len(whole)
    while low < high:  # halving: each question looks at the whole message
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(" ".join(whole[:middle])) else (low, middle - 1)
    return " ".join(whole[:low]), " ".join(whole[low:])


def broken(line: str, fits: Fits) -> tuple[str, str]:
    """A line whose first piece is too long for a whole message, cut where it must be: the last resort."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(line[:middle]) else (low, middle - 1)
    return line[:low], line[low:]


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """The lines of several texts, without the empty ones."""
    for text in texts:
        yield from (line.strip() for line in text.splitlines() if line.strip())


def _widths(text: str, kind: Encoding) -> list[int]:
    if kind == "GSM-7":
        return [2 if letter in EXTENDED else 1 for letter in text]
    return [2 if ord(letter) > 0xFFFF else 1 for letter in text]
