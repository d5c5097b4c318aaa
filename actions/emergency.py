"""Danger: the numbers first, then the way to people who help, and the right to say "it is not that"."""

from __future__ import annotations

from actions.talk import Event, KnowledgeAction, Talk
from knowledge.models import Entry

NUMBERS_SHOWN = 3


class Emergency(KnowledgeAction):
    """Acknowledges, gives the numbers of the place, stays, and lets the person correct (UNICEF, Safer Chatbots)."""

    action_name = "action_emergency"

    def act(self, talk: Talk) -> list[Event]:
        """Say the words for this danger, then show who answers now."""
        suicide = talk.intent == "suicidal_distress"
        talk.say("suicide" if suicide else "danger")
        for entry in _entries_for(talk)[:NUMBERS_SHOWN]:
            talk.show(entry, "where")
        talk.say("danger_after")
        return []


class EmergencyFirst(KnowledgeAction):
    """The numbers on top of another answer, when a message that asks for something else also sounds like danger."""

    action_name = "action_emergency_first"

    def act(self, talk: Talk) -> list[Event]:
        """Give the first number of each emergency entry, in one line."""
        talk.say("emergency_first", emergency_numbers=", ".join(talk.emergency_numbers()[:NUMBERS_SHOWN]))
        return []


def _entries_for(talk: Talk) -> list[Entry]:
    """Emergency entries of the place: those for this very danger before the general ones."""
    entries = talk.knowledge.emergency(talk.place.id)
    return sorted(entries, key=lambda entry: talk.intent not in entry.needs)
