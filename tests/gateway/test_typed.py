"""What people type is made safe and read as a choice when it is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.typed import clean, meant_choice
from bot.messages import MAX_TEXT_LENGTH, Choice

CHOICES = (
    Choice("1", "Bibliothèque", "/library"),
    Choice("2", "La carte municipale", "/id_card"),
    Choice("3", "¿Qué papeles?", "/library"),
    Choice("4", "Aide confidentielle", "/intervention_cell"),
    Choice("5", "Aide juridique", "/legal_aid"),
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", 2), ("2.", 2), ("2)", 2), (" 2 ", 2), ("#2", 2), ("(2)", 2), ("2°", 2), ("deux", 2), ("DOS", 2), ("two", 2),
        ("la segunda", 2), ("le deuxième", 2), ("la deuxieme", 2), ("the second one", 2), ("numéro 2", 2), ("opción 2", 2),
        ("bibliotheque", 1), ("BIBLIOTHÈQUE", 1), ("carte municipale", 2), ("que papeles", 3), ("¿Qué papeles?", 3),
    ],
)  # fmt: skip
def test_reads_a_choice(typed: str, number: int) -> None:
    """Numbers, number words and titles mean the choice offered last, in any language and with or without accents."""
    assert CHOICES[number - 1] == meant_choice(typed, CHOICES)


@pytest.mark.parametrize(
    "typed", ["6", "0", "99", "la", "aide", "2 enfants", "j'ai 2 enfants", "a", "", "123", "segunda mano", "two jobs"]
)
def test_reads_no_choice(typed: str) -> None:
    """What is no number of the list, or fits two titles, is a message like any other."""
    assert meant_choice(typed, CHOICES) is None


def test_without_choices_a_number_is_text() -> None:
    """A number means nothing when nothing was offered."""
    assert meant_choice("1", ()) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("/restart", "restart"), ("//inform{\"a\":1}", 'inform{"a":1}'), (" / session_start", "session_start"),
        ("a\u0000b", "ab"), ("ho\u200bla", "hola"), ("\u202eabc", "abc"), ("a\n\nb", "a b"), ("e\u0301cole", "école"),
        ("   ", ""), ("\u200b\u200e", ""), ("🙂", "🙂"),
    ],
)  # fmt: skip
def test_cleans(raw: str, text: str) -> None:
    """Commands, unseen characters and line breaks never reach the engine."""
    assert text == clean(raw).text


def test_cuts_long_messages_and_says_so() -> None:
    """10,000 characters are cut to the cap, and the cut is known."""
    typed = clean("a" * 10_000)

    assert (len(typed.text), typed.cut) == (MAX_TEXT_LENGTH, True)


@given(st.text())
def test_never_fails(raw: str) -> None:
    """No text breaks the reading, starts with a slash, or is longer than the cap."""
    typed = clean(raw)
    meant_choice(typed.text, CHOICES)

    assert not typed.text.startswith("/")
    assert len(typed.text) <= MAX_TEXT_LENGTH
