"""Which organisation does a person mean? Names are matched without accents, by acronym, and with small mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.folding import words
from knowledge.models import Entry

KINDS = ("service", "organization", "emergency")
CERTAIN = 86.0
MOST = 3
_ASIDE = re.compile(r"\(([^)]*)\)|«\s*([^»]*?)\s*»|“([^”]*)”")
_DASH = re.compile(r"\s+[-–—:]\s+|,\s+")
_SMALL_WORDS = frozenset({"a", "al", "au", "aux", "d", "de", "del", "des", "du", "el", "en", "et", "for"}) | frozenset(
    {"l", "la", "las", "le", "les", "los", "of", "the", "to", "y"}
)


@dataclass(frozen=True)
class Names:
    """Every way to write the names of a place's services: form → entry id, acronyms apart."""

    forms: tuple[tuple[str, str], ...]
    acronyms: dict[str, tuple[str, ...]]


def names_of(entries: Iterable[Entry]) -> Names:
    """Collect the forms of many entries."""
    forms: dict[tuple[str, str], None] = {}
    acronyms: dict[str, dict[str, None]] = {}
    for entry in entries:
        for name in entry.name.values():
            for form in forms_of(name):
                forms[(" ".join(_content(form)), entry.id)] = None
            for acronym in _acronyms(name):
                acronyms.setdefault(acronym, {})[entry.id] = None
        forms[(" ".join(entry.id.split("-")[1:]) or entry.id, entry.id)] = None
    return Names(tuple(key for key in forms if key[0]), {word: tuple(ids) for word, ids in acronyms.items()})


def find(name: str, names: Names, language: str) -> tuple[str, ...]:
    """Ids that the name can mean, the surest first. `language` is kept for names that differ by language."""
    asked = _content(name)
    if not asked:
        return ()
    found: dict[str, None] = {}
    for word in asked:
        found |= dict.fromkeys(names.acronyms.get(word, ()))
    query = " ".join(asked)
    scored = process.extract(query, [form for form, _ in names.forms], scorer=_score, score_cutoff=CERTAIN, limit=12)
    for _, _, index in scored:
        found[names.forms[index][1]] = None
    return tuple(found)[:MOST]


def _score(query: str, form: str, **_: object) -> float:
    """Close when all words asked for are in the name, even in another order or with a small mistake."""
    sorted_ratio = fuzz.token_sort_ratio(query, form)
    asked, named = query.split(), form.split()
    inside = sum(max(fuzz.ratio(word, other) for other in named) for word in asked) / len(asked) if named else 0
    covered = min(1.0, sum(map(len, asked)) / max(1, sum(map(len, named))))
    return max(float(sorted_ratio), inside * (0.82 + 0.18 * covered) if len(query) > 3 else 0.0)


def _content(text: str) -> list[str]:
    found = [word for word in words(text) if word not in _SMALL_WORDS]
    return [_singular(word) for word in found]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word


def forms_of(name: str) -> list[str]:
    """The whole name, the name without its asides, each aside, and each side of a dash."""
    asides = [part for match in _ASIDE.findall(name) for part in match if part]
    bare = _ASIDE.sub(" ", name)
    return [name, bare, *asides, *(_DASH.split(bare) if _DASH.search(bare) else ())]


def _acronyms(name: str) -> list[str]:
    """Acronyms that the name itself writes in capitals, such as PRAIDA or CAVAC."""
    return [word.casefold() for word in re.findall(r"\b[A-ZÀ-Ý]{3,}\d*\b", name)]
