"""Whoever writes in a language we do not speak reads so in that language, with lines of people."""

from __future__ import annotations

import pytest

from actions.not_understood import OTHER_LANGUAGES, NotUnderstood
from tests.actions.speaking import cards, offered, replies, said_by


@pytest.mark.parametrize("code", sorted(OTHER_LANGUAGES))
async def test_the_sentence_comes_with_people(knowledge, code) -> None:
    """The sentence of the language, then who answers by phone, then our three languages."""
    messages = await said_by(NotUnderstood(knowledge), "nlu_fallback", understood={"language": code})

    assert [f"other_language_{code}"] == replies(messages)
    assert any(card.get("phones") for card in cards(messages))
    assert ["language_fr", "language_en", "language_es"] == offered(messages)[:3]


async def test_it_is_not_said_twice_in_a_row(knowledge) -> None:
    """Who goes on in that language reads something else the second time, still with people."""
    messages = await said_by(NotUnderstood(knowledge), "nlu_fallback", understood={"language": "ht"}, misses=1)

    assert ["other_language_again"] == replies(messages)
    assert cards(messages)


async def test_a_language_without_a_sentence_is_told_in_ours(knowledge) -> None:
    """A language that is recognised but has no sentence gets the three languages and people."""
    messages = await said_by(NotUnderstood(knowledge), "nlu_fallback", understood={"language": "ja"})

    assert ["other_language_again"] == replies(messages)
