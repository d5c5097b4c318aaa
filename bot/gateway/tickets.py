"""Answers without identity: a ticket holds a need, a city and a language; the person holds a code. Off by default."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from bot.gateway.codes import Codes
from bot.settings import Settings

DAYS: Final = 14  # kept at most
_DAY: Final = 24 * 3600


@dataclass(frozen=True)
class Ticket:
    """What an organisation sees: no name, no number, no word of the person, not even a time."""

    id: str
    need: str
    place: str
    language: str
    answer: str = ""


class Tickets(Protocol):
    """Where tickets are kept."""

    def open(self, need: str, place: str, language: str) -> str:
        """A new ticket; returns the code that only the person gets."""

    def waiting(self) -> tuple[Ticket, ...]:
        """Tickets that nobody has answered, the oldest first: for the organisation."""

    def answer(self, ticket: str, text: str) -> bool:
        """Leave an answer; False when the ticket is gone."""

    def read(self, code: str) -> str | None:
        """What the person gets for their code: the answer, which erases the ticket; empty: none yet; None: unknown."""


def tickets_of(settings: Settings) -> MemoryTickets | None:
    """The tickets an operator enables; none unless somebody can answer them."""
    return MemoryTickets(settings.ticket_days) if settings.ticket_days > 0 and settings.ticket_key else None


class MemoryTickets:
    """Tickets of one gateway, in memory only."""

    def __init__(self, days: int = DAYS, clock: Callable[[], float] = time.monotonic) -> None:
        self._codes: Codes[str] = Codes(min(days, DAYS) * _DAY, clock=clock)
        self._tickets: dict[str, Ticket] = {}

    def open(self, need: str, place: str, language: str) -> str:
        """A new ticket; returns its code."""
        ticket_id = secrets.token_hex(4)
        code = self._codes.issue(ticket_id)
        self._tickets[ticket_id] = Ticket(ticket_id, need, place, language)
        return code

    def waiting(self) -> tuple[Ticket, ...]:
        """Tickets without an answer."""
        self._let_go()
        return tuple(ticket for ticket in self._tickets.values() if not ticket.answer)

    def answer(self, ticket: str, text: str) -> bool:
        """Leave an answer."""
        self._let_go()
        if ticket not in self._tickets:
            return False
        self._tickets[ticket] = replace(self._tickets[ticket], answer=text)
        return True

    def read(self, code: str) -> str | None:
        """The answer to a code."""
        ticket = self._codes.find(code)
        if ticket is None:
            self._let_go()
            return None
        answer = self._tickets[ticket].answer
        if answer:
            self._codes.take(code)
            self._let_go()
        return answer

    def _let_go(self) -> None:
        """A ticket lives as long as its code."""
        alive = set(self._codes.values())
        self._tickets = {name: ticket for name, ticket in self._tickets.items() if name in alive}
