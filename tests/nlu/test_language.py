"""The language of a message is told in the same turn; one that is not spoken here is recognised."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

CASES = yaml.safe_load(Path(__file__).with_name("language.yml").read_text(encoding="utf-8"))
OURS = ("fr", "en", "es")
SPOKEN = [
    pytest.param(language, text, id=f"{language}-{n}") for language in OURS for n, text in enumerate(CASES[language])
]
OTHERS = [
    pytest.param(language, text, id=f"{language}-{n}")
    for language, texts in CASES["not_ours"].items()
    for n, text in enumerate(texts)
]


@pytest.mark.parametrize(("language", "text"), SPOKEN)
async def test_tells_our_languages(real_engine, language, text) -> None:
    """The language is the one the message is written in, and the talk goes on in it."""
    parsed = await real_engine.parse(text)

    assert language == parsed["language"]
    assert language in [entity["value"] for entity in parsed["entities"] if entity["entity"] == "language"]


@pytest.mark.parametrize(("language", "text"), OTHERS)
async def test_recognises_others(real_engine, language, text) -> None:
    """Another language gets its own code, and never becomes the language of the talk."""
    parsed = await real_engine.parse(text)

    assert language == parsed["language"]
    assert [] == [entity for entity in parsed["entities"] if entity["entity"] == "language"]


@pytest.mark.parametrize("text", ["English please", "in english pls", "en anglais svp", "en inglés por favor"])
async def test_a_wish_wins(real_engine, text) -> None:
    """Who asks for English gets English, in whatever language the wish is."""
    parsed = await real_engine.parse(text)

    assert "change_language" == parsed["intent"]["name"]
    assert "en" == next(entity["value"] for entity in parsed["entities"] if entity["entity"] == "language")
