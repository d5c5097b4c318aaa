"""Reading YAML as an editor means it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.yaml_file import parse_yaml

HERE = Path("pack.yml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", "no"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: true", True),
        ("a: false", False),
        ("a: 2023-01-15", "2023-01-15"),
        ("a: 2019", "2019"),
        ("a: 911", "911"),
        ("a: 8:30", "8:30"),
        ("a: 0x10", "0x10"),
        ("a: 1e3", "1e3"),
        ('a: "true"', "true"),
        ("a:", None),
        ("a: ''", ""),
    ],
)
def test_a_value_stays_what_was_typed(text: str, value: object) -> None:
    """Only true and false are booleans; dates, times, phones and the word "no" stay texts."""
    file, problems = parse_yaml(text, HERE)

    assert ({"a": value}, []) == (file.data, problems)


def test_priority_is_a_number() -> None:
    """The one numeric field of an entry is read as a number."""
    file, _ = parse_yaml("priority: 1", HERE)

    assert file.data == {"priority": 1}


def test_every_value_knows_its_line() -> None:
    """Lines are kept for keys, list items and nested values; an unknown path gives its parent's line."""
    file, _ = parse_yaml("a: 1\nb:\n- x\n- c: 2\n", HERE)

    assert (file.line(("a",)), file.line(("b", 0)), file.line(("b", 1, "c")), file.line(("b", 1, "zz"))) == (1, 3, 4, 4)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\na: 2", 2, 'The key "a" is written twice.'),
        ("a: &x 1\nb: *x", 2, "aliases (*name) are not allowed"),
        ("a: [1", 1, "Not valid YAML"),
        ("a: b: c", 1, "Not valid YAML"),
        ("? [x]\n: 1", 1, "A key must be one word."),
        ("\x07", 1, "Not valid YAML"),
    ],
)
def test_a_broken_file_is_a_problem_and_not_an_exception(text: str, line: int, message: str) -> None:
    """A problem names its line and what is wrong."""
    _, problems = parse_yaml(text, HERE)

    assert [(line, True)] == [(problem.line, message in str(problem)) for problem in problems]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    """Whatever a file contains, reading it gives data and problems."""
    file, problems = parse_yaml(text, HERE)

    assert file.data is None or isinstance(file.data, dict | list | str | bool)
    assert isinstance(problems, list)
