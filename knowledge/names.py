"""Names by which people call places and organisations: the understanding learns them from the packs, not from code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.finder import KINDS, forms_of
from knowledge.pack import read_packs

SHORTEST = 3  # letters; shorter forms are everyday words


def spoken_names() -> dict[str, list[str]]:
    """Each place and organisation with the ways to write it, as `place:<id>` and `entry:<id>`."""
    packs, _ = read_packs()
    names: dict[str, list[str]] = {}
    for pack in packs.values():
        about = pack.about.data or {}
        if about.get("kind") == "city":
            names[f"place:{about['id']}"] = _distinct([*about["name"].values(), *about.get("aliases", ())])
        for entry_id, file in pack.ids():
            if file.data.get("kind") in KINDS:
                names[f"entry:{entry_id}"] = _distinct(_entry_forms(file.data))
    return names


def _entry_forms(entry: Mapping[str, Any]) -> Iterable[str]:
    for name in entry.get("name", {}).values():
        # An aside in small letters ("general", "2021 law") explains the name; nobody calls the place by it.
        yield from (form for form in forms_of(name) if not form.islower())


def _distinct(forms: Iterable[str]) -> list[str]:
    return [form for form in dict.fromkeys(form.strip() for form in forms) if len(form) >= SHORTEST]
