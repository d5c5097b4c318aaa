"""What is asked of a topic, in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.engine.nlu.aspect_matcher import AspectMatcher

CASES = yaml.safe_load(Path(__file__).with_name("aspects.yml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(aspect, text, id=f"{aspect}-{n}") for aspect, texts in CASES.items() for n, text in enumerate(texts)
]


@pytest.fixture(scope="module")
def matcher() -> AspectMatcher:
    """A matcher without names: aspects need none."""
    return AspectMatcher(None, None, {})


@pytest.mark.parametrize(("aspect", "text"), ROWS)
def test_reads_what_is_asked(matcher, aspect, text) -> None:
    """The aspect is read; a bare topic has none."""
    assert aspect == (matcher.aspect(text, "id_card") or "overview")


def test_privacy_is_always_about_confidentiality(matcher) -> None:
    """Who asks about privacy asks who will know, whatever the words."""
    assert "confidentiality" == matcher.aspect("and my messages", "ask_privacy")
