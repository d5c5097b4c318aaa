"""The words of the desk: one file a language in `desk/`, the same keys and blanks in each or nothing starts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.replies.catalogue import LANGUAGES, CatalogueError

FOLDER = Path(__file__).parent / "desk"
_BLANK = re.compile(r"\{(\w+)\}")
Words = Mapping[str, str]


def load(language: str, folder: Path = FOLDER) -> Words:
    """Read one language's file; its first line must name the language of the file.

    Raises:
        CatalogueError: the file is another language's, or a word is no text.
    """
    content = yaml.safe_load((folder / f"{language}.yml").read_text(encoding="utf-8"))
    if content.pop("language", None) != language:
        raise CatalogueError(f"{language}.yml: the first line must be `language: {language}`.")
    wrong = sorted(key for key, text in content.items() if not isinstance(text, str))
    if wrong:
        raise CatalogueError(f"{language}.yml: put quotes around the text of {', '.join(map(str, wrong))}.")
    words: Words = content
    return words


@cache
def desk_words(language: str) -> Words:
    """The words of a language, read once a process."""
    return load(language)


def parity_problems(folder: Path = FOLDER) -> list[str]:
    """Every difference between the languages, at once, for whoever translates."""
    books = {language: load(language, folder) for language in LANGUAGES}
    model = books[LANGUAGES[0]]
    problems = []
    for language, book in books.items():
        problems += [f"{language}.yml: {key} is missing" for key in model if key not in book]
        problems += [f"{language}.yml: {key} exists only here" for key in book if key not in model]
        problems += [
            f"{language}.yml: {key} has other blanks than {LANGUAGES[0]}.yml"
            for key in book
            if key in model and set(_BLANK.findall(book[key])) != set(_BLANK.findall(model[key]))
        ]
    return problems
