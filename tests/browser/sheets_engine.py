"""An engine that answers with real fact sheets from a script: what the page does is tested without Rasa."""

from __future__ import annotations

import asyncio

from bot.messages import AnswerCard, Choice, IncomingMessage, Reply, Turn, TurnMeta
from bot.replies.catalogue import catalogue
from knowledge import cards
from knowledge.queries import Knowledge

SHEETS = {"1": "mtl-library-membership", "2": "mtl-identity-residence-card", "3": "mtl-intervention-protection-unit"}


class SheetsEngine:
    """Answers "sheet 1" to "sheet 3" (and the choices it offers) with a card, anything else by saying it back."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.received: list[IncomingMessage] = []
        self.forgotten: list[str] = []
        self.delay = 0.0

    async def answer(self, message: IncomingMessage) -> Turn:
        """One bubble, a card when one was asked for, and the choices."""
        self.received.append(message)
        await asyncio.sleep(self.delay)
        language, place = message.language or "fr", message.place or "montreal"
        if message.text == "break":
            raise ZeroDivisionError
        asked = (message.payload or message.text).rsplit(" ", maxsplit=1)[-1]
        card = self._card(SHEETS[asked], language) if asked in SHEETS else None
        choices = tuple(Choice(number, self._title(number, language), f"/sheet {number}") for number in SHEETS)
        reply = Reply("" if card else message.text, card=card, choices=choices)
        answers = (card.id,) if card else ()
        return Turn(language, place, (reply,), TurnMeta(intent="library", aspect="overview", answers=answers))

    async def forget(self, conversation: str) -> bool:
        """Remember that it was asked to forget."""
        self.forgotten.append(conversation)
        return True

    def ready(self) -> bool:
        """Always."""
        return True

    def _card(self, entry: str, language: str) -> AnswerCard:
        parts = cards.card(self._knowledge, self._knowledge.entry(entry), language, place="montreal")
        return AnswerCard(entry, parts["title"], parts)

    @staticmethod
    def _title(number: str, language: str) -> str:
        return catalogue(language).choices[("need_library", "need_id_card", "need_intervention_cell")[int(number) - 1]]
