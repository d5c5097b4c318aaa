"""Danger and the wish to die are seen however they are written; a manner of speaking is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

CASES = yaml.safe_load(Path(__file__).with_name("safety.yml").read_text(encoding="utf-8"))
RAISES = [
    pytest.param(label, text, id=f"{label}-{language}-{number}")
    for label, languages in CASES["raises"].items()
    for language, texts in languages.items()
    for number, text in enumerate(texts)
]
CALM = [
    pytest.param(text, id=f"{language}-{number}")
    for language, texts in CASES["calm"].items()
    for number, text in enumerate(texts)
]


@pytest.mark.parametrize(("label", "text"), RAISES)
async def test_raises(real_engine, label, text) -> None:
    """The label is raised."""
    assert label in (await real_engine.parse(text))["safety"]


@pytest.mark.parametrize("text", CALM)
async def test_stays_calm(real_engine, text) -> None:
    """No crisis is seen."""
    parsed = await real_engine.parse(text)

    assert set() == {"danger", "suicide"} & set(parsed["safety"])


async def test_a_crisis_that_comes_first_is_not_asked_about(real_engine) -> None:
    """The outcome is a crisis, not an offer of choices."""
    assert "crisis" == (await real_engine.parse("il me frappe aidez moi vite"))["outcome"]
