"""The heads of the classifier: fitted, kept and read again, with one encoder or with two."""

from __future__ import annotations

import io

import numpy as np
import pytest

from bot.engine.nlu.encoders import encoder
from bot.engine.nlu.intent_heads import Heads

SENTENCES = {
    "food": ["the fridge is empty", "where is the food bank", "j'ai faim", "tengo hambre", "free meals please"],
    "school": [
        "my son needs a school",
        "inscrire ma fille à l'école",
        "escuela para mi hijo",
        "enrol a child",
        "a teacher",
    ],
    "thank": ["thank you", "merci beaucoup", "gracias", "thanks a lot", "mil gracias"],
}
TEXTS = [text for texts in SENTENCES.values() for text in texts]
LABELS = [label for label, texts in SENTENCES.items() for _ in texts]


def fitted(*names: str) -> Heads:
    return Heads.fit({name: encoder(name)(TEXTS) for name in names}, TEXTS, LABELS)


def first(heads: Heads, text: str, *, doubt: bool = True) -> tuple[str, list[str]]:
    asked: list[str] = []

    def encode(name):
        asked.append(name)
        return encoder(name)([text])[0]

    chances = heads.chances(text, encode, lambda _: doubt)
    assert pytest.approx(1, abs=1e-4) == float(chances.sum())
    return heads.classes[int(chances.argmax())], asked


def test_one_encoder_is_a_model_too() -> None:
    """The `use` mode understands without E5."""
    assert ("food", ["use"]) == first(fitted("use"), "the fridge is empty again")


def test_the_dear_encoder_is_asked_only_in_doubt() -> None:
    """E5 is asked when the quick mix leaves a doubt, and not otherwise."""
    heads = fitted("use", "e5")

    assert ("thank", ["use", "e5"]) == first(heads, "thank you so much")
    assert ("thank", ["use"]) == first(heads, "thank you so much", doubt=False)


def test_kept_and_read_again() -> None:
    """Heads say the same after a file, which holds arrays and no objects."""
    heads, file = fitted("use"), io.BytesIO()
    np.savez_compressed(file, **heads.arrays())
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        again = Heads.from_arrays(arrays)

    def chances(each: Heads):
        return each.chances("j'ai très faim", lambda name: encoder(name)(["j'ai très faim"])[0], lambda _: True)

    assert np.allclose(chances(heads), chances(again), atol=0.01)


def test_same_sentences_same_heads() -> None:
    """Training twice gives the same numbers."""
    assert np.array_equal(fitted("use").dense["use"].layers[0], fitted("use").dense["use"].layers[0])
