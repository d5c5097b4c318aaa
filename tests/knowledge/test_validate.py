"""The validator tells an editor everything that is wrong, with file and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge.problems import WARNING, errors
from knowledge.validate import known_needs, validate

from .conftest import HERE, PACKS

BAD = sorted((HERE / "bad_packs").glob("*.yml"))
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_bad_entry_is_told_with_line_and_advice(path: Path, packs: Path) -> None:
    """Each named bad case gives the problem its first line expects."""
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    there = packs / "montreal" / "services" / "bad-entry.yml"
    shutil.copy(path, there)

    found = errors(validate(packs, "montreal", TODAY).problems)

    assert any(f"{there}:{expected}" in str(problem) for problem in found), "\n".join(map(str, found))


def test_valid_packs_have_no_errors() -> None:
    """The small packs of these tests may be published; two old sources are one warning."""
    report = validate(PACKS, today=TODAY)

    assert (report.is_valid, len(report.problems)) == (True, 1)
    assert {WARNING} == {problem.level for problem in report.problems}
    assert report.counts == {"canada": 8, "montreal": 8, "quebec": 1}


def test_problems_of_all_files_come_at_once(packs: Path) -> None:
    """Two broken files give the problems of both."""
    for name in ("mtl-311", "mtl-card"):
        path = packs / "montreal" / "services" / f"{name}.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("kind: service", "kind: servce"), encoding="utf-8")

    found = errors(validate(packs, today=TODAY).problems)

    assert {"mtl-311.yml", "mtl-card.yml"} == {Path(problem.file).name for problem in found}


def test_a_file_in_the_wrong_place_is_not_silently_left_out(packs: Path) -> None:
    """A misplaced or misnamed file is an error: an editor believes that it is told."""
    (packs / "montreal" / "services" / "note.yaml").write_text("id: note\n", encoding="utf-8")

    found = errors(validate(packs, today=TODAY).problems)

    assert [problem.message for problem in found] == ["This file is not read."]


def test_the_same_id_in_two_packs_is_an_error(packs: Path) -> None:
    """An id names one entry in the whole house."""
    shutil.copy(packs / "montreal/services/mtl-311.yml", packs / "quebec" / "organizations" / "mtl-311.yml")

    found = [problem.message for problem in errors(validate(packs, today=TODAY).problems)]

    assert any('The id "mtl-311" is also in pack' in message for message in found)


def test_a_pack_without_description_says_how_to_write_one(packs: Path) -> None:
    """A folder without pack.yml is an error with advice."""
    (packs / "quebec" / "pack.yml").unlink()

    found = errors(validate(packs, today=TODAY).problems)

    assert any("The pack has no description." in str(problem) for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fear: 'yes'", "fear: maybe", 'No question has the answer "fear: maybe".'),
        ("status: status-no-status", "status: status-nothing", '"status-nothing" exists nowhere.'),
        ("entry: process-asylum", "entry: process-nothing", '"process-nothing" exists nowhere.'),
        ("  - id: skip", "  - id: skipp", "This question cannot be skipped."),
        ("next:\n  - service-211", "next:\n  - service-999", '"service-999" exists nowhere.'),
    ],
)
def test_a_broken_triage_is_told(packs: Path, old: str, new: str, message: str) -> None:
    """Answers, results and references of the decision table are checked."""
    path = packs / "canada" / "triage.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = [str(problem) for problem in errors(validate(packs, today=TODAY).problems)]

    assert any(message in line for line in found), found


def test_there_are_62_needs() -> None:
    """The needs are the intent names of the taxonomy."""
    assert len(known_needs()) == 62
