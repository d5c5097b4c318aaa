"""Finds the texts for people inside a file: mappings of languages, with the path that leads to each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.languages import LANGUAGES
from knowledge.yaml_file import Keys


def is_text(value: Any) -> bool:
    """True for `{fr: …, en: …, es: …}`, also when a language is missing."""
    return isinstance(value, Mapping) and bool(value) and any(key in LANGUAGES for key in value)


def texts(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, dict[str, str]]]:
    """Every text of the data with its path."""
    if is_text(data):
        yield keys, {key: value for key, value in data.items() if isinstance(value, str)}
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from texts(value, (*keys, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts(value, (*keys, index))


def spoken(data: Any) -> Iterator[tuple[Keys, dict[str, str]]]:
    """The texts that are sentences: names and labels are official and not ours to simplify."""
    for keys, text in texts(data):
        if not {"name", "label"} & {key for key in keys if isinstance(key, str)}:
            yield keys, text
