"""Writes down that a person has checked an entry today, and touches nothing else in the file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from knowledge.errors import UnknownEntry
from knowledge.pack import PACKS

_LINE = re.compile(r"^assured_date:[^\r\n#]*?(?P<rest>[ \t]*(?:#[^\r\n]*)?)(?P<end>\r?\n|\Z)", re.MULTILINE)


def assure(entry: str, day: date, root: Path | None = None) -> Path:
    """Set `assured_date` of an entry; every other byte of its file stays."""
    path = _file_of(entry, root or PACKS)
    text = path.read_bytes().decode("utf-8")
    path.write_bytes(with_date(text, day).encode("utf-8"))
    return path


def with_date(text: str, day: date) -> str:
    """The file's text with the date in it: in its place when the field is there, else at the end."""
    if _LINE.search(text):
        return _LINE.sub(lambda m: f'assured_date: "{day.isoformat()}"{m["rest"]}{m["end"]}', text, count=1)
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text if not text or text.endswith("\n") else text + newline
    return f'{before}assured_date: "{day.isoformat()}"{newline}'


def _file_of(entry: str, root: Path) -> Path:
    found = sorted(path for path in root.glob("*/*/*.yml") if path.stem == entry)
    if not found:
        raise UnknownEntry(f'There is no entry "{entry}" in {root}.')
    return found[0]
