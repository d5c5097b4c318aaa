"""The contract of a channel: verify, parse, render, deliver. A phone number lives in an Arrival and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from bot.gateway.errors import Refused
from bot.messages import Choice, Turn

MORE: Final = "more"  # id of the choice that brings the next page
Kind = Literal["text", "choice", "media"]


class NotSigned(Refused):
    """The request does not come from whom it says: wrong, missing or unknown signature."""

    status = 403


@dataclass(frozen=True)
class Post:
    """A request as it came: what a signature is computed over."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Arrival:
    """One thing a person sent by phone. It lives as long as the work on it; nothing of it is written anywhere.

    Attributes:
        id: the vendor's id of the message; a wamid contains the phone number.
        sender: who it is, in the form that is hashed.
        reply_to: where the answer goes; a number, or an id when the number is withheld.
        receiver: our own number, which the answer comes from.
        kind: what was sent; media are never opened.
        text: what was written, also under a picture.
        choice: id of a pressed button or row.
        settled: what the carrier already did and answered itself (`stop`, `start`, `help`).
    """

    id: str = field(repr=False)
    sender: str = field(repr=False)
    reply_to: str = field(repr=False)
    receiver: str = field(default="", repr=False)
    kind: Kind = "text"
    text: str = field(default="", repr=False)
    choice: str = field(default="", repr=False)
    settled: str = ""


@dataclass(frozen=True)
class Page:
    """One outgoing message: its text, with the choices numbered in it, and the choices again for buttons.

    `token` names the turn: a button of an older turn does not carry it, so it can never mean a choice of today.
    """

    text: str = field(repr=False)
    choices: tuple[Choice, ...] = field(default=(), repr=False)
    language: str = "fr"
    token: str = ""


class Channel(Protocol):
    """What every phone channel promises; one contract suite runs over all of them."""

    name: str
    max_body: int  # bytes of a request
    in_response: bool  # the answer is the response itself; else it is sent apart, and the response is empty
    carrier_stops: bool  # the carrier has stop words of its own

    def verify(self, post: Post) -> None:
        """Make sure of the sender.

        Raises:
            NotSigned: in every case of doubt.
        """

    def parse(self, post: Post) -> tuple[Arrival, ...]:
        """What people sent; statuses, reactions and all that needs no answer are left out.

        Raises:
            bot.gateway.errors.BadRequest: the body does not have the vendor's shape.
        """

    def render(self, turn: Turn, token: str, *, first: bool) -> tuple[Page, ...]:
        """A turn as the messages it takes; only the first is sent, the others on "more"."""

    async def deliver(self, arrival: Arrival, page: Page) -> None:
        """Send one message to whoever wrote.

        Raises:
            bot.gateway.channels.sending.SendFailed: it did not go, after all attempts that made sense.
        """
