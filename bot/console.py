"""The chat in a console, for whoever builds or checks: the same gateway and engine as everybody's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.gateway.presentation import as_text, present
from bot.messages import IncomingMessage, Turn
from bot.run import opened_engine, opened_knowledge
from bot.settings import Settings, settings_from_environment


def ask(text: str, place: str, language: Any) -> int:
    """Print the answer to one message."""
    conversations = _conversations(settings_from_environment())
    message = IncomingMessage("console", "console", text=text, place=place, language=language)
    print(turn_text(asyncio.run(conversations.answer(message))))
    return 0


def talk(place: str, language: Any) -> int:
    """Read lines and answer them until the input ends."""
    conversations = _conversations(settings_from_environment())

    async def chat() -> None:
        first: Any = language
        while True:
            try:
                text = await asyncio.to_thread(input, "> ")
            except EOFError:
                return
            message = IncomingMessage("console", "console", text=text, place=place, language=first)
            print(turn_text(await conversations.answer(message)))
            first = None

    asyncio.run(chat())
    return 0


def evaluate(file: Path, *, as_json: bool, predictions: Path | None) -> int:
    """Print how well the labelled messages of a file are understood; their texts are never printed."""
    from bot.engine.evaluation import evaluate as measure

    settings = settings_from_environment()
    engine = opened_engine(settings, opened_knowledge(settings))
    report = asyncio.run(measure(file, engine.parse))
    if predictions:
        predictions.write_text(report.predictions_jsonl(), encoding="utf-8")
    print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    return 0


def turn_text(turn: Turn) -> str:
    """A turn as plain text with numbered choices."""
    lines = []
    for reply in turn.replies:
        lines += [reply.text] if reply.text else []
        lines += [as_text(present(reply.card, turn.language), turn.language)] if reply.card else []
        lines += [f"  {choice.id}. {choice.title}" for choice in reply.choices]
    return "\n".join(lines)


def _conversations(settings: Settings) -> Conversations:
    knowledge = opened_knowledge(settings)
    return Conversations(opened_engine(settings, knowledge), settings, EmergencyNumbers(knowledge))
