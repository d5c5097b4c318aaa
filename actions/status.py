"""Which status applies: the decision table of the country as one form, each question optional."""

from __future__ import annotations

from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions.knowledge_action import KnowledgeAction
from actions.status_answers import answer_meant, valid_answers
from actions.talk import Choice, Event, Talk
from knowledge.triage import DecisionTable, Question

FORM = "status_form"
ASKED_FOR = "find_my_status"
# What the understanding calls a message when it is no need of its own: then it was meant as an answer.
NOT_A_DIGRESSION = frozenset(
    {"nlu_fallback", "out_of_scope", "affirm", "thank", "not_sure", "go_back", "restart", "goodbye", "deny"}
)


class AskStatus(KnowledgeAction):
    """Asks the next question of the table."""

    action_name = "action_ask_status_form_answer"
    keeps = frozenset({"misses"})

    def act(self, talk: Talk) -> list[Event]:
        """Say the question with its numbered answers and the ways around it."""
        table = talk.knowledge.triage(talk.place.id)
        answers = valid_answers(table, talk.slot("answers"))
        question = table.next_question(answers)
        if question is None:
            return []
        if talk.slot("paused"):
            talk.say("status_resumed")
        elif talk.slot("requested_slot") is None:  # the first time; going back needs no second introduction
            talk.say("status_intro")
        talk.say_text(question.ask.in_(talk.language), _choices(talk, question, answers), name=f"ask {question.id}")
        return [SlotSet("paused", None)] if talk.slot("paused") else []


class ValidateStatusForm(KnowledgeAction):
    """Takes an answer by number, word or button; leaves everything else to the rules and comes back."""

    action_name = "validate_status_form"
    keeps = frozenset({"misses"})

    def act(self, talk: Talk) -> list[Event]:
        """Record the answer and tell whether the table has all it needs."""
        said = talk.slot("answer")
        table = talk.knowledge.triage(talk.place.id)
        answers = valid_answers(table, talk.slot("answers"))
        question = table.next_question(answers)
        if question is None:  # all was said before, as when the questions are opened again to look
            return [SlotSet("answer", "done")]
        if said is None or talk.slot("requested_slot") != "answer":
            return []
        answer = answer_meant(talk, question, said)
        if answer is None:
            return self._not_an_answer(talk)
        return [SlotSet("misses", 0), *_take(talk, table, question, answers, answer)]

    @staticmethod
    def _not_an_answer(talk: Talk) -> list[Event]:
        """A question asked in the middle is answered by its own rule, once, and the form comes back, once."""
        if talk.intent == ASKED_FOR:  # "what is my status?" in the middle: the question that is open is the way to know
            return [SlotSet("answer", None)]
        if talk.intent not in NOT_A_DIGRESSION:
            return [SlotSet("answer", None), ActionExecutionRejected(FORM)]
        misses = int(talk.slot("misses") or 0)
        talk.say("status_not_understood_again" if misses % 2 else "status_not_understood")
        return [SlotSet("answer", None), SlotSet("misses", misses + 1)]


def _choices(talk: Talk, question: Question, answers: dict[str, str]) -> list[Choice]:
    options: list[Choice] = [
        {"title": o.label.in_(talk.language), "payload": f'/find_my_status{{"answer": "{o.id}"}}'}
        for o in question.options
        if o.id != "skip"
    ]
    back: list[Choice] = ["status_back", "status_again"] if answers else []
    return [*options, "status_skip", "status_why", *back, "status_leave"]


def _take(talk: Talk, table: DecisionTable, question: Question, answers: dict[str, str], answer: str) -> list[Event]:
    if answer == "why":
        talk.say_text(question.why_asked.in_(talk.language), name=f"why {question.id}")
    elif answer == "leave":
        return [SlotSet("answer", "leave"), SlotSet("answers", None)]
    elif answer == "again":
        answers = {}
    elif answer == "back":
        if not answers:
            talk.say("status_first_question")
        answers = table.without_last(answers)
    else:
        answers[question.id] = answer
    done = table.next_question(answers) is None
    return [SlotSet("answers", answers), SlotSet("answer", "done" if done else None)]
