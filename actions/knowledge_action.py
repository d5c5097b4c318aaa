"""What every action is: it has a name, speaks from the knowledge, and lets go of what was only for the turn before."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Event, Talk
from knowledge.queries import Knowledge

# What is remembered only until something else is asked, and what it becomes then.
PASSING: dict[str, Any] = {"misses": 0, "crisis": None, "answers": None}


class KnowledgeAction(Action):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action that speaks from the knowledge base; subclasses say their name, what they do and what they still need."""

    action_name: ClassVar[str]
    keeps: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def name(self) -> str:
        """Name of the action in the domain."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Rasa's entry point."""
        talk = Talk(self._knowledge, dispatcher, tracker)
        return [*self._let_go(talk), *self.act(talk)]

    def act(self, talk: Talk) -> list[Event]:
        """Say what is to be said and return what is to be remembered."""
        raise NotImplementedError

    def _let_go(self, talk: Talk) -> list[Event]:
        """Drop what this action does not need; the answers of open or interrupted questions stay."""
        stays = self.keeps | ({"answers"} if talk.in_form or talk.slot("paused") else frozenset())
        return [SlotSet(name, empty) for name, empty in PASSING.items() if name not in stays and talk.slot(name)]
