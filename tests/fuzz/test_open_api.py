"""Requests that nobody would think of: the API answers them as its own description says, and never breaks."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from bot.gateway.app import create_app
from bot.settings import Settings
from tests.browser.conftest import Served
from tests.gateway.scripted_engine import ScriptedEngine

# In an environment of its own: it needs a newer jsonschema than Rasa allows.
SCHEMATHESIS = ["uvx", "--from", "schemathesis==4.32.5", "st", "run"]
PATIENCE = 600  # seconds


def test_the_api_keeps_to_its_description(knowledge, tmp_path) -> None:
    """Schemathesis finds no answer that the OpenAPI document does not describe."""
    if not shutil.which("uvx"):
        pytest.skip("uvx is not installed")
    site = Served(create_app(ScriptedEngine(), knowledge, Settings(turns_per_minute=1_000_000)))
    try:
        run = subprocess.run(
            [*SCHEMATHESIS, f"{site.address}/api/openapi.json", "--url", site.address, "--seed", "1", "-n", "40"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=tmp_path,
            env={**os.environ, "NO_COLOR": "1"},
            check=False,
        )
    finally:
        site.close()

    assert 0 == run.returncode, run.stdout[-6_000:]
