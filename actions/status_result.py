"""What the status questions lead to: "it seems that", what it means, what opens, where to check, how to correct it."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk.events import SlotSet

from actions.knowledge_action import KnowledgeAction
from actions.people import show_people
from actions.status_answers import valid_answers
from actions.talk import Choice, Event, Talk
from knowledge.triage import Result

UNKNOWN = "unknown"  # result of the table when nothing can be told
NEXT_OFFERED = 3
LISTED = 3


class StatusResult(KnowledgeAction):
    """Says what it seems to be; the answers stay only until something else is asked, so that they can be corrected."""

    action_name = "action_status_result"
    keeps = frozenset({"answers"})

    def act(self, talk: Talk) -> list[Event]:
        """Show the result of the table, or let the person go without one."""
        if talk.slot("answer") == "leave":
            talk.say("status_left")
            return [SlotSet("answers", None), SlotSet("answer", None), SlotSet("paused", None)]
        answers = valid_answers(talk.knowledge.triage(talk.place.id), talk.slot("answers"))
        result = talk.knowledge.triage_result(talk.place.id, answers)
        if result.id == UNKNOWN and _said_nothing(answers):
            _show_what_is_open(talk)
        else:
            _tell(talk, result)
        found = [SlotSet("status", result.counts_as or None), SlotSet("need", "explain_status")]
        return [SlotSet("answer", None), SlotSet("paused", None), *found, SlotSet("entry", result.status or None)]


def _tell(talk: Talk, result: Result) -> None:
    if result.urgent:
        talk.say("status_urgent")
    if result.id == UNKNOWN:
        talk.say("status_unsure")
        show_people(talk)
    elif result.name is not None:
        talk.say("status_result", status_name=result.name.in_(talk.language))
    for reason in (result.why, *(overlay.why for overlay in result.overlays)):
        talk.say_text(reason.in_(talk.language), name="reason")
    if result.status:
        talk.show(talk.knowledge.entry(result.status))
    elif result.meaning is not None:
        talk.say_text(result.meaning.in_(talk.language), name="meaning")
    talk.say("status_check")
    talk.offer([*_next_steps(talk, result), "services", "human", "status_correct", "restart"])


def _show_what_is_open(talk: Talk) -> None:
    """Whoever says nothing about themselves reads what is open to everybody."""
    talk.say("status_nothing_said")
    services = talk.knowledge.find_services(talk.place.id)[:LISTED]
    talk.show_list(services)
    talk.offer([*(talk.entry_choice(e, e.needs[0]) for e in services), "services", "human", "status_correct", "menu"])


def _next_steps(talk: Talk, result: Result) -> list[Choice]:
    following = dict.fromkeys([*result.next, *(each for overlay in result.overlays for each in overlay.next)])
    entries = talk.knowledge.entries([each for each in following if each != result.status], talk.place.id)
    return [talk.entry_choice(entry, entry.needs[0]) for entry in entries[:NEXT_OFFERED]]


def _said_nothing(answers: Mapping[str, str]) -> bool:
    return all(answer in {"skip", "not_sure"} for answer in answers.values())
