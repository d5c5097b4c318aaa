"""Whatever is typed, understanding answers something."""

from __future__ import annotations

import pytest

BAD = {
    "nothing": "",
    "spaces": "   \n\t ",
    "ten thousand characters": "aide moi " * 1_111,
    "one word of ten thousand letters": "a" * 10_000,
    "digits": "514 555 0199 2026",
    "one digit": "2",
    "punctuation": "?!...,;:",
    "emoji": "😭😭🆘🔥",
    "zero width": "a\u200bi\u200cd\u200de\ufeff",
    "right to left": "\u202eaide moi\u202c مرحبا",
    "NUL": "aide\x00moi",
    "lone surrogate": "aide \ud83d moi",
    "mixed scripts": "hola привет 你好 مرحبا hello",
    "combining marks": "a" + "\u0301" * 500,
    "a long sum of brackets": "(" * 600,
    "looks like a choice": "/danger_now{",
    "markup": "<script>alert(1)</script>",
    "a format string": "{0} %s ${HOME}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
async def test_never_raises(real_engine, text) -> None:
    """A parse comes back with an intent."""
    assert "intent" in await real_engine.parse(text)
