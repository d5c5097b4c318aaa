"""One talk as an action sees it: who asks, where, in which language, and the ways to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.cards import card
from knowledge.models import Entry, Place
from knowledge.queries import Knowledge

Event = dict[str, Any]
Choice = str | dict[str, str]


class Talk:
    """The conversation so far and the voice of the assistant, for one run of one action."""

    def __init__(self, knowledge: Knowledge, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.knowledge = knowledge
        self._dispatcher = dispatcher
        self._tracker = tracker

    @property
    def language(self) -> str:
        """Language the person is answered in."""
        return str(self._tracker.get_slot("language"))

    @property
    def place(self) -> Place:
        """City the talk is about."""
        return self.knowledge.place(str(self._tracker.get_slot("place")))

    @property
    def status(self) -> str | None:
        """Status the person told or found, if any; nothing is assumed."""
        told: str | None = self.slot("status")
        return told

    @property
    def intent(self) -> str:
        """Need that the message was understood as."""
        return str(self._tracker.latest_message["intent"]["name"])

    @property
    def ranking(self) -> list[dict[str, Any]]:
        """Needs by falling probability, as the classifier saw the message."""
        return list(self._tracker.latest_message.get("intent_ranking") or ())

    @property
    def text(self) -> str:
        """What was typed, or the payload of the choice that was pressed."""
        return str(self._tracker.latest_message.get("text") or "")

    @property
    def understood(self) -> dict[str, Any]:
        """Everything the understanding found in the message."""
        return dict(self._tracker.latest_message)

    def slot(self, name: str) -> Any:
        """What is remembered under a name."""
        return self._tracker.get_slot(name)

    def entity(self, name: str) -> str | None:
        """What the message itself names, such as an aspect or an entry."""
        return next(self._tracker.get_latest_entity_values(name), None)

    def emergency_number(self) -> str:
        """The number of the place for a life in danger, as its pack carries it."""
        return self.emergency_numbers()[0]

    def emergency_numbers(self) -> list[str]:
        """First number of each emergency entry of the place, in the order of the pack."""
        entries = self.knowledge.emergency(self.place.id)
        return [entry.contact.phones[0].number for entry in entries if entry.contact and entry.contact.phones]

    def blanks(self) -> dict[str, str]:
        """What fills the blanks of replies."""
        return {"place_name": self.place.name.in_(self.language), "emergency_number": self.emergency_number()}

    def say(self, reply: str, **blanks: str) -> None:
        """Say a reply of the catalogue."""
        self._dispatcher.utter_message(response=f"utter_{reply}", **{**self.blanks(), **blanks})

    def say_text(self, text: str, choices: Sequence[Choice] = (), *, name: str) -> None:
        """Say a text that a pack carries, such as a question of the status table; `name` tells which in transcripts."""
        self._dispatcher.utter_message(text=text, said=name)
        self.offer(choices)

    def show(self, entry: Entry, aspect: str = "overview") -> None:
        """Show the facts of an entry that the aspect asks for."""
        facts = card(self.knowledge, entry, self.language, place=self.place.id, status=self.status, aspect=aspect)
        self._dispatcher.utter_message(json_message={"card": facts})

    def show_list(self, entries: Iterable[Entry]) -> None:
        """Show several entries in one line each."""
        items = [
            {"id": e.id, "title": e.name.in_(self.language), "summary": e.short.in_(self.language)} for e in entries
        ]
        ids = " ".join(item["id"] for item in items)
        self._dispatcher.utter_message(json_message={"card": {"id": ids, "kind": "list", "title": "", "items": items}})

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer what the person may answer next."""
        if choices:
            self._dispatcher.utter_message(json_message={"choices": list(choices)})

    def entry_choice(self, entry: Entry, need: str) -> Choice:
        """A choice that shows an entry."""
        return {"title": entry.name.in_(self.language), "payload": f'/{need}{{"entry": "{entry.id}"}}'}

    def aspect_choice(self, need: str, entry: Entry, aspect: str) -> Choice:
        """A choice that shows another side of an entry."""
        payload = f'/{need}{{"entry": "{entry.id}", "aspect": "{aspect}"}}'
        return {"name": f"aspect_{aspect}", "payload": payload}


class KnowledgeAction(Action):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action that speaks from the knowledge base; subclasses say their name and what they do."""

    action_name: str

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def name(self) -> str:
        """Name of the action in the domain."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Rasa's entry point."""
        return self.act(Talk(self._knowledge, dispatcher, tracker))

    def act(self, talk: Talk) -> list[Event]:
        """Say what is to be said and return what is to be remembered."""
        raise NotImplementedError
