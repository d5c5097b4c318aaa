"""Trains the model, once for each state of what it is made from: sentences, replies, names, settings, code."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "build" / "models"
CONFIG, DOMAIN = ROOT / "bot/engine/config.yml", ROOT / "bot/engine/domain.yml"
SENTENCES, RULES = ROOT / "data/nlu", ROOT / "data/stories"
_FOLDERS = ("data", "bot/engine/nlu")
_SUFFIXES = frozenset({".yml", ".yaml", ".py"})
# Of a pack the model learns only how things are called: another phone or price needs no training.
_NAMES = re.compile(rb"^(?:id|kind|name|aliases):.*\n(?:[ -].*\n)*", re.MULTILINE)


class TrainingFailed(RuntimeError):
    """Rasa trained no model; its own words above tell why."""


class ModelChanged(RuntimeError):
    """A model file is not the one that training recorded: it was damaged or exchanged, and must not be loaded."""


def fingerprint() -> str:
    """Sixteen hex digits that change when a new model is due; cheap, and imports no Rasa."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for path in sorted((ROOT / "knowledge/packs").rglob("*.yml")):
        digest.update(b"".join(_NAMES.findall(path.read_bytes())) + b"\0")
    return digest.hexdigest()[:16]


def model_path(output: Path = MODELS) -> Path:
    """Where the model of the present state is, or will be."""
    return output / f"boussole-{fingerprint()}.tar.gz"


def is_recorded(path: Path) -> bool:
    """Whether a model is there with the record that its training left; one without it is trained anew."""
    return path.exists() and _record(path).exists()


def checked(path: Path) -> Path:
    """The same path, when its bytes are those that training recorded.

    Raises:
        ModelChanged: they are not.
    """
    if _record(path).read_text(encoding="ascii").split()[:1] != [_hash(path)]:
        raise ModelChanged(f"{path} is not the file that was trained. Delete it, then run `boussole train`.")
    return path


def train(output: Path = MODELS, progress: Callable[[str], Any] = print) -> Path:
    """Train the model unless it exists already.

    Raises:
        TrainingFailed: no model came out.
    """
    path = model_path(output)
    if is_recorded(path):
        return path
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    progress(f"training {path.name}")
    start = time.monotonic()
    output.mkdir(parents=True, exist_ok=True)
    _train(path)
    _record(path).write_text(f"{_hash(path)}  {path.name}\n", encoding="ascii")  # as `sha256sum --check` reads it
    progress(f"trained in {time.monotonic() - start:.0f} s, {path.stat().st_size / 1e6:.1f} MB")
    return path


def _train(path: Path) -> None:
    import rasa.model_training

    result = rasa.model_training.train(
        domain=str(DOMAIN),
        config=str(CONFIG),
        training_files=[str(SENTENCES), str(RULES)],
        output=str(path.parent),
        fixed_model_name=path.name,
    )
    if result.code or not path.exists():
        raise TrainingFailed(f"Rasa ended with code {result.code}")


def _record(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sources() -> Iterator[Path]:
    yield from (
        CONFIG,
        DOMAIN,
        ROOT / "bot/engine/importer.py",
        ROOT / "knowledge/names.py",
        ROOT / "knowledge/finder.py",
    )
    for folder in _FOLDERS:
        yield from sorted(p for p in (ROOT / folder).rglob("*") if p.suffix in _SUFFIXES)
