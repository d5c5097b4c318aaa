"""From what Rasa said to a Turn: texts, cards and choices in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.messages import AnswerCard, Choice, Reply, Turn, TurnMeta
from bot.replies.catalogue import catalogue, payloads

EMERGENCY_FIRST = frozenset({"danger_now", "suicidal_distress"})  # intents whose own answer begins with the numbers


def turn_from(
    messages: Iterable[Mapping[str, Any]], understood: Mapping[str, Any], tracker: DialogueStateTracker
) -> Turn:
    """Build the turn; only the last reply keeps its choices, so that "2" can mean one thing only."""
    language = tracker.get_slot("language")
    messages = list(messages)
    said = tuple(filter(None, map(_said, messages)))
    replies = [_reply(message, language) for message in messages]
    cards = tuple(reply.card.id for reply in replies if reply.card)
    return Turn(language, tracker.get_slot("place"), _numbered(replies), _meta(understood, cards, said))


def _reply(message: Mapping[str, Any], language: str) -> Reply:
    custom = message.get("custom") or {}
    card = custom.get("card")
    return Reply(
        text=(message.get("text") or "").strip(),
        card=AnswerCard(card["id"], card["title"], card) if card else None,
        choices=tuple(_choices([*(message.get("buttons") or ()), *custom.get("choices", ())], language)),
    )


def _choices(offered: Iterable[Any], language: str) -> Iterable[Choice]:
    """A choice is named (its words are in the replies) or carries its own title (its words are in the packs)."""
    for choice in offered:
        if isinstance(choice, str):
            yield Choice("", catalogue(language).choices[choice], payloads()[choice])
        else:
            title = catalogue(language).choices.get(choice.get("name", ""), choice.get("title", ""))
            yield Choice("", title, choice["payload"])


def _numbered(replies: list[Reply]) -> tuple[Reply, ...]:
    """Move all choices of the turn under its last reply and number them from 1."""
    choices: dict[str, Choice] = {}
    for reply in replies:
        for choice in reply.choices:
            choices.setdefault(choice.payload, choice)
    numbered = tuple(Choice(str(number), c.title, c.payload) for number, c in enumerate(choices.values(), start=1))
    bare = [Reply(reply.text, reply.card) for reply in replies if reply.text or reply.card]
    if not bare:
        return (Reply(choices=numbered),)
    return (*bare[:-1], Reply(bare[-1].text, bare[-1].card, numbered))


def _said(message: Mapping[str, Any]) -> str:
    """The key of a reply, or the name an action gave to a text of a pack."""
    return str(message.get("said") or message.get("utter_action") or "").removeprefix("utter_")


def _meta(understood: Mapping[str, Any], cards: tuple[str, ...], said: tuple[str, ...]) -> TurnMeta:
    intent = understood.get("intent") or {}
    aspects = [entity["value"] for entity in understood.get("entities", ()) if entity.get("entity") == "aspect"]
    return TurnMeta(
        intent=intent.get("name") or "",
        confidence=round(float(intent.get("confidence") or 0.0), 4),
        aspect=aspects[0] if aspects else "overview",
        outcome=understood.get("outcome") or "answer",
        safety=tuple(understood.get("safety") or ()),
        answers=cards,
        said=said,
    )
