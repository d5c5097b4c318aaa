"""Which status is likely mine? A decision table from a pack, asked one question at a time, never blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.errors import UnknownAnswer
from knowledge.models import Text

NOT_SURE = "not_sure"
SKIP = "skip"
MOST_QUESTIONS = 6
Conditions = Mapping[str, frozenset[str]]
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One answer a person can choose."""

    id: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One question, with the reason why it is asked."""

    id: str
    ask: Text
    why_asked: Text
    options: tuple[Option, ...]
    ask_if: Conditions


@dataclass(frozen=True)
class Rule:
    """When these answers are given, this is likely."""

    when: Conditions
    status: str
    why: Text
    next: tuple[str, ...] = ()
    urgent: bool = False


@dataclass(frozen=True)
class Special:
    """A result that is not, or not only, a status entry."""

    id: str
    name: Text
    meaning: Text
    entry: str = ""
    counts_as: str = ""


@dataclass(frozen=True)
class Result:
    """What the answers lead to. `status` is the id of the entry that tells more, or empty when there is none."""

    id: str
    status: str
    why: Text
    next: tuple[str, ...]
    urgent: bool
    overlays: tuple[Rule, ...]
    name: Text | None = None
    meaning: Text | None = None
    counts_as: str = ""
    caution: Text | None = None


class DecisionTable:
    """Questions, rules (the first that matches wins) and overlays (all that match are added)."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.place: str = data["place"]
        self.intro = Text.of(data["intro"])
        self.caution = Text.of(data["caution"]) if data.get("caution") else None
        self.questions = tuple(map(_question, data["questions"]))
        self.rules = tuple(_rule(rule, rule["status"]) for rule in data["rules"])
        self.overlays = tuple(_rule(rule, rule["adds"]) for rule in data.get("overlays") or ())
        self.specials = {item["id"]: _special(item) for item in data.get("results") or ()}
        self._stops_when_urgent = bool(data.get("stop_when_urgent"))

    def next_question(self, answers: Answers) -> Question | None:
        """The next question that can still change the result; None when the result is settled."""
        self._check(answers)
        for question in self.questions:
            if question.id not in answers and self._is_asked(question, answers) and self._matters(question, answers):
                return question
        return None

    def result(self, answers: Answers) -> Result:
        """The likely status; what was skipped or not asked counts as not sure."""
        rule, said = self.rule(answers), self._complete(answers)
        special = self.specials.get(rule.status)
        overlays = tuple(overlay for overlay in self.overlays if _holds(overlay.when, said))
        result = Result(rule.status, rule.status, rule.why, rule.next, rule.urgent, overlays, caution=self.caution)
        if special is None:
            return result
        result = replace(result, status=special.entry, counts_as=special.counts_as)
        return replace(result, name=special.name, meaning=special.meaning)

    def rule(self, answers: Answers) -> Rule:
        """The rule that decides: the first whose conditions hold."""
        self._check(answers)
        said = self._complete(answers)
        return next(rule for rule in self.rules if _holds(rule.when, said))

    def without_last(self, answers: Answers) -> dict[str, str]:
        """The answers before the last one: how a person goes back."""
        return dict(list(answers.items())[:-1])

    def paths(self) -> Iterator[dict[str, str]]:
        """Every way through the questions, for proofs."""
        yield from _paths(self.next_question, {})

    def _check(self, answers: Answers) -> None:
        for question, answer in answers.items():
            if answer not in {option.id for option in self._question(question).options} | {NOT_SURE, SKIP}:
                raise UnknownAnswer(f'The question "{question}" has no answer "{answer}".')

    def _question(self, name: str) -> Question:
        for question in self.questions:
            if question.id == name:
                return question
        raise UnknownAnswer(f'There is no question "{name}".')

    def _complete(self, answers: Answers) -> dict[str, str]:
        said = {question.id: answers.get(question.id, NOT_SURE) for question in self.questions}
        return {name: NOT_SURE if answer == SKIP else answer for name, answer in said.items()}

    def _is_asked(self, question: Question, answers: Answers) -> bool:
        """True when its conditions hold; what they name is answered before, or was itself not asked."""
        return _holds(question.ask_if, self._complete(answers)) and all(
            name in answers or not self._is_asked(self._question(name), answers) for name in question.ask_if
        )

    def _matters(self, question: Question, answers: Answers) -> bool:
        if self._stops_when_urgent and self._is_urgent(answers):
            return False
        open_questions = self._open_questions(answers)
        return question.id in open_questions

    def _is_urgent(self, answers: Answers) -> bool:
        said = {name: NOT_SURE if answer == SKIP else answer for name, answer in answers.items()}
        return any(rule.urgent and set(rule.when) <= set(said) and _holds(rule.when, said) for rule in self.rules)

    def _open_questions(self, answers: Answers) -> set[str]:
        """Questions that some undecided rule or overlay still needs, with the questions that lead to them."""
        needed: set[str] = set()
        for overlay in self.overlays:
            needed |= self._lacking(overlay.when, answers) or set()
        for rule in self.rules:
            lacking = self._lacking(rule.when, answers)
            if lacking is None:
                continue
            if not lacking:
                break
            needed |= lacking
        for question in reversed(self.questions):
            if question.id in needed:
                needed |= set(question.ask_if)
        return needed

    def _lacking(self, when: Conditions, answers: Answers) -> set[str] | None:
        """Which answers a rule still waits for; None when it can no longer match."""
        said, lacking = self._complete(answers), set()
        for name, wanted in when.items():
            if name in answers or not self._may_be_asked(self._question(name), answers):
                if said[name] not in wanted:
                    return None
            else:
                lacking.add(name)
        return lacking

    def _may_be_asked(self, question: Question, answers: Answers) -> bool:
        return self._lacking(question.ask_if, answers) is not None


def _holds(when: Conditions, said: Answers) -> bool:
    return all(said.get(name, NOT_SURE) in wanted for name, wanted in when.items())


def _paths(next_question: Callable[[Answers], Question | None], answers: dict[str, str]) -> Iterator[dict[str, str]]:
    question = next_question(answers)
    if question is None:
        yield answers
        return
    for option in question.options:
        yield from _paths(next_question, {**answers, question.id: option.id})


def _conditions(data: Mapping[str, Any] | None) -> Conditions:
    return {
        name: frozenset(wanted if isinstance(wanted, (list, tuple)) else [wanted])
        for name, wanted in (data or {}).items()
    }


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple(Option(option["id"], Text.of(option["label"])) for option in data["options"])
    ask, why = Text.of(data["ask"]), Text.of(data["why_asked"])
    return Question(data["id"], ask, why, options, _conditions(data.get("ask_if")))


def _rule(data: Mapping[str, Any], status: str) -> Rule:
    next_ids = tuple(data.get("next") or ())
    return Rule(_conditions(data["when"]), status, Text.of(data["why"]), next_ids, bool(data.get("urgent")))


def _special(data: Mapping[str, Any]) -> Special:
    name, meaning = Text.of(data["name"]), Text.of(data["meaning"])
    return Special(data["id"], name, meaning, data.get("entry", ""), data.get("counts_as", ""))
