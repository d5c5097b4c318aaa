"""An engine that answers from a script: what the gateway does is tested without Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.messages import Choice, EmptyTurn, IncomingMessage, Reply, Turn, TurnMeta


class ScriptedEngine:
    """Echoes what reached it and offers two choices; some texts make it fail in the ways an engine can."""

    def __init__(self) -> None:
        self.received: list[IncomingMessage] = []
        self.forgotten: list[str] = []
        self._failures: dict[str, Callable[[], Exception]] = {
            "fall silent": lambda: EmptyTurn("nothing said"),
            "break": lambda: ZeroDivisionError("secret text"),
        }

    async def answer(self, message: IncomingMessage) -> Turn:
        """Answer in the order of arrival, slower for earlier messages, so that disorder would show."""
        self.received.append(message)
        if message.text == "hang":
            await asyncio.sleep(60)
        if message.text in self._failures:
            raise self._failures[message.text]()
        await asyncio.sleep(0.02 / (1 + len(self.received)))
        intent = "delete_my_data" if message.text == "erase" else "greet"
        choices = (Choice("1", "Bibliothèque", "/library"), Choice("2", "La carte municipale", "/id_card"))
        said = message.payload or message.text
        return Turn(
            message.language or "fr", message.place or "montreal", (Reply(said, choices=choices),), TurnMeta(intent)
        )

    async def forget(self, conversation: str) -> bool:
        """Remember that it was asked to forget."""
        self.forgotten.append(conversation)
        return True

    def ready(self) -> bool:
        """Always."""
        return True
