"""What libraries print: nothing a person wrote, and nothing sent anywhere."""

from __future__ import annotations

import os
import subprocess
import sys

from bot import logs

CANARY = "my name is Canary, 514 555 0123"
SPEAK = f"""
from bot import logs
logs.configure("DEBUG")
import logging, structlog
structlog.get_logger().debug("processor.message.parse", parse_data_text={CANARY!r})
structlog.get_logger().error("turn.failed", text={CANARY!r}, channel="web", error="EmptyTurn")
logging.getLogger("rasa.core").error("could not answer %s", {CANARY!r})
try:
    raise ValueError({CANARY!r})
except ValueError:
    logging.getLogger("aiohttp.server").exception("Error handling request")
"""


def test_no_library_prints_what_people_write() -> None:
    """Debug events of Rasa, errors of libraries and exceptions leave no trace of a text."""
    done = subprocess.run([sys.executable, "-c", SPEAK], capture_output=True, text=True, check=True)

    assert "Canary" not in done.stdout + done.stderr
    assert "514" not in done.stdout + done.stderr
    assert '"event": "turn.failed"' in done.stderr


def test_telemetry_is_off() -> None:
    """Rasa's telemetry is off in every process that configured its logs."""
    logs.configure("ERROR")

    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
