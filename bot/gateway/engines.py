"""The engine contract: what any engine, in this process or across the network, promises to the gateway."""

from __future__ import annotations

from typing import Protocol

from bot.messages import IncomingMessage, Turn


class Engine(Protocol):
    """Understands, decides and answers; one contract suite runs over every implementation."""

    async def answer(self, message: IncomingMessage) -> Turn:
        """The turn for one message.

        Raises:
            bot.messages.EngineError: no answer could be made; an empty turn counts as that.
        """

    async def forget(self, conversation: str) -> bool:
        """Drop everything known of a talk; tells whether there was something."""

    def ready(self) -> bool:
        """Whether messages can be answered now."""
