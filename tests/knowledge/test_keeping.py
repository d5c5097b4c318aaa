"""What keeps packs true: stale lists, assurance, a new city, and the command line."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.assurance import with_date
from knowledge.cli import main
from knowledge.dates import first_day, is_old, last_day
from knowledge.problems import errors
from knowledge.stale import stale
from knowledge.store import read_valid
from knowledge.validate import STILL_BLANK, validate

from .conftest import PACKS

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-01-15", date(2023, 1, 15), date(2023, 1, 15)),
        ("2023-13", None, None),
        ("unknown", None, None),
        ("", None, None),
    ],
)
def test_partial_dates_are_read_with_caution(text: str, first: date | None, last: date | None) -> None:
    """Age counts from the first day a date can mean; validity lasts to the last."""
    assert (first, last) == (first_day(text), last_day(text))


@pytest.mark.parametrize(
    ("day", "old"),
    [(date(2025, 5, 25), True), (date(2025, 5, 26), False), (None, True), (date(2026, 11, 25), False)],
)
def test_old_begins_at_18_months(day: date | None, old: bool) -> None:
    """Eighteen months to the day; an unknown day is old."""
    assert old == is_old(day, TODAY)


def test_stale_lists_the_oldest_first() -> None:
    """What nobody ever checked comes first."""
    entries, _, _ = read_valid(PACKS)

    assert [one.entry for one in stale(entries, TODAY)] == ["mtl-rumour", "mtl-shelter"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: a\nassured_date:\nx: 1\n", 'id: a\nassured_date: "2026-11-25"\nx: 1\n'),
        ("id: a\nassured_date: '2020'  # Ana\r\nx: 1", 'id: a\nassured_date: "2026-11-25"  # Ana\r\nx: 1'),
        ("id: a", 'id: a\nassured_date: "2026-11-25"\n'),
        ("a: 1\r\n", 'a: 1\r\nassured_date: "2026-11-25"\r\n'),
        ("a:\n  assured_date: 1\n", 'a:\n  assured_date: 1\nassured_date: "2026-11-25"\n'),
    ],
)
def test_assuring_changes_one_line_only(before: str, after: str) -> None:
    """Comments, line ends and order stay byte for byte."""
    assert after == with_date(before, TODAY)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a: 1", "# note", "", "  b: é", "assured_date: 2020", "- x"]), max_size=8))
def test_assuring_twice_is_assuring_once(lines: list[str]) -> None:
    """The date is in the file once, wherever it was."""
    once = with_date("\n".join(lines), TODAY)

    assert once == with_date(once, TODAY)


def test_assure_command_makes_an_entry_fresh(packs: Path) -> None:
    """`assure` writes the date into the entry's file, and it is no longer stale."""
    assert main(["--packs", str(packs), "assure", "mtl-shelter", "--date", "2026-11-25"]) == 0

    entries, _, _ = read_valid(packs)
    assert [one.entry for one in stale(entries, TODAY)] == ["mtl-rumour"]


def test_assure_command_names_an_unknown_entry(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong id is said, with exit code 1."""
    assert main(["--packs", str(packs), "assure", "mtl-nothing"]) == 1
    assert 'There is no entry "mtl-nothing"' in capsys.readouterr().err


def test_a_new_city_has_only_blanks_to_fill(packs: Path) -> None:
    """The scaffold's problems are its blanks, nothing else."""
    assert main(["--packs", str(packs), "new-city", "L'Haÿ-les-Roses"]) == 0

    found = errors(validate(packs, today=TODAY).problems)

    assert {STILL_BLANK} == {problem.message for problem in found}
    assert (packs / "l-hay-les-roses" / "pack.yml").is_file()


def test_a_new_city_is_valid_once_its_blanks_are_filled(packs: Path) -> None:
    """Filling every blank makes a pack that validates and answers."""
    main(["--packs", str(packs), "new-city", "Laval"])
    pack = packs / "laval" / "pack.yml"
    text = pack.read_text(encoding="utf-8")
    for value in ("CA", "America/Toronto", "CA", "canada"):
        text = (
            text.replace("…", value, 1)
            if "every …" not in text
            else text.replace("every …", "every blank").replace("…", value, 1)
        )
    pack.write_text(text, encoding="utf-8")
    fill = {"number": "514 872-0311", "url": "https://example.org", "date": "2026-05", "title": "City page"}
    for path in (packs / "laval").glob("*/*.yml"):
        text = path.read_text(encoding="utf-8")
        for field, value in fill.items():
            text = text.replace(f'{field}: "…"', f'{field}: "{value}"')
        path.write_text(text.replace('"…"', '"Oui."'), encoding="utf-8")

    assert errors(validate(packs, today=TODAY).problems) == []


def test_a_new_city_of_a_known_country_takes_over_its_pack(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of the country is asked again, and no emergency number is written twice."""
    assert main(["--packs", str(packs), "new-city", "Laval", "--in", "canda"]) == 1
    assert 'Did you mean "canada"?' in capsys.readouterr().err
    assert main(["--packs", str(packs), "new-city", "Laval", "--in", "canada"]) == 0

    found = errors(validate(packs, "laval", TODAY).problems)

    assert {problem.message for problem in found} == {STILL_BLANK}
    assert {Path(problem.file).name for problem in found} == {"laval-welcome.yml"}
    assert not (packs / "laval" / "emergency").exists()


def test_age_is_one_line_a_pack(packs: Path) -> None:
    """What must be checked is counted, so that it hides no other warning."""
    told = [p for p in validate(packs, today=TODAY).problems if "18 months" in p.message]

    assert [(Path(problem.file).parent.name, problem.message) for problem in told] == [
        ("montreal", "Nobody has checked 2 of 8 entries for 18 months.")
    ]


def test_a_city_is_never_overwritten(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An existing folder is left alone."""
    assert main(["--packs", str(packs), "new-city", "Québec"]) == 1
    assert "exists already" in capsys.readouterr().err


def test_validate_command_counts_and_fails(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a problem, the counts at the end, exit code 1 only for errors."""
    assert main(["--packs", str(packs), "validate"]) == 0
    shutil.copy(packs / "montreal/services/mtl-311.yml", packs / "montreal/services/mtl-312.yml")

    assert main(["--packs", str(packs), "validate", "--pack", "montreal", "--no-warnings"]) == 1
    told = capsys.readouterr()
    assert "mtl-312.yml:1: " in told.out
    assert "montreal 9: " in told.err


def test_validate_command_names_an_unknown_pack(packs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt pack name is not "no problems"."""
    assert main(["--packs", str(packs), "validate", "--pack", "montrael"]) == 1
    assert 'Did you mean "montreal"?' in capsys.readouterr().out


def test_search_bench_measures_any_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Documents and queries come as JSON lines; a query without answers measures silence."""
    corpus, queries = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl"
    documents = [
        {"id": "1", "lang": "fr", "title": "Piscine", "text": "Nager est gratuit."},
        {"id": "2", "lang": "fr", "title": "Bibliothèque", "text": "Lire est gratuit."},
    ]
    asked = [
        {"id": "a", "lang": "fr", "text": "la piscine", "relevant": ["1"]},
        {"id": "b", "lang": "fr", "text": "fusée", "relevant": []},
    ]
    corpus.write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    queries.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")

    assert main(["search-bench", str(corpus), str(queries), "--plain"]) == 0
    told = capsys.readouterr().out
    assert "hit@1 1.000" in told
    assert "rightly silent 1.000 (of 1)" in told
