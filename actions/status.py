"""Which status applies: the decision table of the country as one form, each question optional."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions.people import show_people
from actions.talk import Choice, Event, KnowledgeAction, Talk
from knowledge.errors import UnknownEntry
from knowledge.triage import DecisionTable, Question

FORM = "status_form"
# Intents that are an answer to the question asked, in words of their own.
AS_ANSWER = {"not_sure": "not_sure", "go_back": "back", "restart": "again", "goodbye": "leave", "deny": "no"}
# What the understanding calls a message when it is no need of its own: then it was meant as an answer.
NOT_A_DIGRESSION = frozenset({"nlu_fallback", "out_of_scope", "affirm", "thank", *AS_ANSWER})


class AskStatus(KnowledgeAction):
    """Asks the next question of the table."""

    action_name = "action_ask_status_form_answer"

    def act(self, talk: Talk) -> list[Event]:
        """Say the question with its numbered answers and the ways around it."""
        table, answers = talk.knowledge.triage(talk.place.id), talk.slot("answers") or {}
        question = table.next_question(answers)
        if question is None:
            return []
        if not answers:
            talk.say("status_intro")
        talk.say_text(question.ask.in_(talk.language), _choices(talk, question, answers))
        return []


class ValidateStatusForm(KnowledgeAction):
    """Takes an answer by number, word or button; leaves everything else to the rules and comes back."""

    action_name = "validate_status_form"

    def act(self, talk: Talk) -> list[Event]:
        """Record the answer and tell whether the table has all it needs."""
        said = talk.slot("answer")
        if said is None or talk.slot("requested_slot") != "answer":
            return []
        table, answers = talk.knowledge.triage(talk.place.id), dict(talk.slot("answers") or {})
        question = table.next_question(answers)
        if question is None:
            return [SlotSet("answer", "done")]
        answer = _answer(talk, question, said)
        if answer is None:
            return self._not_an_answer(talk)
        return _take(talk, table, question, answers, answer)

    @staticmethod
    def _not_an_answer(talk: Talk) -> list[Event]:
        """A question asked in the middle is answered by its own rule, once, and the form comes back, once."""
        if talk.intent not in NOT_A_DIGRESSION:
            return [SlotSet("answer", None), ActionExecutionRejected(FORM)]
        talk.say("status_not_understood")
        return [SlotSet("answer", None)]


class StatusResult(KnowledgeAction):
    """Says what it seems to be, what opens, what to do next, and forgets the answers."""

    action_name = "action_status_result"

    def act(self, talk: Talk) -> list[Event]:
        """Show the result of the table, or let the person go without one."""
        answers = talk.slot("answers") or {}
        forgotten = [SlotSet("answers", None), SlotSet("answer", None), SlotSet("misses", 0)]
        if talk.slot("answer") == "leave":
            talk.say("status_left")
            return forgotten
        result = talk.knowledge.triage(talk.place.id).result(answers)
        if result.urgent:
            talk.say("status_urgent")
        if result.status == "unknown":
            talk.say("status_nothing_said" if _said_nothing(answers) else "status_unsure")
        else:
            talk.say("status_result", status_name=result.name.in_(talk.language))
        talk.say_text(result.why.in_(talk.language))
        for overlay in result.overlays:
            talk.say_text(overlay.why.in_(talk.language))
        _show_next(talk, result.status, [*result.next, *(n for o in result.overlays for n in o.next)])
        if result.status == "unknown":
            show_people(talk)
        talk.say("status_check")
        return [*forgotten, SlotSet("status", _access_status(talk, result.status)), SlotSet("need", "explain_status")]


def _choices(talk: Talk, question: Question, answers: dict[str, str]) -> list[Choice]:
    options: list[Choice] = [
        {"title": o.label.in_(talk.language), "payload": f'/find_my_status{{"answer": "{o.id}"}}'}
        for o in question.options
        if o.id != "skip"
    ]
    return [*options, "status_skip", "status_why", *(["status_back"] if answers else []), "status_leave"]


def _answer(talk: Talk, question: Question, said: str) -> str | None:
    """The option meant: pressed, typed in words close to its label, or said by an intent such as "I don't know"."""
    if said in {"skip", "why", "back", "leave"} or any(said == option.id for option in question.options):
        return said
    by_label = question.match(said, talk.language)
    if by_label is not None:
        return by_label
    meant = AS_ANSWER.get(talk.intent)
    if meant == "no" and not any(option.id == "no" for option in question.options):
        return None
    return meant


def _take(talk: Talk, table: DecisionTable, question: Question, answers: dict[str, str], answer: str) -> list[Event]:
    if answer == "why":
        talk.say_text(question.why_asked.in_(talk.language))
    elif answer == "leave":
        return [SlotSet("answer", "leave"), SlotSet("answers", None)]
    elif answer == "again":
        answers = {}
    elif answer == "back":
        answers = dict(list(answers.items())[:-1])
    else:
        answers[question.id] = answer
    done = table.next_question(answers) is None
    return [SlotSet("answers", answers), SlotSet("answer", "done" if done else None)]


def _said_nothing(answers: dict[str, str]) -> bool:
    return all(answer in {"skip", "not_sure"} for answer in answers.values())


def _show_next(talk: Talk, status: str, following: list[str]) -> None:
    """The status itself in full, then what to do next as choices."""
    ids = [status, *following]
    entries = [entry for entry in (_entry(talk, each) for each in dict.fromkeys(ids)) if entry is not None]
    if entries and entries[0].id == status:
        talk.show(entries.pop(0))
    talk.offer([talk.entry_choice(entry, entry.needs[0]) for entry in entries[:4]])


def _entry(talk: Talk, entry_id: str) -> Any:
    try:
        return talk.knowledge.entry(entry_id)
    except UnknownEntry:
        return None  # results such as "unknown" have no entry of their own


def _access_status(talk: Talk, status: str) -> str | None:
    entry = _entry(talk, status)
    return entry.maps_to if entry is not None else None
