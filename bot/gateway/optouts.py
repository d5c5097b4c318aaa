"""Who said stop, by an id that only a secret of the operator can compute; kept in a file, because stop means stop."""

from __future__ import annotations

import os
from pathlib import Path


class OptOuts:
    """A set of ids, one a line in a file; without a file it lives as long as the process."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._ids = set(file.read_text(encoding="ascii").split()) if file and file.exists() else set()
        self._reminded: set[str] = set()

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._ids

    def add(self, identifier: str) -> None:
        """Somebody said stop."""
        self._reminded.discard(identifier)
        if identifier not in self._ids:
            self._ids.add(identifier)
            self._write()

    def discard(self, identifier: str) -> None:
        """Somebody said start."""
        if identifier in self._ids:
            self._ids.discard(identifier)
            self._write()

    def remind(self, identifier: str) -> bool:
        """True once after each stop: the next message is told how to start again, in case the stop was a mistake."""
        first = identifier not in self._reminded
        self._reminded.add(identifier)
        return first

    def _write(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text("".join(f"{each}\n" for each in sorted(self._ids)), encoding="ascii")
        beside.chmod(0o600)
        os.replace(beside, self._file)
