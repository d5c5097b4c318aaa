"""The words: one file a language, read once, the same keys and blanks in each or nothing starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en", "es")
_BLANK = re.compile(r"\{(\w+)\}")


class CatalogueError(ValueError):
    """The words of the languages do not match; lists every difference at once, for whoever translates."""


@dataclass(frozen=True)
class Catalogue:
    """All the words of one language.

    `replies` are what the assistant says, `choices` the titles of buttons, `labels` the headings of cards and pages,
    `wishes` the spellings by which somebody asks for something outside the understanding (numbers, languages, places).
    """

    language: str
    replies: Mapping[str, Mapping[str, Any]]
    choices: Mapping[str, str]
    labels: Mapping[str, str]

    def reply(self, key: str, **blanks: str) -> str:
        """The text of a reply with its blanks filled.

        Raises:
            KeyError: the reply, or a blank of it, does not exist: a defect that the parity test finds first.
        """
        return str(self.replies[key]["text"]).strip().format_map(blanks)


def load(language: str, folder: Path = FOLDER) -> Catalogue:
    """Read one language's file; its first line must name the language of the file."""
    content = yaml.safe_load((folder / f"{language}.yml").read_text(encoding="utf-8"))
    if content.get("language") != language:
        raise CatalogueError(f"{language}.yml: the first line must be `language: {language}`.")
    return Catalogue(language, content["replies"], content["choices"], content["labels"])


@cache
def catalogue(language: str) -> Catalogue:
    """The words of a language, read once a process."""
    return load(language)


@cache
def payloads(folder: Path = FOLDER) -> Mapping[str, str]:
    """What each named choice stands for, the same in every language."""
    content: Mapping[str, str] = yaml.safe_load((folder / "payloads.yml").read_text(encoding="utf-8"))
    return content


@cache
def other_languages(folder: Path = FOLDER) -> Mapping[str, Mapping[str, str]]:
    """The sentence for each language we recognise and do not speak, by its code, with who has checked it."""
    content: Mapping[str, Mapping[str, str]] = yaml.safe_load(
        (folder / "other_languages.yml").read_text(encoding="utf-8")
    )
    return content


def parity_problems(folder: Path = FOLDER) -> list[str]:
    """Every difference between the languages: keys, blanks, choices without a payload."""
    books = {language: load(language, folder) for language in LANGUAGES}
    first = books[LANGUAGES[0]]
    problems = []
    for language, book in books.items():
        for section in ("replies", "choices", "labels"):
            here, there = set(getattr(book, section)), set(getattr(first, section))
            problems += [f"{language}.yml: {section}.{key} is missing" for key in sorted(there - here)]
            problems += [f"{language}.yml: {section}.{key} exists only here" for key in sorted(here - there)]
        for key, reply in book.replies.items():
            problems += _reply_problems(language, key, reply, first.replies.get(key, reply), book)
    problems += [f"payloads.yml: choice {key} has no payload" for key in first.choices if key not in payloads(folder)]
    return problems


def _reply_problems(
    language: str, key: str, reply: Mapping[str, Any], model: Mapping[str, Any], book: Catalogue
) -> list[str]:
    problems = []
    if set(_BLANK.findall(reply["text"])) != set(_BLANK.findall(model["text"])):
        problems.append(f"{language}.yml: replies.{key} has other blanks than {LANGUAGES[0]}.yml")
    if reply.get("choices") != model.get("choices"):
        problems.append(f"{language}.yml: replies.{key} offers other choices than {LANGUAGES[0]}.yml")
    problems += [
        f"{language}.yml: replies.{key} offers {name}, which has no title"
        for name in reply.get("choices", ())
        if name not in book.choices
    ]
    return problems
