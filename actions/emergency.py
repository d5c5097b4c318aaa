"""Danger: the numbers first, then the way to people who help, and the right to say "it is not that"."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.knowledge_action import KnowledgeAction
from actions.pause import pause, way_back
from actions.talk import Choice, Event, Talk
from knowledge.models import Entry

HEARD = frozenset({"danger", "violence", "trafficking"})  # labels of the safety matcher that call for the number


class Emergency(KnowledgeAction):
    """Acknowledges, gives the numbers of the place, stays, and lets the person correct (UNICEF, Safer Chatbots)."""

    action_name = "action_emergency"
    keeps = frozenset({"crisis", "answers"})

    def act(self, talk: Talk) -> list[Event]:
        """Say the words for this danger and who answers now; or the quiet ways; or take "it is not that"."""
        step = talk.entity("step")
        if step == "not_that":
            return not_that(talk)
        if step == "quiet":
            return _quiet(talk)
        suicide = talk.intent == "suicidal_distress"
        talk.say("suicide" if suicide else "danger")
        for entry in lines(talk, talk.intent):
            talk.show(entry, "where")
        talk.say("danger_after")
        talk.offer([talk.step_choice("not_that", "not_that"), *_ways(talk, "quiet")])
        return [*pause(talk), SlotSet("crisis", talk.intent)]


class EmergencyFirst(KnowledgeAction):
    """The number on top of another answer, when a message that asks for something else also sounds like danger."""

    action_name = "action_emergency_first"

    def act(self, talk: Talk) -> list[Event]:
        """Give the number for what was heard, in one line."""
        say_number_first(talk, always=False)
        return []


class Deny(KnowledgeAction):
    """A "no": after a danger it means "it is not that"."""

    action_name = "action_deny"

    def act(self, talk: Talk) -> list[Event]:
        """Take the correction, and go on where the person was."""
        if talk.slot("crisis"):
            return not_that(talk)
        talk.say("deny")
        return []


def say_number_first(talk: Talk, *, always: bool) -> None:
    """The number for what was heard, in one line; when nothing was heard only if it is to be said always."""
    heard = talk.slot("safety") or talk.understood.get("safety") or ()
    if "suicide" in heard:
        found = lines(talk, "suicidal_distress")
        talk.say("suicide_first", number=found[0].contact.phones[0].number if found else talk.emergency_number())
    elif always or HEARD & set(heard):
        talk.say("emergency_first")


def not_that(talk: Talk) -> list[Event]:
    """Thank for the correction and offer the way back."""
    talk.say("not_danger")
    talk.offer([*way_back(talk), "services", "cell", "human", "menu"])
    return [SlotSet("crisis", None)]


def lines(talk: Talk, crisis: str) -> list[Entry]:
    """Emergency lines of the place for a crisis, the nearest first, each telephone once."""
    general = list(talk.knowledge.emergency(talk.place.id)[:1])
    if crisis == "suicidal_distress":
        wanted = [*_emergencies(talk, "suicidal_distress")[:1], *general]
    else:
        written = [e for e in _emergencies(talk, "danger_now") if e.contact.sms and "suicidal_distress" not in e.needs]
        wanted = [*general, *_emergencies(talk, "family_violence")[:1], *written[:1]]
    found: dict[str, Entry] = {}
    for entry in wanted:
        found.setdefault(entry.contact.phones[0].number, entry)
    return list(found.values())


def _emergencies(talk: Talk, need: str) -> list[Entry]:
    entries = talk.knowledge.for_need(need, talk.place.id)
    return [entry for entry in entries if entry.kind == "emergency" and entry.contact.phones]


def _quiet(talk: Talk) -> list[Event]:
    """For whoever cannot speak aloud: who answers in writing, and how to be gone."""
    talk.say("danger_quiet")
    for entry in lines(talk, talk.intent):
        if entry.contact.sms:
            talk.show(entry, "where")
    talk.offer([talk.step_choice("not_that", "not_that"), *_ways(talk)])
    return []


def _ways(talk: Talk, *steps: str) -> list[Choice]:
    return [*(talk.step_choice(step, step) for step in steps), "cell", "human", *way_back(talk), "menu"]
