"""Character and word n-grams hashed into a fixed number of columns: no vocabulary to keep, nothing to unpickle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.engine.nlu.text import fold

Floats = NDArray[np.float32]
_COLUMNS = 2**16
_WORDS = 1.25  # weight of whole words beside pieces of words


@cache
def _vectoriser(analyzer: str, shortest: int, longest: int, columns: int, norm: str | None = None) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer=analyzer,
        ngram_range=(shortest, longest),
        n_features=columns,
        alternate_sign=False,
        norm=norm,
        lowercase=False,
        token_pattern=r"(?u)\b\w+\b",
        dtype=np.float32,
    )


def spelling(texts: Sequence[str], longest: int = 5, columns: int = _COLUMNS) -> csr_matrix:
    """Rows of character n-grams, accents kept: what tells a language."""
    return _vectoriser("char_wb", 1, longest, columns, "l2").transform([text.lower() for text in texts])


def whole_words(texts: Sequence[str]) -> csr_matrix:
    """Rows of whole words, accents kept: what tells a language in one or two words."""
    return _vectoriser("word", 1, 1, _COLUMNS, "l2").transform([text.lower() for text in texts])


@dataclass(frozen=True)
class Wording:
    """Rows of folded character 2-5-grams and word 1-2-grams: what tells a need; the rarer, the heavier.

    Attributes:
        rarity: weight of each column (inverse document frequency); four points in a hundred on development messages.
    """

    rarity: Floats

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Wording:
        """Learn how rare each column is."""
        seen = [np.asarray((part > 0).sum(axis=0)).ravel() for part in _counted(texts)]
        return cls(np.concatenate([np.log((1 + len(texts)) / (1 + each)) + 1 for each in seen]).astype(np.float32))

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """One row a message."""
        pieces, words = _counted(texts)
        return hstack(
            [_weighted(pieces, self.rarity[:_COLUMNS], 1.0), _weighted(words, self.rarity[_COLUMNS:], _WORDS)],
            format="csr",
        )


def _counted(texts: Sequence[str]) -> list[csr_matrix]:
    folded = [fold(text) for text in texts]
    return [_vectoriser(kind, *span, _COLUMNS).transform(folded) for kind, span in _PARTS]


_PARTS = (("char_wb", (2, 5)), ("word", (1, 2)))


def _weighted(counts: csr_matrix, rarity: Floats, weight: float) -> csr_matrix:
    """Each row: 1 + log of counts, times rarity, at length `weight`."""
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data *= np.repeat(weight / np.maximum(lengths, 1e-9), np.diff(rows.indptr)).astype(np.float32)
    return rows
