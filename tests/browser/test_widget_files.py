"""The built files: small, current, and made of words that exist."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.gateway.assets import FILES, WIDGET
from bot.gateway.words import LABELS, REPLIES
from tests.browser.conftest import missing

SOURCE = WIDGET / "src"
MAX_SCRIPT = 12_000  # bytes, gzip


@pytest.fixture(scope="module")
def tools() -> Path:
    """The pinned build tools of the lock file."""
    if not shutil.which("npm"):
        missing("npm")
    if not (WIDGET / "node_modules/.bin/esbuild").exists():
        done = run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
        if done.returncode:
            missing("what the lock file of the widget names (npm ci)")
    return WIDGET / "node_modules"


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder of the widget."""
    return subprocess.run(command, cwd=WIDGET, capture_output=True, text=True, check=False, timeout=120)


def test_the_script_is_small() -> None:
    """The chat is at most 12 kB on the line."""
    assert len(gzip.compress((WIDGET / "widget.js").read_bytes(), 9)) <= MAX_SCRIPT


def test_the_built_files_are_current(tools, tmp_path) -> None:
    """Building again from the source gives the committed files."""
    done = run("node", "build.mjs", str(tmp_path))

    assert done.stderr == ""
    assert {name: name for name in FILES if (tmp_path / name).read_bytes() != (WIDGET / name).read_bytes()} == {}


def test_the_types_are_right(tools) -> None:
    """The TypeScript compiler finds nothing."""
    done = run("node_modules/.bin/tsc")

    assert done.stdout == ""


def test_the_lock_pins_every_tool() -> None:
    """Every tool is named with one exact version; none of them is needed to run the chat."""
    package = json.loads((WIDGET / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((WIDGET / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert "dependencies" not in package
    assert package["devDependencies"] == {
        name: locked[f"node_modules/{name}"]["version"] for name in package["devDependencies"]
    }


def test_every_label_is_drawn_and_every_drawn_label_exists() -> None:
    """The words sent to the page are those its source uses."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.ts"))
    used = set(re.findall(r"\b(?:w|words)\.(\w+)", source)) - {
        "languages",
        "name",
        "greeting",
        "choices",
        "replies",
        "places",
    }
    states = set(re.findall(r'"(\w+)"', re.search(r"type State = ([^;]+);", source).group(1)))
    speech = {"voice", "lang", "rate", "onend", "onerror"}

    assert set(LABELS) == (used - speech) | states
    assert set(REPLIES) == set(re.findall(r"\w+", re.search(r"Record<(.+?), string>", source).group(1)))


def test_the_source_speaks_no_language() -> None:
    """No sentence stands in the TypeScript: words come from bot/replies."""
    strings = [
        text
        for path in SOURCE.glob("*.ts")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("//", "/*", "*", "import"))
        for text in re.findall(r'"([^"\n]*)"', line)
    ]

    assert [text for text in strings if len(re.findall(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", text))] == []


def test_the_source_stores_nothing_and_calls_nobody() -> None:
    """No cookie, no storage, no history entry, no foreign address, no markup from text."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.ts"))
    forbidden = ("cookie", "localStorage", "sessionStorage", "indexedDB", "pushState", "innerHTML", "eval(", "://")
    code = re.sub(r"(?m)/\*\*.*?\*/|(?<![:\"])//.*$", "", source)

    assert [word for word in forbidden if word in code] == []
