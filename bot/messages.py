"""What crosses between rooms: a message comes in, a turn goes out.

Only the standard library is used here, so that every room can speak these words without carrying another's weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Language = Literal["fr", "en", "es"]
Outcome = Literal["answer", "offer", "refuse", "crisis"]

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en", "es")
PLACES: Final[tuple[str, ...]] = ("montreal", "quebec", "montreuil")
MAX_TEXT_LENGTH: Final = (
    500  # characters; a long text is a denial of service for any understanding, and SMS tops at 1,600
)


@dataclass(frozen=True)
class IncomingMessage:
    """One thing a person sent, stripped of everything that could say who they are.

    Attributes:
        conversation: pseudonymous id of the talk; never a phone number, never shared between two people.
        channel: name of the channel it came by (`web`, `sms`, `whatsapp`, `console`).
        text: what the person typed, at most `MAX_TEXT_LENGTH` characters.
        payload: what a pressed choice stands for; the gateway resolves it, a person can never type it.
        language: language chosen in the interface; the language of the text wins over it.
        place: place chosen in the interface.
    """

    conversation: str
    channel: str
    text: str = field(default="", repr=False)
    payload: str | None = field(default=None, repr=False)
    language: Language | None = None
    place: str | None = None


@dataclass(frozen=True)
class Choice:
    """One thing the person may answer: a web button, a WhatsApp row or an SMS number.

    `id` is opaque and valid for the last turn only; `payload` stays on the server.
    """

    id: str
    title: str
    payload: str = field(repr=False)


@dataclass(frozen=True)
class AnswerCard:
    """The facts of one answer, in the person's language, each traceable to a knowledge entry.

    `parts` is what `knowledge.cards.card` selected for the aspect asked about; channels render it within their means.
    """

    id: str
    title: str
    parts: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """One bubble: a text, perhaps a card, perhaps choices."""

    text: str = ""
    card: AnswerCard | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class TurnMeta:
    """How a turn came about, for checking; it holds nothing the person wrote."""

    intent: str = ""
    confidence: float = 0.0
    aspect: str = "overview"
    outcome: Outcome = "answer"
    safety: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # keys of the replies, and names of the texts that a pack carries
    disputed: str = ""  # id of the entry that the person called wrong


@dataclass(frozen=True)
class Turn:
    """Everything the assistant answers to one message. An empty turn is a failure, never a success."""

    language: Language
    place: str
    replies: tuple[Reply, ...]
    meta: TurnMeta = TurnMeta()
    resume: str = field(default="", repr=False)  # payload that takes the talk up again; it stays on the server

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that a number or a button of the next message may stand for."""
        return tuple(choice for reply in self.replies for choice in reply.choices)


class EngineError(RuntimeError):
    """The engine could not answer: the person gets an apology and an emergency number, never silence."""


class EmptyTurn(EngineError):
    """An action failed in silence; Rasa counts that as a success, we do not."""
