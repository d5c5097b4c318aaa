"""What is pressed or numbered costs nothing: no encoder reads it."""

from __future__ import annotations

import pytest

from bot.engine.nlu import sentence_encoder


@pytest.mark.parametrize("text", ["2", "12", "/help_menu", '/answer_need{"need": "food"}'])
async def test_no_encoder_reads_it(real_engine, monkeypatch, text) -> None:
    """The encoders are not asked."""
    asked = []
    monkeypatch.setattr(sentence_encoder, "encoder", lambda name: asked.append(name))
    await real_engine.parse(text)

    assert [] == asked


async def test_three_digits_are_read(real_engine) -> None:
    """911 is a cry for help, not a choice."""
    assert "danger" in (await real_engine.parse("911"))["safety"]
