"""What a person means by an answer to a status question: an option by its id, its label, or in words of their own."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process, utils

from actions.talk import Talk
from knowledge.triage import NOT_SURE, SKIP, DecisionTable, Question

# Of 100, letters in common. Measured: whole questions reach 56 at most, misspelt labels 90. A partial score would take
# "tell me a joke" for an answer, and tell somebody a status they never gave.
CLOSE_ENOUGH = 85
WAYS = frozenset({"skip", "why", "back", "again", "leave"})
# Intents that are an answer to the question asked, in words of their own.
AS_ANSWER = {"not_sure": "not_sure", "go_back": "back", "restart": "again", "goodbye": "leave", "deny": "no"}


def valid_answers(table: DecisionTable, answers: Mapping[str, str] | None) -> dict[str, str]:
    """The answers that this table knows: after a change of country only those that still mean something."""
    options = {
        question.id: {option.id for option in question.options} | {NOT_SURE, SKIP} for question in table.questions
    }
    return {question: answer for question, answer in (answers or {}).items() if answer in options.get(question, ())}


def answer_meant(talk: Talk, question: Question, said: str) -> str | None:
    """The option meant: pressed, typed in words close to its label, or said by an intent such as "I don't know"."""
    if said in WAYS or any(said == option.id for option in question.options):
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
