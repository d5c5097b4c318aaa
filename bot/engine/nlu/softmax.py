"""Multinomial logistic regression: fitted by scikit-learn, kept and applied as two plain arrays.

Rasa's own classifier goes through `skops` (4 to 9 s at load) and scikit-learn's `predict_proba` costs milliseconds a call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SHARPNESS = 4.0  # how margins become scores of a softmax; the best of 2, 4 and 6 on held-back sentences


@dataclass(frozen=True)
class Softmax:
    """One linear layer and its classes.

    Attributes:
        weights: one column a class.
        bias: one number a class.
        classes: names of the classes, in column order.
    """

    weights: Floats
    bias: Floats
    classes: tuple[str, ...]

    @classmethod
    def fit(cls, x: Any, labels: Sequence[str], *, strength: float, iterations: int = 100, **options: Any) -> Softmax:
        """Fit to rows of features; `strength` is the inverse of the penalty."""
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=strength, max_iter=iterations, **options)
        model.fit(x, labels)
        weights = model.coef_.T if len(model.classes_) > 2 else np.hstack([-model.coef_.T, model.coef_.T]) / 2
        bias = model.intercept_ if len(model.classes_) > 2 else np.hstack([-model.intercept_, model.intercept_]) / 2
        return cls(
            np.ascontiguousarray(weights, np.float32), bias.astype(np.float32), tuple(str(c) for c in model.classes_)
        )

    @classmethod
    def fit_margins(cls, x: Any, labels: Sequence[str]) -> Softmax:
        """A linear SVM read as scores: on sparse n-grams it fits in seconds where logistic regression takes minutes."""
        from sklearn.svm import LinearSVC

        model = LinearSVC(C=1.0).fit(x, labels)
        weights = np.ascontiguousarray(model.coef_.T * SHARPNESS, np.float32)
        return cls(weights, (model.intercept_ * SHARPNESS).astype(np.float32), tuple(str(c) for c in model.classes_))

    def scores(self, x: Any) -> Floats:
        """Unnormalised scores, one row a message."""
        return np.asarray(x @ self.weights + self.bias, dtype=np.float32)

    def probabilities(self, x: Any) -> Floats:
        """Probabilities, one row a message."""
        return softmax(self.scores(x))

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """What `numpy.savez` keeps; halves of a float are enough for a weight."""
        return {
            f"{prefix}.weights": self.weights.astype(np.float16),
            f"{prefix}.bias": self.bias,
            f"{prefix}.classes": np.array(self.classes),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Softmax:
        """The layer that `arrays` kept."""
        weights = np.ascontiguousarray(arrays[f"{prefix}.weights"], np.float32)
        return cls(weights, arrays[f"{prefix}.bias"], tuple(str(c) for c in arrays[f"{prefix}.classes"]))


def softmax(scores: Floats) -> Floats:
    """Scores to probabilities along the last axis, without overflow."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)
