"""Going back over what was said: say it again, say it shorter, return to the answer before, take up a talk by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.answer_need import next_choices, told
from actions.knowledge_action import KnowledgeAction
from actions.status import FORM
from actions.status_answers import valid_answers
from actions.talk import Event, Talk
from actions.wishes import wants_simpler
from knowledge.errors import UnknownEntry
from knowledge.models import STATUSES, Entry


class Repeat(KnowledgeAction):
    """Says the last answer again, or shorter; takes up a talk that was left with a code."""

    action_name = "action_repeat"
    keeps = frozenset({"answers", "crisis"})

    def act(self, talk: Talk) -> list[Event]:
        """Find what was said before this message and say it once more."""
        resumed = talk.entity("resume")
        if isinstance(resumed, Mapping):
            return _resume(talk, resumed)
        if talk.in_form:
            return []  # the question itself follows
        if talk.entity("step") == "simpler" or wants_simpler(talk.text):
            return _simpler(talk)
        said = _last_said(talk.events)
        for message in said:
            talk.say_again(message)
        if not said:
            talk.say("nothing_to_repeat")
        elif talk.slot("entry"):
            talk.offer([{"name": "simpler", "payload": '/repeat{"step": "simpler"}'}])
        return []


class GoBack(KnowledgeAction):
    """Undoes the last thing: the last answer of the status questions, or the last sheet."""

    action_name = "action_go_back"
    keeps = frozenset({"answers"})

    def act(self, talk: Talk) -> list[Event]:
        """Open the questions again at the last one, or show the sheet before."""
        answers = talk.slot("answers")
        if answers:
            table = talk.knowledge.triage(talk.place.id)
            talk.say("status_changed")
            earlier = table.without_last(valid_answers(table, answers))
            return [ActiveLoop(FORM), SlotSet("requested_slot", "answer"), SlotSet("answers", earlier)]
        before = _entry(talk, talk.slot("entry_before"))
        if before is None:
            talk.say("nothing_to_undo")
            return []
        return _show(talk, before)


def _resume(talk: Talk, kept: Mapping[str, Any]) -> list[Event]:
    """Set what the code kept, as far as it still means something, and say where the talk was."""
    place = kept.get("place")
    events = [SlotSet("place", place)] if place in {each.id for each in talk.knowledge.places()} else []
    table = talk.knowledge.triage(str(place) if events else talk.place.id)
    answers = valid_answers(table, kept.get("answers") if isinstance(kept.get("answers"), Mapping) else None)
    entry, status = _entry(talk, kept.get("entry")), kept.get("status")
    events += [SlotSet("status", status)] if status in STATUSES else []
    talk.say("welcome_back")
    if answers:
        talk.offer(["resume", "menu"])
        return [*events, SlotSet("answers", answers), SlotSet("paused", True)]
    if entry is None:
        talk.offer(["find_my_status", "services", "card", "cell"])
        return events
    return [*events, *_show(talk, entry)]


def _simpler(talk: Talk) -> list[Event]:
    entry = _entry(talk, talk.slot("entry"))
    if entry is None:
        talk.say("nothing_to_repeat")
        return []
    talk.say("simpler")
    talk.show_short(entry)
    talk.offer([talk.aspect_choice(entry.needs[0], entry, "overview"), "human", "menu"])
    return []


def _show(talk: Talk, entry: Entry) -> list[Event]:
    need = entry.needs[0]
    talk.show(entry)
    talk.offer(next_choices(talk, need, entry, "overview", talk.knowledge.for_need(need, talk.place.id, talk.status)))
    return told(talk, need, entry)


def _entry(talk: Talk, entry_id: Any) -> Entry | None:
    try:
        return talk.knowledge.entry(str(entry_id)) if entry_id else None
    except UnknownEntry:
        return None


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
