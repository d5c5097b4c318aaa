"""The encoders read strangers' text: C code by one author gets whatever people type, cut and cleaned."""

from __future__ import annotations

import random
import unicodedata

import numpy as np
import pytest

from bot.engine.nlu import encoders
from bot.engine.nlu.encoders import encoder
from bot.engine.nlu.kept_encodings import folder, kept_or_encoded
from bot.engine.nlu.text import LONGEST, clean

NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud83d",
    "😭" * 300,
    "(" * 600,
    "\u202e" * 50,
    "ﷺ" * 200,
    "\U0010ffff",
    "é" * 2_000,
    "%s%n" * 100,
]


def fuzz(count: int) -> list[str]:
    """Random strings over all of Unicode and over bytes read as Latin-1, the same at every run."""
    draw = random.Random(7)
    wide = ["".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(1, 80))) for _ in range(count)]
    bytes_ = [draw.randbytes(draw.randrange(1, 700)).decode("latin-1") for _ in range(count)]
    return [*NASTY, *wide, *bytes_]


@pytest.mark.parametrize("name", ["use", "e5"])
def test_any_text_gets_a_finite_vector(name) -> None:
    """A corpus of nasty and random texts gives vectors of finite numbers, never a crash."""
    vectors = np.stack([encoder(name)([clean(text)])[0] for text in fuzz(60)])

    assert np.isfinite(vectors).all()


def test_what_grows_when_spelt_out_does_not_overflow() -> None:
    """Characters that the tokenizer spells out, as long as a message may be; U+FDFA once wrote past the heap's end."""
    growing = [
        chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000 and len(unicodedata.normalize("NFKC", chr(c))) > 4
    ]
    vectors = np.stack([encoder("e5")([clean(each * LONGEST)])[0] for each in growing])

    assert "\ufdfa" in growing
    assert np.isfinite(vectors).all()


def test_what_reaches_an_encoder_is_short_and_has_no_nul() -> None:
    """E5 stops at NUL and takes seconds for a long text; neither gets there."""
    cleaned = [clean(text) for text in fuzz(200)]

    assert [] == [text for text in cleaned if len(text) > LONGEST or "\x00" in text]


def test_same_text_same_vector() -> None:
    """Encoding is deterministic, alone or in a batch."""
    texts = ["où est la carte", "where is the card"]
    alone = np.stack([encoder("use")([text])[0] for text in texts])

    assert np.allclose(alone, encoder("use")(texts), atol=1e-4)


def test_encoded_once(tmp_path, monkeypatch) -> None:
    """A sentence that was encoded before is not encoded again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked: list[str] = []

    def encode(texts):
        asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], np.float32)

    first = kept_or_encoded("toy", ["aa", "b"], encode)
    second = kept_or_encoded("toy", ["b", "ccc", "aa"], encode)

    assert ["b", "aa", "ccc"] == asked
    assert [[2, 1], [1, 1]] == first.tolist()
    assert [[1, 1], [3, 1], [2, 1]] == second.tolist()


def test_a_torn_file_is_no_obstacle(tmp_path, monkeypatch) -> None:
    """What cannot be read is encoded anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder().mkdir(parents=True)
    (folder() / "toy.npz").write_bytes(b"torn")

    assert [[5.0]] == kept_or_encoded("toy", ["x"], lambda texts: np.array([[5]], np.float32)).tolist()


def test_unknown_encoder() -> None:
    """An encoder that does not exist is an error at once."""
    with pytest.raises(KeyError):
        encoders.encoder("bert")
