"""Do the three languages say the same? Words may differ; numbers, phones, links and dates may not."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import yaml

from knowledge.languages import LANGUAGES
from knowledge.problems import Problem
from knowledge.texts import texts
from knowledge.yaml_file import YamlFile

_LINK = re.compile(r"https?://\S+|\b[\w.+-]+@[\w-]+\.[\w.]+|\b(?:[\w-]+\.)+(?:org|com|ca|fr|eu|gouv|net)\b(?:/\S*)?")
_GROUP = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d)[ .,\u00a0\u202f'](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")
_MONTHS = (
    ("janvier", "january", "enero"), ("février", "february", "febrero"), ("mars", "march", "marzo"),
    ("avril", "april", "abril"), ("mai", "may", "mayo"), ("juin", "june", "junio"), ("juillet", "july", "julio"),
    ("août", "august", "agosto"), ("septembre", "september", "septiembre"), ("octobre", "october", "octubre"),
    ("novembre", "november", "noviembre"), ("décembre", "december", "diciembre"),
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_AFTER_DIGIT = re.compile(r"\d(?:er|st|nd|rd|th|º|°)?\s+(?:de\s+|of\s+)?([^\W\d_]+)", re.IGNORECASE)
_BEFORE_DIGIT = re.compile(r"([^\W\d_]+)\s+(?:de\s+|del\s+)?\d", re.IGNORECASE)


def check_translations(file: YamlFile) -> list[Problem]:
    """Each text of the file whose languages contradict one another."""
    found = []
    for keys, text in texts(file.data):
        if any(not text.get(language) for language in LANGUAGES):
            continue  # the schema reports a missing language
        for what, facts in _FACTS.items():
            found += _compare(file, keys, text, what, {language: facts(text[language]) for language in LANGUAGES})
        found += _compare_numbers(file, keys, text)
    return found


def _links(text: str) -> Counter[str]:
    return Counter(link.rstrip(".,;:)»").lower() for link in _LINK.findall(text))


def _months(text: str) -> Counter[str]:
    """Months that stand beside a number: `may` alone is not a month, and `juin 2019` is one once."""
    near = {match.span(1) for pattern in (_AFTER_DIGIT, _BEFORE_DIGIT) for match in pattern.finditer(text)}
    words = (text[start:end].lower() for start, end in near)
    return Counter(str(_MONTH_OF[word]) for word in words if word in _MONTH_OF)


_FACTS = {"links": _links, "months": _months}


def _compare(
    file: YamlFile, keys: tuple[str | int, ...], text: dict[str, str], what: str, by_language: dict[str, Counter[str]]
) -> list[Problem]:
    first = by_language[LANGUAGES[0]]
    for language in LANGUAGES[1:]:
        if by_language[language] != first:
            shown = f"{what} differ: {LANGUAGES[0]} has {_list(first)}, {language} has {_list(by_language[language])}."
            return [file.problem((*keys, language), shown, "Say the same in the three languages.")]
    return []


def _compare_numbers(file: YamlFile, keys: tuple[str | int, ...], text: dict[str, str]) -> list[Problem]:
    plain = {language: _LINK.sub(" ", text[language]) for language in LANGUAGES}
    for language in LANGUAGES[1:]:
        if not _same_numbers(plain[LANGUAGES[0]], LANGUAGES[0], plain[language], language):
            first, other = (Counter(_GROUP.findall(plain[name])) for name in (LANGUAGES[0], language))
            message = f"numbers differ: {LANGUAGES[0]} has {_list(first)}, {language} has {_list(other)}."
            return [file.problem((*keys, language), message, "Write the same digits in the three languages.")]
    return []


def _same_numbers(one: str, one_language: str, other: str, other_language: str) -> bool:
    if Counter(_GROUP.findall(one)) == Counter(_GROUP.findall(other)):
        return True
    left, right = Counter(_GROUP.findall(_THOUSANDS.sub("", one))), Counter(_GROUP.findall(_THOUSANDS.sub("", other)))
    if left == right:
        return True
    return not (left - right - _in_words(other, other_language)) and not (right - left - _in_words(one, one_language))


def _in_words(text: str, language: str) -> Counter[str]:
    words = _number_words()[language]
    return Counter(str(words[word]) for word in map(str.lower, _WORD.findall(text)) if word in words)


@cache
def _number_words() -> dict[str, dict[str, int]]:
    path = Path(__file__).parent / "schema" / "number_words.yml"
    loaded: dict[str, dict[str, int]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _list(counter: Counter[str]) -> str:
    return ", ".join(sorted(counter.elements())) or "none"
