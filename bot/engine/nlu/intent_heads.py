"""The classifier's heads: wording, the quick encoder, both encoders; mixed log-linearly, the dear one only in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engine.nlu.ngrams import Wording
from bot.engine.nlu.perceptron import Perceptron
from bot.engine.nlu.softmax import Softmax, softmax

Floats = NDArray[np.float32]
Encode = Callable[[str], Floats]
Doubt = Callable[[Floats], bool]
# Share of the wording beside the encodings; flat between 0.4 and 0.6 on development messages.
WORDING = 0.5
SCALE = {"use": 20.0, "both": 15.0}  # unit vectors are too short for the perceptron's first weights
TINY = 1e-9


@dataclass(frozen=True)
class Heads:
    """Wording, one perceptron over `use`, one over `both` encoders (absent in a `use` model), and their means."""

    wording: Wording
    words: Softmax
    dense: Mapping[str, Perceptron]
    means: Mapping[str, Floats]

    @property
    def classes(self) -> tuple[str, ...]:
        """Intents in column order."""
        return self.words.classes

    @classmethod
    def fit(
        cls,
        vectors: Mapping[str, Floats],
        texts: Sequence[str],
        labels: Sequence[str],
        progress: Callable[[str], Any] = lambda _: None,
    ) -> Heads:
        """Fit every head on the same messages; `vectors` holds one row a message for each encoder."""
        means = {name: rows.mean(axis=0) for name, rows in vectors.items()}
        moved = {name: centred(rows, means[name]) for name, rows in vectors.items()}
        wording = Wording.fit(texts)
        progress("fitting the wording")
        words = Softmax.fit_margins(wording.rows(texts), labels)
        progress("fitting the quick head")
        dense = {"use": Perceptron.fit(moved["use"] * SCALE["use"], labels)}
        if "e5" in moved:
            progress("fitting the head over both encoders")
            dense["both"] = Perceptron.fit(np.hstack([moved["use"], moved["e5"]]) * SCALE["both"], labels)
        return cls(wording, words, dense, means)

    def chances(self, text: str, encode: Encode, in_doubt: Doubt) -> Floats:
        """Probability of each class; the E5 encoder is asked only when the quick mix leaves a doubt."""
        words = self.words.probabilities(self.wording.rows([text]))
        use = centred(encode("use")[None], self.means["use"])
        quick = _mixed(words, self.dense["use"].probabilities(use * SCALE["use"]))[0]
        if "both" not in self.dense or not in_doubt(quick):
            return quick
        both = np.hstack([use, centred(encode("e5")[None], self.means["e5"])])
        return _mixed(words, self.dense["both"].probabilities(both * SCALE["both"]))[0]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `numpy.savez` keeps."""
        kept: dict[str, NDArray[Any]] = {"rarity": self.wording.rarity.astype(np.float16), **self.words.arrays("words")}
        for name, head in self.dense.items():
            kept |= head.arrays(name)
        return {**kept, **{f"{name}.mean": mean for name, mean in self.means.items()}}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Heads:
        """The heads that `arrays` kept."""
        dense = {name: Perceptron.from_arrays(arrays, name) for name in SCALE if f"{name}.layer0" in arrays}
        means = {name: arrays[f"{name}.mean"] for name in ("use", "e5") if f"{name}.mean" in arrays}
        wording = Wording(arrays["rarity"].astype(np.float32))
        return cls(wording, Softmax.from_arrays(arrays, "words"), dense, means)


def centred(rows: Floats, mean: Floats) -> Floats:
    """Rows without what all messages share, at unit length."""
    moved = rows - mean
    return np.asarray(moved / (np.linalg.norm(moved, axis=1, keepdims=True) + TINY), dtype=np.float32)


def _mixed(words: Floats, dense: Floats) -> Floats:
    return softmax(WORDING * np.log(words + TINY) + (1 - WORDING) * np.log(dense + TINY))
