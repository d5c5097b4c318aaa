"""The decision tables: every way through them ends, nothing is dead, nobody is blocked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import UnknownAnswer
from knowledge.pack import PACKS as HOUSE
from knowledge.pack import read_packs
from knowledge.triage import MOST_QUESTIONS, NOT_SURE, SKIP, DecisionTable, Result

from .conftest import PACKS

TABLES = {
    f"{owner}-{name}": DecisionTable(pack.triage.data)
    for owner, root in (("house", HOUSE), ("small", PACKS))
    for name, pack in read_packs(root)[0].items()
    if pack.triage
}
EACH = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def walked(table: DecisionTable) -> Iterator[tuple[dict[str, str], Result]]:
    """Every way through a table with its result."""
    for answers in table.paths():
        yield answers, table.result(answers)


def test_the_house_has_a_table_for_each_country() -> None:
    """Canada and France each have a decision table."""
    assert {"house-canada", "house-france"} <= set(TABLES)


@EACH
def test_every_path_ends_in_a_result(table: DecisionTable) -> None:
    """Whatever is answered, at most six questions lead to a result with a reason in three languages."""
    for answers, result in walked(table):
        assert len(answers) <= MOST_QUESTIONS
        assert result.id
        assert {"fr", "en", "es"} == set(result.why)


@EACH
def test_no_rule_is_dead(table: DecisionTable) -> None:
    """Each rule and each overlay is reached by some path."""
    reached = {(result.id, result.why) for _, result in walked(table)}
    added = {overlay.status for _, result in walked(table) for overlay in result.overlays}

    assert {(rule.status, rule.why) for rule in table.rules} == reached
    assert {overlay.status for overlay in table.overlays} == added


@EACH
@pytest.mark.parametrize("answer", [SKIP, NOT_SURE])
def test_who_says_nothing_is_led_to_unknown(table: DecisionTable, answer: str) -> None:
    """Skipping every question, or being sure of nothing, ends kindly in "unknown"."""
    answers: dict[str, str] = {}
    while question := table.next_question(answers):
        answers[question.id] = answer

    assert table.result(answers).id == "unknown"


@EACH
def test_skipping_counts_as_not_sure(table: DecisionTable) -> None:
    """A skipped question leads where "not sure" leads, on every path."""
    for answers, result in walked(table):
        unsure = {question: NOT_SURE if said == SKIP else said for question, said in answers.items()}
        assert result == table.result(unsure)


@EACH
def test_every_question_can_be_skipped_and_has_a_reason(table: DecisionTable) -> None:
    """Each question offers to say nothing, and tells why it is asked."""
    for question in table.questions:
        assert {SKIP, NOT_SURE} <= {option.id for option in question.options}
        assert all(question.why_asked[language] for language in ("fr", "en", "es"))


@EACH
def test_asking_stops_only_when_nothing_can_change(table: DecisionTable) -> None:
    """The questions left out cannot change the status: any answer to them gives the same one."""
    if table._stops_when_urgent:
        pytest.skip("this table stops on purpose when it is urgent")
    for answers in table.paths():
        expected = table.result(answers)
        for question in table.questions:
            if question.id in answers or not table._is_asked(question, answers):
                continue
            for option in question.options:
                other = table.result({**answers, question.id: option.id})
                assert (expected.id, expected.overlays) == (other.id, other.overlays), (answers, question.id, option.id)


@EACH
def test_going_back_forgets_the_last_answer_only(table: DecisionTable) -> None:
    """After going back the same question is asked again."""
    for number, answers in enumerate(table.paths()):
        if number % 50 or not answers:
            continue
        before = table.without_last(answers)
        asked = table.next_question(before)

        assert asked is not None
        assert list(answers)[-1] == asked.id


def test_an_unknown_answer_is_an_error() -> None:
    """A question or an option that the table does not have is a mistake in code."""
    table = TABLES["house-canada"]

    with pytest.raises(UnknownAnswer, match='no question "colour"'):
        table.next_question({"colour": "red"})
    with pytest.raises(UnknownAnswer, match='"paper" has no answer "napkin"'):
        table.result({"paper": "napkin"})


@pytest.mark.parametrize(
    ("table", "answers", "status", "urgent"),
    [
        ("canada", {"who": "child_alone"}, "status-minor-alone", True),
        ("canada", {"who": "adult", "paper": "refused", "letter": "days_0_15"}, "status-refused-claimant", True),
        ("canada", {"paper": "work", "date": "under_90"}, "status-expired-under-90-days", True),
        ("canada", {"paper": "trp", "date": "under_90"}, "status-no-status", True),
        ("canada", {"paper": "study", "date": "valid"}, "status-student", False),
        ("canada", {"paper": "none", "protection": "yes_not_asked"}, "wants_protection", True),
        ("canada", {"paper": "work", "date": "over_90", "protection": "yes_started"}, "claim_started", True),
        ("france", {"age": "under18_alone"}, "unaccompanied_minor", True),
        ("france", {"letter": "oqtf"}, "removal_order", True),
        ("france", {"asylum": "in_progress", "paper": "dublin"}, "asylum_dublin", False),
        ("france", {"document": "none"}, "undocumented", False),
    ],
)
def test_known_situations(table: str, answers: dict[str, str], status: str, urgent: bool) -> None:
    """Situations of the research sheets lead to the status they name."""
    result = TABLES[f"house-{table}"].result(answers)

    assert (status, urgent) == (result.id, result.urgent)


def test_overlays_add_to_a_status() -> None:
    """A worker who is abused and afraid gets the status, the permit, the rights at work and the protection."""
    answers = {"paper": "work", "date": "valid", "protection": "yes_not_asked", "harm": "employer"}

    result = TABLES["house-canada"].result(answers)

    assert [overlay.status for overlay in result.overlays] == ["vulnerable-worker", "labour-rights", "wants_protection"]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_answers_in_any_order_give_a_result(data: st.DataObject) -> None:
    """Any subset of answers, given in any order, has a result: a form may be filled from one free message."""
    table = data.draw(st.sampled_from(list(TABLES.values())))
    chosen = data.draw(st.lists(st.sampled_from(table.questions), unique_by=lambda question: question.id))
    answers = {question.id: data.draw(st.sampled_from(question.options)).id for question in chosen}

    assert table.result(answers).id
    question = table.next_question(answers)
    assert question is None or question.id not in answers
