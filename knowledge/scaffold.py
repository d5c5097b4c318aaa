"""A new city begins here: a folder whose blanks, once filled, make a pack that validates."""

from __future__ import annotations

import json
import re
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.folding import words
from knowledge.pack import PACKS

BLANK = "…"
_PACK = """\
# The description of a place. Replace every … and remove what does not apply.
id: {id}
name: {{fr: {name}, en: {name}, es: {name}}}
kind: city
country: …            # two letters, for phone numbers: CA, FR
timezone: …           # America/Toronto, Europe/Paris
holidays: {{country: …}}
includes: […]         # the shared pack of its country: canada, france
aliases: [{name}]
emergency: [{id}-emergency]
ask: [{id}-welcome]
"""
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


def new_city(name: str, root: Path | None = None) -> list[Path]:
    """Write the folder of a new city and give back the files whose blanks (…) must be filled."""
    place = "-".join(words(name))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place):
        raise KnowledgeError(f'"{name}" has no letters to make a folder name. Use the Latin name of the city.')
    folder = (root or PACKS) / place
    if folder.exists():
        raise PlaceExists(f"{folder} exists already. Edit it, or choose another name.")
    files = {
        folder / "pack.yml": _PACK,
        folder / "emergency" / f"{place}-emergency.yml": _EMERGENCY,
        folder / "services" / f"{place}-welcome.yml": _WELCOME,
    }
    for path, form in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form.format(id=place, name=json.dumps(name, ensure_ascii=False)), encoding="utf-8")
    return list(files)
