"""The talk itself: language, place, say it again, begin again, forget."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Event, KnowledgeAction, Talk


class SetLanguage(KnowledgeAction):
    """Confirms the language; the slot was set from the message itself, so the words already follow it."""

    action_name = "action_language"

    def act(self, talk: Talk) -> list[Event]:
        """Ask which one when the message named none."""
        talk.say("language_changed" if talk.entity("language") else "which_language")
        return []


class SetPlace(KnowledgeAction):
    """Confirms the place, or asks for it."""

    action_name = "action_place"

    def act(self, talk: Talk) -> list[Event]:
        """Ask which one when the message named none."""
        talk.say("place_changed" if talk.entity("place") else "which_place")
        return []


class RestartTalk(KnowledgeAction):
    """Begins again: all that was said is dropped, the language and the place stay."""

    action_name = "action_restart"

    def act(self, talk: Talk) -> list[Event]:
        """Drop the slots that tell something about the person."""
        talk.say("restarted")
        return _only_language_and_place(talk)


class Forget(KnowledgeAction):
    """The receipt of an erasure; the engine drops the talk itself once the receipt is said."""

    action_name = "action_forget"

    def act(self, talk: Talk) -> list[Event]:
        """Say it and drop every slot."""
        talk.say("forgotten")
        return _only_language_and_place(talk)


class Repeat(KnowledgeAction):
    """Says the last answer again."""

    action_name = "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Find what was said before this message and say it once more."""
        said = _last_said(tracker.events)
        for message in said:
            data = message.get("data") or {}
            dispatcher.utter_message(
                text=message.get("text"), buttons=data.get("buttons"), json_message=data.get("custom")
            )
        if not said:
            Talk(self._knowledge, dispatcher, tracker).say("nothing_to_repeat")
        return []


def _last_said(events: list[Event]) -> list[Event]:
    """The bot events between the message before the last and the last one, in order."""
    said: list[Event] = []
    messages_seen = 0
    for event in reversed(events):
        if event["event"] == "user":
            messages_seen += 1
            if messages_seen == 2 or (messages_seen == 1 and said):
                break
        elif event["event"] == "bot" and messages_seen == 1:
            said.append(event)
    return said[::-1]


def _only_language_and_place(talk: Talk) -> list[Event]:
    return [AllSlotsReset(), SlotSet("language", talk.language), SlotSet("place", talk.place.id)]
