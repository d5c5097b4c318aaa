"""What is known to fail is written down, and leaves the list on the day it no longer fails."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

KNOWN = yaml.safe_load(Path(__file__).with_name("known_failures.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", KNOWN, ids=[row["text"][:30] for row in KNOWN])
async def test_still_fails(real_engine, row) -> None:
    """The message is not understood yet; if it is, take it off the list and rejoice."""
    first = (await real_engine.parse(row["text"]))["intent_ranking"][0]["name"]

    assert first != row["intent"], "this message is understood now: remove it from known_failures.yml"
