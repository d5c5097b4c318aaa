"""Words to search by: split, stop words out, stemmed in their language, and only then without accents.

The order matters: taking accents off first sends `réfugié` and `réfugiée` to two different stems, and turns
`sûr` (safe) into the stop word `sur`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer
import yaml

from knowledge.folding import fold

STOPWORDS = Path(__file__).parent / "schema" / "stopwords.yml"
_STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "pt": "portuguese", "ar": "arabic", "tr": "turkish"}
_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[  \u202f](?=\d{3}\b)[^\W_]+)*")
_NEVER = re.compile(r"(?!)")
# Words that people type without their accent and that the stemmers know only with it. `refugie` is here by name:
# without this it would share the stem of `refuge`, a shelter.
_ENDINGS = {
    "fr": (re.compile(r"(?<=refugi)e(?=s?$)|(?<=..)e(?=es?$)"), "é"),
    "es": (re.compile(r"(?<=..[cs]i)o(?=n$)"), "ó"),
}


def tokens(text: str, language: str) -> list[str]:
    """The searchable words of what a person wrote, in order; no word of it is remembered."""
    return [stem(word, language) for word in _words(text, language)]


def kept_tokens(text: str, language: str) -> list[str]:
    """The same for a text of our own: stems are remembered, which a person's words must never be."""
    return [_kept_stem(word, language) for word in _words(text, language)]


def _words(text: str, language: str) -> list[str]:
    small = unicodedata.normalize("NFKC", text).casefold()
    stop = _stop_words(language)
    return [word for word in _WORD.findall(small) if word not in stop and (len(word) > 1 or word.isdigit())]


def stem(word: str, language: str) -> str:
    """The stem of one lower-case word, without accents.

    One step only: a second one would send `réfugié` (refugee) to the stem of `refuge` (shelter).
    """
    name = _STEMMERS.get(language)
    if name is None or word.isdigit():
        return fold(word)
    ending, accented = _ENDINGS.get(language, (_NEVER, ""))
    stemmer = _stemmer(name)
    stemmed = stemmer.stemWord(ending.sub(accented, word))
    stemmer.stemWord("")  # it would hold the last word until the next
    return fold(stemmed)


@lru_cache(maxsize=100_000)
def _kept_stem(word: str, language: str) -> str:
    return stem(word, language)


def surface(text: str) -> Iterable[str]:
    """The words as they are written, in small letters: what a suggestion shows."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@cache
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(_all_stop_words().get(language, ()))


@cache
def _all_stop_words() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = read_words(STOPWORDS)
    return loaded


def read_words(path: Path) -> Any:
    """A YAML file of words, in which `no` and `on` are words and not booleans."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.BaseLoader)  # noqa: S506 BaseLoader makes strings only
