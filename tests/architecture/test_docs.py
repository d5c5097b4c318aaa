"""The documents: what exists is documented, and what is documented exists."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

from bot.__main__ import _parser
from bot.gateway.webhooks import CHANNELS
from bot.settings import PREFIX, Secret, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "knowledge").glob("*.md")]


def test_every_setting_is_in_the_readme() -> None:
    """The table of settings is the dataclass: name, default and help line of each, in its order."""
    written = re.findall(r"^\| `(BOUSSOLE_\w+)` \| `?(.*?)`? \| (.*) \|$", README, re.MULTILINE)
    expected = [
        (
            PREFIX + each.name.upper(),
            "" if isinstance(each.default, Secret) else str(each.default),
            each.metadata["help"],
        )
        for each in fields(Settings)
    ]

    assert expected == written


def test_every_command_is_in_the_readme() -> None:
    """Whoever reads the README meets each command."""
    (commands,) = (a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))

    assert [] == [name for name in commands.choices if not re.search(rf"`{name}\b", README)]


def test_the_readme_is_short() -> None:
    """At most 150 lines."""
    assert len(README.splitlines()) <= 150


def test_every_channel_is_documented() -> None:
    """Each channel of the registry has its part in the document of channels."""
    text = (ROOT / "docs/channels.md").read_text(encoding="utf-8").lower()

    assert [] == [channel.name for channel in CHANNELS if channel.name not in text]


def test_files_named_in_documents_exist() -> None:
    """A path in backticks leads somewhere."""
    lost = []
    for document in DOCUMENTS:
        for path in re.findall(
            r"`((?:bot|data|actions|knowledge|tests|docs|benchmarks)/[\w/.-]+)`", document.read_text(encoding="utf-8")
        ):
            if not (ROOT / path).exists():
                lost.append(f"{document.name}: {path}")

    assert [] == lost


def test_commands_of_make_exist() -> None:
    """Each `make …` of a document is a target."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for document in DOCUMENTS
        for target in re.findall(r"\bmake ([a-z][\w-]+)", document.read_text(encoding="utf-8"))
    }

    assert set() == {name for name in named if name not in targets} - {"sure", "up", "it"}
