"""A problem in a pack: where it is, what is wrong, what to do. Problems are collected, never raised one by one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ERROR = "error"
WARNING = "warning"
MOST_NAMES = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One line for an editor."""

    file: str
    line: int
    message: str
    advice: str
    level: str = ERROR

    def __str__(self) -> str:
        mark = "" if self.level == ERROR else "warning: "
        return f"{self.file}:{self.line}: {mark}{self.message} {self.advice}"


def shown(path: Path) -> str:
    """A path as an editor would type it: relative to the working directory when it lies inside."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a hint, or the list when nothing is near."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if len(names) > MOST_NAMES:
        return "Correct it or remove it."
    return f"Use one of: {', '.join(names)}."


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only what forbids publishing."""
    return [problem for problem in problems if problem.level == ERROR]
