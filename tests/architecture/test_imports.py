"""Who may import whom: this dict is the diagram of the house (docs/architecture.md shows it)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("actions", "bot", "knowledge")
FRAMEWORK = ("rasa", "rasa_sdk")

# Room -> what of ours (and of Rasa) it may import. The longest room that fits a module decides.
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "actions": {"actions", "knowledge", "rasa_sdk"},
    "bot.messages": set(),
    "bot.settings": set(),
    "bot.logs": set(),
    "bot.replies": {"bot.replies", "knowledge"},
    "bot.engine": {"bot.engine", "bot.messages", "bot.replies", "knowledge", "actions", "rasa", "rasa_sdk"},
    "bot.gateway": {"bot.gateway", "bot.messages", "bot.settings", "bot.replies", "knowledge"},
    # The command line and what it starts: anything, inside the function that needs it.
    "bot.__main__": {"bot", "knowledge", "actions"},
    "bot.run": {"bot", "knowledge"},
    "bot.console": {"bot", "knowledge"},
    "bot.simulate": {"bot", "knowledge"},
    "bot": set(),
}


def modules() -> list[tuple[str, Path]]:
    """Every module of the product with its dotted name."""
    found = []
    for top in OURS:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def room_of(module: str) -> str:
    """The room that a module belongs to."""
    return max((room for room in MAY_IMPORT if (module + ".").startswith(room + ".")), key=len)


def imported(path: Path) -> set[str]:
    """Dotted names of ours and of Rasa that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in (*OURS, *FRAMEWORK)}


@pytest.mark.parametrize(("module", "path"), modules(), ids=[name for name, _ in modules()])
def test_imports_only_what_its_room_may(module: str, path: Path) -> None:
    """A module imports only what its room may."""
    allowed = MAY_IMPORT[room_of(module)]

    strangers = {name for name in imported(path) if not any((name + ".").startswith(each + ".") for each in allowed)}

    assert set() == strangers


def test_every_room_exists() -> None:
    """The diagram names no room that is not there."""
    rooms = {room_of(name) for name, _ in modules()}

    assert set(MAY_IMPORT) == rooms


def test_only_the_engine_imports_rasa() -> None:
    """`import rasa` stands in bot/engine and nowhere else."""
    users = {room_of(name) for name, path in modules() if any(each.split(".")[0] == "rasa" for each in imported(path))}

    assert {"bot.engine"} == users
