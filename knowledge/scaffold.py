"""A new city begins here: a folder whose blanks, once filled, make a pack that validates."""

from __future__ import annotations

import json
import re
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.folding import words
from knowledge.pack import PACKS, as_mapping
from knowledge.problems import did_you_mean
from knowledge.yaml_file import read_yaml

BLANK = "…"
_PACK = """\
# The description of a place. Replace every … and remove what does not apply.
id: {id}
name: {{fr: {name}, en: {name}, es: {name}}}
kind: city
country: {country}
timezone: {timezone}
holidays: {holidays}
includes: [{shared}]
# places: [{shared}]  # tell only what is true of these places: not of another province, for example
aliases: [{name}]
{emergency}ask: [{id}-welcome]
"""
_FROM_SHARED = "# Emergency numbers and the table of statuses come from the shared pack: do not write them again.\n"
_OWN = "emergency: [{id}-emergency]\n"
_BLANK_COUNTRY = {
    "country": "…            # two letters, for phone numbers: CA, FR",
    "timezone": "…           # America/Toronto, Europe/Paris",
    "holidays": "{country: …}",
    "shared": "…",
}
_EMERGENCY = """\
id: {id}-emergency
kind: emergency
place: {id}
needs: [danger_now]
name: {{fr: "…", en: "…", es: "…"}}
short: {{fr: "…", en: "…", es: "…"}}
contact:
  phones:
  - number: "…"
always_open: true
unconditional: true
sources:
- {{title: "…", url: "…", date: "…"}}
confidence: high
"""
_WELCOME = """\
id: {id}-welcome
kind: service
place: {id}
needs: [orientation_service]
topics: [daily_life]
priority: 1
name: {{fr: "…", en: "…", es: "…"}}
short: {{fr: "…", en: "…", es: "…"}}
access:
  citizen: "unknown"
  permanent_resident: "unknown"
  protected_person: "unknown"
  asylum_claimant: "unknown"
  temporary_resident: "unknown"
  no_status: "unknown"
# Where does the protection stop? What does it not do?
limits:
- {{fr: "…", en: "…", es: "…"}}
# What is promised, and what is not?
confidentiality:
- {{fr: "…", en: "…", es: "…"}}
contact:
  phones:
  - number: "…"
sources:
- {{title: "…", url: "…", date: "…"}}
confidence: medium
"""


class PlaceExists(KnowledgeError, FileExistsError):
    """The city already has a folder; nothing was written."""


def new_city(name: str, root: Path | None = None, shared: str = "") -> list[Path]:
    """Write the folder of a new city and give back the files whose blanks (…) must be filled.

    Args:
        name: the city's name, as people there write it.
        root: the folder of packs.
        shared: the pack of its country, which already holds the emergency numbers; a city without one gets a form.
    """
    packs = root or PACKS
    place = "-".join(words(name))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place):
        raise KnowledgeError(f'"{name}" has no letters to make a folder name. Use the Latin name of the city.')
    folder = packs / place
    if folder.exists():
        raise PlaceExists(f"{folder} exists already. Edit it, or choose another name.")
    about = _about_country(packs, shared)
    files = {folder / "pack.yml": _PACK, folder / "services" / f"{place}-welcome.yml": _WELCOME}
    if not shared:
        files[folder / "emergency" / f"{place}-emergency.yml"] = _EMERGENCY
    about["emergency"] = _FROM_SHARED if shared else _OWN.format(id=place)
    for path, form in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form.format(id=place, name=json.dumps(name, ensure_ascii=False), **about), encoding="utf-8")
    return sorted(files)


def _about_country(packs: Path, shared: str) -> dict[str, str]:
    """What the city takes over from the pack of its country, as it is written in YAML."""
    if not shared:
        return dict(_BLANK_COUNTRY)
    known = {path.parent.name for path in packs.glob("*/pack.yml")}
    if shared not in known:
        raise KnowledgeError(f'There is no pack "{shared}". {did_you_mean(shared, known)}')
    file, _ = read_yaml(packs / shared / "pack.yml")
    about = as_mapping(file.data)
    said = {name: json.dumps(about.get(name, BLANK)) for name in ("country", "timezone", "holidays")}
    return {**said, "shared": shared}
