"""A decision table laid open: the way through it, the rule that fired, and which other answer would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.models import Text
from knowledge.queries import Knowledge
from knowledge.triage import Conditions, DecisionTable, Option, Question, Result


@dataclass(frozen=True)
class Change:
    """Another answer, and what it would lead to."""

    option: Option
    leads_to: Text


@dataclass(frozen=True)
class Step:
    """One answered question with the other answers that would change the result."""

    question: Question
    chosen: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Condition:
    """One condition of a rule, in words: the question and the answers that meet it."""

    question: Text
    answers: tuple[Text, ...]


@dataclass(frozen=True)
class Orientation:
    """Where given answers lead.

    Attributes:
        answers: those that the table asks for, in its order; the others are left out.
        steps: the answered questions.
        next: the question that can still change the result; None when it is settled.
        result: what is likely so far.
        because: the conditions of the rule that fired; none when it is the last resort.
    """

    answers: Mapping[str, str]
    steps: tuple[Step, ...]
    next: Question | None
    result: Result
    because: tuple[Condition, ...]


def orientation(knowledge: Knowledge, place: str, given: Mapping[str, str]) -> Orientation:
    """Follow the table of a place with these answers; an answer to a question that is not asked is left out."""
    table = knowledge.triage(place)
    answers, following = _followed(table, given)
    result = knowledge.triage_result(place, answers)
    steps = tuple(_step(knowledge, place, answers, name=name, result=result) for name in answers)
    return Orientation(answers, steps, following, result, _in_words(table, table.rule(answers).when))


def name_of(result: Result) -> Text:
    """What a result is called."""
    return result.name or result.why


def _followed(table: DecisionTable, given: Mapping[str, str]) -> tuple[dict[str, str], Question | None]:
    answers: dict[str, str] = {}
    while (question := table.next_question(answers)) and given.get(question.id) in _ids(question):
        answers[question.id] = given[question.id]
    return answers, question


def _ids(question: Question) -> set[str]:
    return {option.id for option in question.options}


def _step(knowledge: Knowledge, place: str, answers: dict[str, str], *, name: str, result: Result) -> Step:
    table = knowledge.triage(place)
    question = next(question for question in table.questions if question.id == name)
    changes = []
    for option in question.options:
        other = knowledge.triage_result(place, _followed(table, {**answers, name: option.id})[0])
        if other.id != result.id:
            changes.append(Change(option, name_of(other)))
    return Step(question, answers[name], tuple(changes))


def _in_words(table: DecisionTable, when: Conditions) -> tuple[Condition, ...]:
    return tuple(
        Condition(question.ask, tuple(option.label for option in question.options if option.id in when[question.id]))
        for question in table.questions
        if question.id in when
    )
