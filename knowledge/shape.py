"""Does a file have the shape that its JSON Schema asks for? The schema's errors, said in an editor's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, RefResolver

from knowledge.languages import LANGUAGES
from knowledge.problems import Problem, did_you_mean
from knowledge.yaml_file import Keys, YamlFile

SCHEMAS = Path(__file__).parent / "schema"
ENTRY, PACK, TRIAGE = "entry.schema.json", "pack.schema.json", "triage.schema.json"
_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
    "integer": "a number",
}


def check_shape(file: YamlFile, schema: str) -> list[Problem]:
    """Every place where the file and its schema differ."""
    if file.data is None:
        return [file.problem((), "The file is empty.", "Write the fields of knowledge/README.md.")]
    return [_problem(file, error) for error in _errors(_validator(schema).iter_errors(file.data))]


@cache
def _validator(name: str) -> Draft202012Validator:
    store = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.schema.json")}
    return Draft202012Validator(store[name], resolver=RefResolver(name, store[name], store=store))


def _errors(found: Any) -> Iterator[Any]:
    """Open `anyOf` errors into those of the branch that the editor meant."""
    for error in found:
        if error.validator != "anyOf":
            yield error
            continue
        branches: dict[int, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [inner for inner in branches.values() if not _is_other_type(inner[0])]
        yield from _errors(meant[0]) if meant else iter([error])


def _is_other_type(error: Any) -> bool:
    return not error.path and error.validator in {"type", "enum", "const"}


def _problem(file: YamlFile, error: Any) -> Problem:
    keys: Keys = tuple(error.absolute_path)
    say = _SAYINGS.get(error.validator, _say_other)
    key, message, advice = say(error)
    return file.problem((*keys, key) if key else keys, message, advice)


def _field(error: Any) -> str:
    names = [str(key) for key in error.absolute_path if isinstance(key, str)]
    return ".".join(names) or "the file"


def _say_unknown_key(error: Any) -> tuple[str, str, str]:
    known = set(error.schema.get("properties", {}))
    if "patternProperties" in error.schema:
        known |= set(LANGUAGES)
    unknown = next((key for key in error.instance if not _is_allowed(key, error.schema)), "")
    return unknown, f'Unknown field "{unknown}" in {_field(error)}.', did_you_mean(unknown, known)


def _is_allowed(key: str, schema: dict[str, Any]) -> bool:
    patterns = schema.get("patternProperties", {})
    return key in schema.get("properties", {}) or (bool(patterns) and len(key) in {2, 3} and key.isalpha())


def _say_missing(error: Any) -> tuple[str, str, str]:
    missing = [name for name in error.validator_value if name not in error.instance]
    name = next((name for name in missing if f"'{name}'" in error.message), missing[0])
    where = _field(error)
    if name in LANGUAGES:
        return "", f'{where} has no "{name}" text.', "Write the three languages."
    return "", f'The required field "{name}" is missing in {where}.', "See the table in knowledge/README.md."


def _say_choice(error: Any) -> tuple[str, str, str]:
    choices = error.validator_value if error.validator == "enum" else [error.validator_value]
    words = [str(choice) for choice in choices if choice]
    return "", f'"{error.instance}" is not allowed for {_field(error)}.', did_you_mean(str(error.instance), words)


def _say_pattern(error: Any) -> tuple[str, str, str]:
    name = str(next((key for key in reversed(error.absolute_path) if isinstance(key, str)), "id"))
    advice = _PATTERN_ADVICE.get(name, f"It must look like {error.validator_value}.")
    return "", f'"{error.instance}" is not a correct {name}.', advice


def _say_type(error: Any) -> tuple[str, str, str]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else error.validator_value[0]
    advice = "Write a text in fr, en and es." if wanted == "object" else "Correct the value."
    return "", f"{_field(error)} must be {_TYPE_WORDS.get(wanted, wanted)}.", advice


def _say_other(error: Any) -> tuple[str, str, str]:
    if len(error.absolute_path) == 2 and error.absolute_path[0] == "access":
        value = error.instance
        return (
            "",
            f'access "{value}" has no reason.',
            "Write {value: …, why: {fr: …, en: …, es: …}}, or yes or unknown.",
        )
    if error.validator == "anyOf":
        return "", f"{_field(error)} has a wrong kind of value.", "See the table in knowledge/README.md."
    return "", f"{_field(error)}: {error.message[:100]}.", "See the table in knowledge/README.md."


_SAYINGS = {
    "additionalProperties": _say_unknown_key,
    "required": _say_missing,
    "enum": _say_choice,
    "const": _say_choice,
    "pattern": _say_pattern,
    "type": _say_type,
}
_PATTERN_ADVICE = {
    "id": "Use small letters, digits and hyphens.",
    "place": "Use small letters, digits and hyphens.",
    "url": "Begin with https:// and leave no space.",
    "email": "Write it as name@example.org.",
    "opens_at": 'Write it as "08:30".',
    "closes_at": 'Write it as "16:30".',
    "date": "Write 2019, 2023-01, 2023-01-15 or unknown.",
    "valid_from": "Write 2019, 2023-01 or 2023-01-15.",
    "valid_until": "Write 2019, 2023-01 or 2023-01-15.",
    "assured_date": "Write 2023-01-15, or leave it empty.",
}
