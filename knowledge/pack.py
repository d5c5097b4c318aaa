"""Packs as they lie on disk: one folder a place, one file an entry. Reading only; `validate` judges, `store` builds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.problems import Problem, shown
from knowledge.yaml_file import YamlFile, read_yaml

PACKS = Path(__file__).parent / "packs"
FOLDERS = {
    "services": "service",
    "organizations": "organization",
    "procedures": "procedure",
    "statuses": "status",
    "rules": "rule",
    "emergency": "emergency",
    "terms": "term",
}


@dataclass
class Pack:
    """One folder: its description, its entries, its decision table."""

    name: str
    path: Path
    about: YamlFile
    entries: list[YamlFile] = field(default_factory=list)
    triage: YamlFile | None = None

    def told(self, key: str) -> list[str]:
        """A list field of pack.yml, empty when the file is broken."""
        value = self.about.data.get(key) if isinstance(self.about.data, dict) else None
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def files(self) -> list[YamlFile]:
        """All its files."""
        return [*self.entries, self.about, *([self.triage] if self.triage else [])]

    @property
    def is_shared(self) -> bool:
        """True for a country's pack, which cities include."""
        return isinstance(self.about.data, dict) and self.about.data.get("kind") == "country"

    @property
    def country(self) -> str:
        """The country of its phone numbers."""
        return str(self.about.data.get("country", "")) if isinstance(self.about.data, dict) else ""

    def ids(self) -> Iterator[tuple[str, YamlFile]]:
        """Each entry that has an id."""
        for file in self.entries:
            if isinstance(file.data, dict) and isinstance(file.data.get("id"), str):
                yield file.data["id"], file


def read_packs(root: Path | None = None) -> tuple[dict[str, Pack], list[Problem]]:
    """Read every pack under `root`, with the problems of files that are not even YAML."""
    root = root or PACKS
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    if not root.is_dir():
        return {}, [Problem(shown(root), 1, "There is no folder of packs.", "Give the folder that holds them.")]
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
        pack, found = _read_pack(folder)
        packs[pack.name] = pack
        problems += found
    return packs, problems


def fingerprint(root: Path | None = None, *more: Path) -> str:
    """A short name for the exact content of the packs (and of `more` files): the same content, the same name."""
    root = root or PACKS
    digest = hashlib.sha256()
    for path in [*sorted(root.rglob("*.yml")), *more]:
        digest.update(str(path.relative_to(root) if path.is_relative_to(root) else path.name).encode())
        digest.update(b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _read_pack(folder: Path) -> tuple[Pack, list[Problem]]:
    problems: list[Problem] = []

    def read(path: Path) -> YamlFile:
        file, found = read_yaml(path)
        problems.extend(found)
        return file

    about_path = folder / "pack.yml"
    about = read(about_path) if about_path.is_file() else YamlFile(about_path, None)
    pack = Pack(folder.name, folder, about)
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path == about_path or path.name.startswith("."):
            continue
        if path == folder / "triage.yml":
            pack.triage = read(path)
        elif path.suffix == ".yml" and path.parent.parent == folder and path.parent.name in FOLDERS:
            pack.entries.append(read(path))
        else:
            problems.append(_stray(path))
    return pack, problems


def _stray(path: Path) -> Problem:
    folders = ", ".join(FOLDERS)
    return Problem(shown(path), 1, "This file is not read.", f"Put entries in one of {folders}, with the ending .yml.")


def kind_of(file: YamlFile) -> str:
    """The kind that the folder of a file stands for."""
    return FOLDERS.get(file.path.parent.name, "")


def as_mapping(value: Any) -> dict[str, Any]:
    """The value when it is a mapping, else an empty one: shape problems are reported elsewhere."""
    return value if isinstance(value, dict) else {}
