"""Errors of the knowledge: each says what is wrong and what to do; all share one root."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.problems import Problem


class KnowledgeError(Exception):
    """Root of everything this room raises on purpose, so that a caller may catch the family."""


class UnknownEntry(KnowledgeError, KeyError):
    """An id names no entry: a mistake in code or an id kept from an older pack."""


class UnknownPlace(KnowledgeError, KeyError):
    """A place id names no pack."""


class UnknownAnswer(KnowledgeError, ValueError):
    """A triage answer names no question or no option of the table."""


class PackError(KnowledgeError, ValueError):
    """Packs cannot be used; carries every problem, because an editor wants them all at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class StoreError(KnowledgeError, RuntimeError):
    """The database cannot be built or opened."""
