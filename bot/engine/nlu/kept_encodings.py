"""Encodings of training sentences, kept between trainings: what was encoded once is never encoded again.

They lie in the user's cache folder, beside those of other tools, so that every checkout shares them and cleaning the
build loses nothing. Only training sentences pass here, never what a person writes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Key = bytes
_DIGEST = 12  # bytes


def folder() -> Path:
    """Where encodings are kept: `boussole/encodings` in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boussole" / "encodings"


def kept_or_encoded(name: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """One row a text; only texts that were never seen are encoded.

    Args:
        name: encoder and version, which names the file.
        texts: cleaned sentences.
        encode: the encoder, for many texts at once.
    """
    path = folder() / f"{name}.npz"
    rows = _read(path)
    missing = sorted({text for text in texts if _key(text) not in rows}, key=len)
    if missing:
        fresh = encode(missing).astype(np.float16)
        rows |= {_key(text): row for text, row in zip(missing, fresh, strict=True)}
        _write(path, rows)
    return np.stack([rows[_key(text)] for text in texts]).astype(np.float32)


def _key(text: str) -> Key:
    return hashlib.sha256(text.encode("utf-8")).digest()[:_DIGEST]


def _read(path: Path) -> dict[Key, NDArray[np.float16]]:
    """What is kept; nothing when there is no file or a torn one."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            keys = arrays["keys"].tobytes()
            starts = range(0, len(keys), _DIGEST)
            return {keys[start : start + _DIGEST]: row for start, row in zip(starts, arrays["rows"], strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(path: Path, rows: dict[Key, NDArray[np.float16]]) -> None:
    """Write beside and rename, because two trainings may run at once; a folder that refuses costs time only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
            np.savez(file, keys=np.frombuffer(b"".join(rows), np.uint8), rows=np.stack(list(rows.values())))
        Path(file.name).replace(path)
    except OSError:
        return
