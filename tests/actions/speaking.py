"""Runs one action over the real knowledge, as the engine would, and returns what it said."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


async def said_by(action: Action, intent: str, *, understood: dict[str, Any] | None = None, **slots: Any) -> list[dict]:
    """The messages of one run; entities are given as `entities={"step": "who"}` in `understood`."""
    understood = dict(understood or {})
    entities = [{"entity": name, "value": value} for name, value in understood.pop("entities", {}).items()]
    message = {"intent": {"name": intent}, "entities": entities, "text": "…", "intent_ranking": [], **understood}
    known = {"language": "fr", "place": "montreal", **slots}
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, Tracker("one", known, message, [], False, None, {}, ""), {})
    return dispatcher.messages


def cards(messages: list[dict]) -> list[dict[str, Any]]:
    """The cards among the messages."""
    return [message["custom"]["card"] for message in messages if "card" in message["custom"]]


def replies(messages: list[dict]) -> list[str]:
    """The keys of the replies among the messages, in order."""
    return [message["response"].removeprefix("utter_") for message in messages if message.get("response")]


def offered(messages: list[dict]) -> list[Any]:
    """The choices offered, in order."""
    return [choice for message in messages for choice in message["custom"].get("choices", ())]
