"""Which status applies: the decision table of the country as one form, each question optional."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils
from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions.people import show_people
from actions.talk import Choice, Event, KnowledgeAction, Talk
from knowledge.triage import DecisionTable, Question, Result

FORM = "status_form"
UNKNOWN = "unknown"  # result of the table when nothing can be told
NEXT_OFFERED = 4
# Of 100, letters in common. Measured: whole questions reach 56 at most, misspelt labels 90. A partial score would take
# "tell me a joke" for an answer, and tell somebody a status they never gave.
CLOSE_ENOUGH = 85
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
        talk.say_text(question.ask.in_(talk.language), _choices(talk, question, answers), name=f"ask {question.id}")
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
        result = talk.knowledge.triage_result(talk.place.id, answers)
        if result.urgent:
            talk.say("status_urgent")
        if result.id == UNKNOWN:
            talk.say("status_nothing_said" if _said_nothing(answers) else "status_unsure")
            show_people(talk)
        elif result.name is not None:
            talk.say("status_result", status_name=result.name.in_(talk.language))
        for reason in (result.why, *(overlay.why for overlay in result.overlays)):
            talk.say_text(reason.in_(talk.language), name="reason")
        _show_next(talk, result)
        talk.say("status_check")
        return [*forgotten, SlotSet("status", result.counts_as or None), SlotSet("need", "explain_status")]


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
    by_label = _by_label(question, said, talk.language)
    if by_label is not None:
        return by_label
    meant = AS_ANSWER.get(talk.intent)
    if meant == "no" and not any(option.id == "no" for option in question.options):
        return None
    return meant


def _by_label(question: Question, said: str, language: str) -> str | None:
    """The option whose label is written nearly like what was typed."""
    labels = {option.id: option.label.in_(language) for option in question.options}
    found = process.extractOne(said, labels, scorer=fuzz.ratio, processor=utils.default_process)
    return str(found[2]) if found and found[1] >= CLOSE_ENOUGH and not said.startswith("/") else None


def _take(talk: Talk, table: DecisionTable, question: Question, answers: dict[str, str], answer: str) -> list[Event]:
    if answer == "why":
        talk.say_text(question.why_asked.in_(talk.language), name=f"why {question.id}")
    elif answer == "leave":
        return [SlotSet("answer", "leave"), SlotSet("answers", None)]
    elif answer == "again":
        answers = {}
    elif answer == "back":
        answers = table.without_last(answers)
    else:
        answers[question.id] = answer
    done = table.next_question(answers) is None
    return [SlotSet("answers", answers), SlotSet("answer", "done" if done else None)]


def _said_nothing(answers: dict[str, str]) -> bool:
    return all(answer in {"skip", "not_sure"} for answer in answers.values())


def _show_next(talk: Talk, result: Result) -> None:
    """The status itself in full, then what to do next as choices."""
    if result.status:
        talk.show(talk.knowledge.entry(result.status))
    following = dict.fromkeys([*result.next, *(each for overlay in result.overlays for each in overlay.next)])
    entries = talk.knowledge.entries([each for each in following if each != result.status], talk.place.id)
    talk.offer([talk.entry_choice(entry, entry.needs[0]) for entry in entries[:NEXT_OFFERED]])
