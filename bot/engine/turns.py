"""From what Rasa said to a Turn: texts, cards and choices in the person's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.messages import AnswerCard, Choice, Reply, Turn, TurnMeta
from bot.replies.catalogue import catalogue, payloads

ASKS_TOO = frozenset({"which_place", "which_language"})
QUESTION = "ask "  # how the name of a question of the status table begins
RESUMED = ("need", "entry", "status", "answers")
# Intents whose own answer begins with the numbers.
EMERGENCY_FIRST = frozenset(
    {"danger_now", "suicidal_distress", "abuse_employer", "abuse_landlord", "family_violence",
     "crime_victim_or_witness", "human_trafficking", "racism_discrimination", "police_fear", "detained_or_arrested",
     "scam_suspicion"}
)  # fmt: skip


def turn_from(
    messages: Iterable[Mapping[str, Any]], understood: Mapping[str, Any], tracker: DialogueStateTracker
) -> Turn:
    """Build the turn; only the last reply keeps its choices, so that "2" can mean one thing only."""
    language = tracker.get_slot("language")
    messages = list(messages)
    said = tuple(filter(None, map(_said, messages)))
    replies = [_reply(message, language) for message in messages]
    cards = tuple(reply.card.id for reply in replies if reply.card)
    if said and said[-1].startswith(QUESTION):
        replies = _question_first(replies, keep_others=bool(ASKS_TOO & set(said)))
    disputed = next((m["custom"]["disputed"] for m in messages if (m.get("custom") or {}).get("disputed")), "")
    meta = _meta(understood, cards, said, disputed)
    return Turn(language, tracker.get_slot("place"), _numbered(replies), meta, _resume(tracker))


def _question_first(replies: list[Reply], *, keep_others: bool) -> list[Reply]:
    """When a question follows an answer, "1" is the first option of the question, and the answer's own choices go.

    They stay, after the options, when the answer asks something too: for which city, in which language.
    """
    asking = max(index for index, reply in enumerate(replies) if reply.text)
    others = tuple(choice for reply in replies[:asking] for choice in reply.choices) if keep_others else ()
    bare = [Reply(reply.text, reply.card) for reply in replies[:asking]]
    return [*bare, *replies[asking:], Reply(choices=others)]


def _resume(tracker: DialogueStateTracker) -> str:
    """The payload that sets again what is worth taking up; empty when nothing is."""
    kept = {name: tracker.get_slot(name) for name in RESUMED if tracker.get_slot(name)}
    if not kept:
        return ""
    kept["place"] = tracker.get_slot("place")
    return f"/repeat{json.dumps({'resume': kept}, ensure_ascii=False)}"


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


def _meta(understood: Mapping[str, Any], cards: tuple[str, ...], said: tuple[str, ...], disputed: str) -> TurnMeta:
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
        disputed=disputed,
    )
