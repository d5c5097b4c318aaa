"""The classifier's heads: two sentence encoders and the wording, mixed log-linearly; the dear encoder only when needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.engine.nlu.ngrams import wording
from bot.engine.nlu.softmax import Softmax, softmax

Floats = NDArray[np.float32]
# Weights of the mix, from docs measurements of the same encoders: each alone is worse than any pair.
CHEAP = {"use": 0.6, "words": 0.4}
FULL = {"use": 0.35, "e5": 0.35, "words": 0.3}
STRENGTH = 10.0
TINY = 1e-9


@dataclass(frozen=True)
class Heads:
    """One linear head an encoder, with the mean that centres its vectors."""

    heads: Mapping[str, Softmax]
    means: Mapping[str, Floats]
    temperature: float = 1.0

    @property
    def classes(self) -> tuple[str, ...]:
        """Intents in column order."""
        return self.heads["words"].classes

    @classmethod
    def fit(cls, vectors: Mapping[str, Floats], texts: Sequence[str], labels: Sequence[str]) -> Heads:
        """Fit every head on the same messages; `vectors` holds one row a message for each encoder."""
        means = {name: rows.mean(axis=0) for name, rows in vectors.items()}
        heads = {
            name: Softmax.fit(centred(rows, means[name]), labels, strength=STRENGTH, iterations=60)
            for name, rows in vectors.items()
        }
        return cls({**heads, "words": Softmax.fit_margins(wording(texts), labels)}, means)

    def chances(self, text: str, encode: Callable[[str], Floats], sure_from: float) -> Floats:
        """Probability of each class; the E5 encoder is asked only when the cheap mix is not sure."""
        logs = {"use": self._encoder_log("use", encode("use")), "words": _log(self.heads["words"], wording([text]))}
        cheap = self._mix(logs, CHEAP)
        if "e5" not in self.heads or cheap.max() >= sure_from:
            return cheap[0]
        logs["e5"] = self._encoder_log("e5", encode("e5"))
        return self._mix(logs, FULL)[0]

    def batch(self, vectors: Mapping[str, Floats], texts: Sequence[str]) -> Floats:
        """Probabilities of many messages with every encoder there is: what calibration looks at."""
        logs = {name: _log(self.heads[name], centred(rows, self.means[name])) for name, rows in vectors.items()}
        logs["words"] = _log(self.heads["words"], wording(texts))
        return self._mix(logs, FULL if "e5" in logs else CHEAP)

    def calibrated(self, vectors: Mapping[str, Floats], texts: Sequence[str], labels: Sequence[str]) -> Heads:
        """With the temperature that makes the probabilities of held-back messages fit their labels best."""
        columns = [self.classes.index(label) for label in labels]
        logs = np.log(self.batch(vectors, texts) + TINY)
        loss = {t: -np.log(softmax(logs / t)[np.arange(len(columns)), columns] + TINY).mean() for t in TEMPERATURES}
        return replace(self, temperature=min(loss, key=lambda t: loss[t]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What `numpy.savez` keeps."""
        kept = {"temperature": np.array(self.temperature), **{f"{n}.mean": mean for n, mean in self.means.items()}}
        for name, head in self.heads.items():
            kept |= head.arrays(name)
        return kept

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Heads:
        """The heads that `arrays` kept."""
        names = [key.removesuffix(".weights") for key in arrays if key.endswith(".weights")]
        means = {name: arrays[f"{name}.mean"] for name in names if f"{name}.mean" in arrays}
        return cls({name: Softmax.from_arrays(arrays, name) for name in names}, means, float(arrays["temperature"]))

    def _encoder_log(self, name: str, vector: Floats) -> Floats:
        return _log(self.heads[name], centred(vector[None], self.means[name]))

    def _mix(self, logs: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
        mixed: Any = sum(weight * logs[name] for name, weight in weights.items())
        return softmax(mixed / self.temperature)


TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5)


def centred(rows: Floats, mean: Floats) -> Floats:
    """Rows without what all messages share, at unit length."""
    moved = rows - mean
    return np.asarray(moved / (np.linalg.norm(moved, axis=1, keepdims=True) + TINY), dtype=np.float32)


def _log(head: Softmax, rows: Any) -> Floats:
    return np.asarray(np.log(head.probabilities(rows) + TINY), dtype=np.float32)
