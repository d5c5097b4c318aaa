"""Character and word n-grams hashed into a fixed number of columns: no vocabulary to keep, nothing to unpickle."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from scipy.sparse import csr_matrix, hstack

from bot.engine.nlu.text import fold

_COLUMNS = 2**16


@cache
def _vectoriser(analyzer: str, shortest: int, longest: int, columns: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer=analyzer,
        ngram_range=(shortest, longest),
        n_features=columns,
        alternate_sign=False,
        norm="l2",
        lowercase=False,
        token_pattern=r"(?u)\b\w+\b",
    )


def spelling(texts: Sequence[str], longest: int = 5, columns: int = _COLUMNS) -> csr_matrix:
    """Rows of character n-grams, accents kept: what tells a language."""
    return _vectoriser("char_wb", 1, longest, columns).transform([text.lower() for text in texts])


def wording(texts: Sequence[str], columns: int = _COLUMNS) -> csr_matrix:
    """Rows of folded character 2-5-grams and word 1-2-grams: what tells a need."""
    folded = [fold(text) for text in texts]
    parts = [_vectoriser("char_wb", 2, 5, columns), _vectoriser("word", 1, 2, columns // 2)]
    return hstack([part.transform(folded) for part in parts], format="csr")
