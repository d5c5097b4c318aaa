"""Codes work once, for a time, and are never taken for a word."""

from __future__ import annotations

import pytest

from bot.gateway.codes import Codes, read_code


def test_a_code_works_once() -> None:
    """What is kept under a code is given out once."""
    codes = Codes(seconds=60)
    code = codes.issue("kept")

    assert "kept" == codes.take(code)
    assert codes.take(code) is None


def test_a_code_works_for_its_time() -> None:
    """A code that is too old stands for nothing."""
    now = [0.0]
    codes = Codes(seconds=60, clock=lambda: now[0])
    code = codes.issue("kept")
    now[0] = 60

    assert codes.find(code) is None
    assert 0 == len(codes)


def test_codes_are_bounded() -> None:
    """More codes than the cap push out the oldest."""
    codes = Codes(seconds=60, most=2)
    first, *_ = [codes.issue(str(n)) for n in range(3)]

    assert codes.find(first) is None
    assert 2 == len(codes)


def test_what_is_kept_does_not_show_the_code() -> None:
    """Whoever reads the memory finds no code in it."""
    codes = Codes(seconds=60)
    code = codes.issue("kept")

    assert code.replace("-", "") not in repr(vars(codes))


@pytest.mark.parametrize("spelt", ["K7QM-2ZPA", "k7qm-2zpa", " K7QM 2ZPA ", "K7QM2ZPA"])
def test_reads_a_code_as_people_copy_it(spelt: str) -> None:
    """Case, spaces and the hyphen do not matter."""
    assert "K7QM2ZPA" == read_code(spelt)


@pytest.mark.parametrize(
    "word", ["gratuita", "HOSPITAL", "mon code", "K7QM-2ZP", "12345678901", "", "bonjour2", "I0OL-1234"]
)
def test_a_word_is_no_code(word: str) -> None:
    """What people type is not taken for a code."""
    assert read_code(word) is None
