"""What a number or an address of a person looks like: patterns, each with the check that tells it from chance.

Every repetition is bounded and no two neighbours may match the same letter without end, so that no text can make
a search slow. Names are not among these: no pattern finds a name safely, and none is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_GAP: Final = r"[ .\u00a0\u202f-]?"
_NIR: Final = (
    r"(?<!\d)[12478][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d|2[ab])[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d\d)?(?!\d)"
)
_STREETS_BEFORE: Final = (
    "rue|avenue|av|boulevard|boul|bd|blvd|chemin|ch|place|allée|impasse|côte|quai|route|rang|square|passage|villa|cité"
)
_STREETS_AFTER: Final = "street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|court|crescent|terrace"
_FILE_WORDS: Final = (
    "agdref|num[ée]ro (?:d[' ’])?[ée]tranger|n° [ée]tranger|r[ée]c[ée]piss[ée]|titre de s[ée]jour|iuc|uci"
    "|client id|id client|identifiant|dossier|expediente|file|passeport|passport|pasaporte|permis|permit|permiso"
)


@dataclass(frozen=True)
class Identifier:
    """A kind of identifier: the group `it`, or the whole match, is what identifies somebody."""

    kind: str
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool] = lambda _: True


def digits_of(text: str) -> str:
    """The digits of a text, whatever the script they are written in."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def passes_luhn(text: str) -> bool:
    """Whether the last digit checks the others, as in a Canadian social insurance number."""
    total = 0
    for index, letter in enumerate(reversed(digits_of(text))):
        doubled = int(letter) * (1 + index % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10 == 0


def passes_nir_key(text: str) -> bool:
    """Whether the two last digits are the key of a French social security number; without a key, its month decides."""
    plain = re.sub(r"[\W_]", "", text).upper()
    number = plain[:13].replace("2A", "19").replace("2B", "18")
    return len(plain) == 13 or int(plain[13:]) == 97 - int(number) % 97


def is_ramq_date(text: str) -> bool:
    """Whether the digits of a Québec health card hold a month (women's are 50 more) and a day."""
    digits = digits_of(text)
    return int(digits[2:4]) % 50 in range(1, 13) and int(digits[4:6]) in range(1, 32)


def is_no_date(text: str) -> bool:
    """Whether a run of digits is neither a calendar date nor two years."""
    return not re.fullmatch(
        r"\W*(?:(?:19|20)\d\d\W(?:\d\d?\W\d\d?|(?:19|20)\d\d)|\d\d?\W\d\d?\W(?:19|20)\d\d)(?:\W+(?:19|20)\d\d)?\W*",
        text,
    )


def _of(kind: str, pattern: str, is_one: Callable[[str], bool] = lambda _: True) -> Identifier:
    return Identifier(kind, re.compile(pattern, re.IGNORECASE), is_one)


# The first that matches names the kind; the last catches every long number that nothing above recognised.
IDENTIFIERS: Final = (
    _of(
        "email",
        r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]|\barobase\b|\barroba\b) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    ),
    _of("ramq", rf"\b[a-z]{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}\b", is_ramq_date),
    _of("nir", _NIR, passes_nir_key),
    _of("number", _NIR),  # its key was mistyped: it is somebody's all the same
    _of(
        "file",
        rf"\b(?:{_FILE_WORDS})\b[^\w\n]{{0,3}}(?:\w{{1,8}}[^\w\n]{{1,3}}){{0,3}}?(?P<it>(?-i:[A-Z]{{0,3}} ?)\d[\d -]{{4,18}}\d)\b",
        is_no_date,
    ),
    _of("uci", r"(?<![\d-])(?:\d{4}-\d{4}|\d\d-\d{4}-\d{4})(?![\d-])", is_no_date),
    _of("a_number", r"\ba(?:[ #-]|[ -]?n[o°.]{1,2} ?)?\d{3}-?\d{3}-?\d{2,3}\b"),
    _of("refugee_file", r"\b[mtv][a-z]\d-\d{5}\b"),
    _of(
        "document", r"\b(?:[a-z]{1,3}[ -]?\d{6,9}|\d\d[a-z]{2}\d{5}|[a-z]{2}\d[a-z0-9]{6}|[a-z]\d{2}[a-z]{2}\d{4,5})\b"
    ),
    _of("sin", r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)", passes_luhn),
    _of(
        "address",
        rf"\b\d{{1,5}}(?: ?(?:bis|ter|[a-d]))?,? (?:{_STREETS_BEFORE})\b\.? (?:de la |de l['’]|de |du |des |d['’])?"
        r"(?:saint|sainte|ste?)?[ -]?[\w'’.-]{2,30}(?-i:[ -][A-ZÀ-Ý0-9][\w'’.-]{1,30}){0,3}(?:,? (?:app?t?|bureau|porte)\.? ?#?\d{1,5}\w?)?",
    ),
    _of(
        "address",
        rf"\b\d{{1,5}},? (?:[\w'’.-]{{1,25}} ){{1,3}}(?:{_STREETS_AFTER})\b\.?(?:,? (?:apt|apartment|unit|suite)\.? ?#?\d{{1,5}}\w?)?",
    ),
    _of(
        "address",
        r"\b(?:calle|avenida|avda|rue|boulevard|avenue)\b\.? (?:[\w'’.-]{1,25} ){0,4}?(?:[\w'’.-]{1,25},? )(?:n[°ºúu]m?(?:ero)?\.? ?)?\d{1,5}\b",
    ),
    _of("address", r"\b[abceghj-nprstvxy]\d[a-z][ -]?\d[a-z]\d\b"),
    _of("address", r"\b(?:app?t|appartement|apartment|apartamento|apto|depto)\.? ?#?\d{1,5}[a-z]?\b"),
)
LONG_NUMBER: Final = _of("number", r"(?<![\w])\+?\(?\d(?:[ .()/\u00a0\u202f-]{0,2}\d){6,24}(?!\w)", is_no_date)
