"""Judges packs: every problem of every file at once, as an editor wants them. `store` refuses packs that fail here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.dates import is_old, last_day
from knowledge.freshness import checked_on
from knowledge.pack import Pack, as_mapping, read_packs
from knowledge.phones import is_phone, is_text_number
from knowledge.plain_language import check_plain_language
from knowledge.problems import WARNING, Problem, did_you_mean, errors
from knowledge.references import check_references
from knowledge.scaffold import BLANK
from knowledge.shape import ENTRY, PACK, TRIAGE, check_shape
from knowledge.translations import check_translations
from knowledge.yaml_file import Keys, YamlFile

STILL_BLANK = "This is still blank."


@dataclass(frozen=True)
class Report:
    """What validation found, and how much it read."""

    problems: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def is_valid(self) -> bool:
        """True when nothing forbids publishing."""
        return not errors(self.problems)


def validate(root: Path | None = None, only: str | None = None, today: date | None = None) -> Report:
    """Check the packs under `root`; `only` keeps the problems of one pack (references still see all)."""
    packs, problems = read_packs(root)
    if only is not None and only not in packs:
        problem = Problem(str(root or "packs"), 1, f'There is no pack "{only}".', did_you_mean(only, packs))
        return Report((problem,), {})
    problems += check_packs(packs, today or date.today())
    if only is not None:
        problems = [problem for problem in problems if only in Path(problem.file).parts]
    counts = {name: len(pack.entries) for name, pack in packs.items() if only in (None, name)}
    return Report(tuple(sorted(_without_echoes(problems))), counts)


def _without_echoes(problems: list[Problem]) -> set[Problem]:
    """A line that is still blank is told once: what else is wrong with it follows from that."""
    blank = {(problem.file, problem.line) for problem in problems if problem.message == STILL_BLANK}
    return {p for p in problems if p.message == STILL_BLANK or (p.file, p.line) not in blank}


def check_packs(packs: Mapping[str, Pack], today: date | None) -> list[Problem]:
    """Every problem that lies in readable files; without `today`, age is not looked at."""
    found = check_references(packs)
    for pack in packs.values():
        found += [problem for file in pack.files() for problem in _blanks(file)]
        for file in pack.entries:
            found += _check_entry(file, pack, today)
        found += _unchecked(pack, today)
        if pack.about.data is not None:
            found += [*check_shape(pack.about, PACK), *check_translations(pack.about)]
        if pack.triage is not None:
            found += _check_triage(pack.triage)
    return found


def _blanks(file: YamlFile) -> list[Problem]:
    """What a scaffold left to fill."""
    return [
        file.problem(keys, STILL_BLANK, "Fill it, or remove the field.")
        for keys in file.lines
        if file.value(keys) == BLANK
    ]


def _check_entry(file: YamlFile, pack: Pack, today: date | None) -> list[Problem]:
    found = check_shape(file, ENTRY)
    if not isinstance(file.data, dict):
        return found
    found += check_translations(file)
    found += check_plain_language(file)
    found += [*_needs(file), *_phones(file, pack.country)]
    return [*found, *_freshness(file, today)] if today else found


def _needs(file: YamlFile) -> list[Problem]:
    needs = file.data.get("needs")
    if not isinstance(needs, list):
        return []
    return [
        file.problem(("needs", index), f'"{need}" is not a need.', did_you_mean(str(need), known_needs()))
        for index, need in enumerate(needs)
        if need not in known_needs()
    ]


def _phones(file: YamlFile, country: str) -> list[Problem]:
    contact = as_mapping(file.data.get("contact"))
    wrong: list[tuple[Keys, str]] = []
    for index, phone in enumerate(contact.get("phones") or []):
        number = as_mapping(phone).get("number")
        if isinstance(number, str) and not is_phone(number, country):
            wrong.append((("contact", "phones", index, "number"), number))
    if isinstance(contact.get("sms"), str) and not is_text_number(contact["sms"], country):
        wrong.append((("contact", "sms"), contact["sms"]))
    where = country or "an unknown country"
    return [file.problem(keys, f'"{n}" is not a phone number in {where}.', "Check its source.") for keys, n in wrong]


def _freshness(file: YamlFile, today: date) -> list[Problem]:
    found = []
    until = last_day(file.data.get("valid_until"))
    if until and until < today and file.data.get("status") != "inactive":
        advice = "Renew it, or write `status: inactive`."
        found.append(file.problem(("valid_until",), f"This is no longer true since {until}.", advice))
    return found


def _unchecked(pack: Pack, today: date | None) -> list[Problem]:
    """One line a pack: a warning for each entry would hide the others."""
    read = [file.data for file in pack.entries if isinstance(file.data, dict)]
    old = sum(is_old(_checked_on(data), today) for data in read) if today else 0
    if not old:
        return []
    advice = "`boussole knowledge stale` lists them; check one, then `boussole knowledge assure ID`."
    return [pack.about.problem((), f"Nobody has checked {old} of {len(read)} entries for 18 months.", advice, WARNING)]


def _checked_on(data: Mapping[str, Any]) -> date | None:
    sources = data.get("sources") if isinstance(data.get("sources"), list) else []
    dates = [str(as_mapping(source).get("date") or "") for source in sources or []]
    return checked_on(str(data.get("assured_date") or ""), dates)


def _check_triage(file: YamlFile) -> list[Problem]:
    found = [*check_shape(file, TRIAGE), *check_translations(file), *check_plain_language(file)]
    return found if errors(found) else [*found, *_answers(file)]


def _answers(file: YamlFile) -> list[Problem]:
    """Conditions must name questions and options of the same table, asked before."""
    options = {question["id"]: {option["id"] for option in question["options"]} for question in file.data["questions"]}
    found, asked_before = [], set[str]()
    for index, question in enumerate(file.data["questions"]):
        keys: Keys = ("questions", index)
        if "skip" not in options[question["id"]]:
            found.append(file.problem(keys, "This question cannot be skipped.", "Add an option `skip`."))
        for asked in question.get("ask_if", {}):
            if asked not in asked_before:
                found.append(file.problem(keys, f'"{asked}" is not asked before this.', "Change the order."))
        asked_before.add(question["id"])
    for keys, name, answer in _conditions(file.data):
        if answer not in options.get(name, set()):
            advice = did_you_mean(answer, options.get(name, set(options)))
            found.append(file.problem(keys, f'No question has the answer "{name}: {answer}".', advice))
    return found


def _conditions(data: dict[str, Any]) -> Iterator[tuple[Keys, str, str]]:
    for part, field in (("questions", "ask_if"), ("rules", "when"), ("overlays", "when")):
        for index, item in enumerate(data.get(part) or []):
            for name, wanted in (item.get(field) or {}).items():
                for answer in wanted if isinstance(wanted, list) else [wanted]:
                    yield (part, index), name, answer


@cache
def known_needs() -> frozenset[str]:
    """The needs of schema/needs.txt."""
    lines = (Path(__file__).parent / "schema" / "needs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
