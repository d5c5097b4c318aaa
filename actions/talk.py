"""One talk as an action sees it: who asks, where, in which language, and the ways to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.cards import card
from knowledge.models import Entry, Place
from knowledge.queries import Knowledge

Event = dict[str, Any]
Choice = str | dict[str, str]
# What a person who wants it simpler reads of a card. Limits and source are never left out.
SHORT = frozenset(
    {"id", "kind", "title", "summary", "alert", "phones", "limits", "source", "assured", "answered", "old_contact"}
)


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
    def channel(self) -> str:
        """Name of the channel the message came by."""
        return str(self._tracker.get_latest_input_channel() or "")

    @property
    def in_form(self) -> bool:
        """Whether the status questions are open."""
        return bool((self._tracker.active_loop or {}).get("name"))

    @property
    def events(self) -> list[Event]:
        """What happened in the last turns, oldest first."""
        return list(self._tracker.events)

    @property
    def understood(self) -> dict[str, Any]:
        """Everything the understanding found in the message."""
        return dict(self._tracker.latest_message)

    def slot(self, name: str) -> Any:
        """What is remembered under a name."""
        return self._tracker.get_slot(name)

    def entity(self, name: str) -> Any:
        """What the message itself names, such as an aspect or an entry."""
        return next(self._tracker.get_latest_entity_values(name), None)

    def emergency_number(self) -> str:
        """The number of the place for a life in danger, as its pack carries it."""
        entries = self.knowledge.emergency(self.place.id)
        return next(entry.contact.phones[0].number for entry in entries if entry.contact.phones)

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
        self._show(self._facts(entry, aspect))

    def show_short(self, entry: Entry) -> None:
        """Show what matters most of an entry: what it is, whom to call, where it stops."""
        self._show({part: value for part, value in self._facts(entry, "where").items() if part in SHORT})

    def show_list(self, entries: Iterable[Entry]) -> None:
        """Show several entries in one line each."""
        items = [
            {"id": e.id, "title": e.name.in_(self.language), "summary": e.short.in_(self.language)} for e in entries
        ]
        ids = " ".join(item["id"] for item in items)
        self._show({"id": ids, "kind": "list", "title": "", "items": items})

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer what the person may answer next; questions that a danger interrupted can always be taken up again."""
        if self.slot("paused") and not self.in_form and "resume" not in choices:
            choices = [*choices, "resume"]
        if choices:
            self._dispatcher.utter_message(json_message={"choices": list(choices)})

    def dispute(self, entry: str) -> None:
        """Tell the operators that the facts of an entry were called wrong; only its id leaves the talk."""
        self._dispatcher.utter_message(json_message={"disputed": entry})

    def say_again(self, message: Event) -> None:
        """Say once more what was said before."""
        data = message.get("data") or {}
        metadata = message.get("metadata") or {}
        said = metadata.get("said") or metadata.get("utter_action")
        self._dispatcher.utter_message(
            text=message.get("text"), buttons=data.get("buttons"), json_message=data.get("custom"), said=said
        )

    def entry_choice(self, entry: Entry, need: str) -> Choice:
        """A choice that shows an entry."""
        return {"title": entry.name.in_(self.language), "payload": f'/{need}{{"entry": "{entry.id}"}}'}

    def aspect_choice(self, need: str, entry: Entry, aspect: str) -> Choice:
        """A choice that shows another side of an entry."""
        payload = f'/{need}{{"entry": "{entry.id}", "aspect": "{aspect}"}}'
        return {"name": f"aspect_{aspect}", "payload": payload}

    def step_choice(self, name: str, step: str, need: str | None = None) -> Choice:
        """A choice that goes one step on with a need, the present one when none is named."""
        return {"name": name, "payload": f'/{need or self.intent}{{"step": "{step}"}}'}

    def _facts(self, entry: Entry, aspect: str) -> dict[str, Any]:
        return card(self.knowledge, entry, self.language, place=self.place.id, status=self.status, aspect=aspect)

    def _show(self, facts: dict[str, Any]) -> None:
        self._dispatcher.utter_message(json_message={"card": facts})
