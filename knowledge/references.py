"""Do ids lead somewhere? A pack may name its own entries, those of packs it includes, and of cities that include it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.pack import Pack, as_mapping, kind_of
from knowledge.problems import WARNING, Problem, did_you_mean
from knowledge.yaml_file import Keys, YamlFile

_LISTS = ("ask", "related", "emergency", "next", "includes")


def check_references(packs: Mapping[str, Pack]) -> list[Problem]:
    """Duplicate ids, misplaced files, and references that lead nowhere."""
    found: list[Problem] = []
    everywhere: dict[str, str] = {}
    for pack in packs.values():
        found += _names(pack, everywhere)
    for pack in packs.values():
        found += _pack_file(pack, packs)
        cities = [name for name, other in packs.items() if pack.name in other.told("includes")]
        near = [packs[name] for name in (pack.name, *pack.told("includes"), *cities) if name in packs]
        visible = {entry for other in near for entry, _ in other.ids()}
        for file in pack.files():
            for keys, wanted in _references(file):
                found += _missing(file, keys, wanted, visible, everywhere)
    return found


def _names(pack: Pack, everywhere: dict[str, str]) -> list[Problem]:
    found = []
    for entry, file in pack.ids():
        if entry != file.path.stem:
            found.append(
                file.problem(("id",), f'The id "{entry}" is not the file name.', f"Name the file {entry}.yml.")
            )
        if entry in everywhere:
            where = everywhere[entry]
            found.append(file.problem(("id",), f'The id "{entry}" is also in pack {where}.', "Choose another id."))
        everywhere[entry] = pack.name
        kind, folder = file.data.get("kind"), kind_of(file)
        if kind != folder:
            found.append(
                file.problem(("kind",), f'The kind "{kind}" lies in the folder of "{folder}".', "Move the file.")
            )
    return found


def _pack_file(pack: Pack, packs: Mapping[str, Pack]) -> list[Problem]:
    if pack.about.data is None:
        advice = f"Write one: `boussole knowledge new-city {pack.name}` shows its form."
        return [pack.about.problem((), "The pack has no description.", advice)]
    about = as_mapping(pack.about.data)
    found = []
    if about.get("id") != pack.name:
        found.append(
            pack.about.problem(("id",), f'The id "{about.get("id")}" is not the folder.', f"Write {pack.name}.")
        )
    for index, name in enumerate(pack.told("includes")):
        if name not in packs:
            problem = pack.about.problem(("includes", index), f'There is no pack "{name}".', did_you_mean(name, packs))
            found.append(problem)
    known = {*packs, *_regions()}
    for file in pack.entries:
        place = as_mapping(file.data).get("place")
        if isinstance(place, str) and place not in known:
            found.append(file.problem(("place",), f'"{place}" is not a known place.', did_you_mean(place, known)))
    return found


@cache
def _regions() -> frozenset[str]:
    lines = (Path(__file__).parent / "schema" / "regions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _references(file: YamlFile) -> Iterator[tuple[Keys, str]]:
    data = as_mapping(file.data)
    if isinstance(data.get("supersedes"), str):
        yield ("supersedes",), data["supersedes"]
    yield from _listed(data, ())
    yield from _from_triage(data)


def _listed(data: Mapping[str, Any], keys: Keys) -> Iterator[tuple[Keys, str]]:
    for name in _LISTS:
        items = data.get(name)
        if name != "includes" and isinstance(items, list):
            for index, item in enumerate(items):
                if isinstance(item, str):
                    yield (*keys, name, index), item


def _from_triage(data: Mapping[str, Any]) -> Iterator[tuple[Keys, str]]:
    results = data.get("results") if isinstance(data.get("results"), list) else []
    special = {as_mapping(result).get("id") for result in results or []}
    for index, result in enumerate(results or []):
        if isinstance(as_mapping(result).get("entry"), str):
            yield ("results", index, "entry"), result["entry"]
    for part in ("rules", "overlays"):
        for index, rule in enumerate(data.get(part) or []):
            yield from _listed(as_mapping(rule), (part, index))
            status = as_mapping(rule).get("status")
            if isinstance(status, str) and status not in special:
                yield (part, index, "status"), status


def _missing(
    file: YamlFile, keys: Keys, wanted: str, visible: set[str], everywhere: Mapping[str, str]
) -> list[Problem]:
    if wanted in visible:
        return []
    if wanted in everywhere:
        message = f'"{wanted}" is in pack {everywhere[wanted]}, which this pack does not include.'
        return [file.problem(keys, message, "It is told only where both are visible.", WARNING)]
    return [file.problem(keys, f'"{wanted}" exists nowhere.', did_you_mean(wanted, everywhere))]
