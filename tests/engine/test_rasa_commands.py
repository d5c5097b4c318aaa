"""Plain Rasa keeps working for whoever knows Rasa."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
VALIDATE = ["data", "validate", "--fail-on-warnings", "--domain", "bot/engine/domain.yml"]
VALIDATE += ["--data", "data", "--config", "bot/engine/config.yml"]


def test_the_data_is_valid_without_a_warning() -> None:
    """`rasa data validate --fail-on-warnings` is content."""
    done = subprocess.run([sys.executable, "-m", "rasa", *VALIDATE], cwd=ROOT, capture_output=True, text=True)
    warnings = [line for line in done.stderr.splitlines() if "UserWarning" in line and "rasa/shared" in line]

    assert [] == warnings
    assert 0 == done.returncode
