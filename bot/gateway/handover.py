"""A person takes over: while they hold the talk the assistant is silent; when they leave it answers again.

Off unless an operator connects a desk. What was said before is not shown to the person who takes over.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol


class Desk(Protocol):
    """Where people of an organisation sit."""

    def is_open(self, place: str) -> bool:
        """Whether somebody can take a talk now."""

    def call(self, conversation: str, place: str, language: str) -> None:
        """Ask for somebody; from now on the talk is theirs."""

    def holds(self, conversation: str) -> bool:
        """Whether a talk is with a person."""

    def hear(self, conversation: str, text: str) -> None:
        """Pass on what was written."""

    def said(self, conversation: str) -> list[str]:
        """What the person has written since it was asked last."""

    def release(self, conversation: str) -> None:
        """End it: the guide answers again."""


class MemoryDesk:
    """A desk in memory: what a real one must do, and what the tests sit at."""

    def __init__(self, *, staffed: bool = True) -> None:
        self.staffed = staffed
        self.heard: dict[str, list[str]] = {}
        self._said: defaultdict[str, list[str]] = defaultdict(list)

    def is_open(self, place: str) -> bool:
        """Whether somebody sits here."""
        return self.staffed

    def call(self, conversation: str, place: str, language: str) -> None:
        """Take a talk."""
        self.heard[conversation] = []

    def holds(self, conversation: str) -> bool:
        """Whether the talk is taken."""
        return conversation in self.heard

    def hear(self, conversation: str, text: str) -> None:
        """Write down for the person who took it."""
        self.heard[conversation].append(text)

    def say(self, conversation: str, text: str) -> None:
        """What the person who took it writes."""
        self._said[conversation].append(text)

    def said(self, conversation: str) -> list[str]:
        """Give it out, once."""
        return self._said.pop(conversation, [])

    def release(self, conversation: str) -> None:
        """Let go, and keep nothing."""
        self.heard.pop(conversation, None)
        self._said.pop(conversation, None)
