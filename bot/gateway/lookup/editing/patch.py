"""The queue as a patch that an editor reviews: YAML for everything, a diff for what can be replaced exactly."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.gateway.lookup.editing.disputes import Dispute
from knowledge.pack import PACKS

ROOT = PACKS.parent.parent


def as_yaml(disputes: Iterable[Dispute]) -> str:
    """One item a dispute, with the file it is about; applying it is a person's work, because texts are in three languages."""
    items = [
        {
            "dispute": one.id, "entry": one.entry, "file": _shown(_file(one.entry)), "field": one.field, "old": one.old,
            "proposed": one.proposed, "how": one.how, "comment": one.comment, "reported": one.day, "state": one.state,
            "note": one.note,
        }
        for one in disputes
    ]  # fmt: skip
    text: str = yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=110)
    return text


def as_diff(disputes: Iterable[Dispute]) -> str:
    """A unified diff of the phones whose old number stands exactly once in its file; the others need a person."""
    texts: dict[Path, tuple[str, str]] = {}
    for one in disputes:
        path = _file(one.entry)
        if one.field != "phones" or path is None:
            continue
        original, edited = texts.get(path) or (path.read_text(encoding="utf-8"),) * 2
        if one.old and one.proposed and edited.count(f'"{one.old}"') == 1:
            texts[path] = (original, edited.replace(f'"{one.old}"', f'"{one.proposed}"'))
    return "".join(_diff(path, *both) for path, both in sorted(texts.items()))


def _diff(path: Path, original: str, edited: str) -> str:
    name = _shown(path)
    lines = difflib.unified_diff(original.splitlines(True), edited.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(lines)


def _file(entry: str) -> Path | None:
    return next((path for path in sorted(PACKS.glob("*/*/*.yml")) if path.stem == entry), None)


def _shown(path: Path | None) -> str:
    return path.relative_to(ROOT).as_posix() if path else ""
