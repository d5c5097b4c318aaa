"""Logs: events with a few allowed fields; no text, no number, no address, whatever a library tries to print."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {"event", "level", "timestamp", "channel", "language", "intent", "outcome", "ms", "status", "error"}
)
# Read by TensorFlow, Rasa and others when they are imported: silence, and nothing sent anywhere.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "ERROR",
}


def configure(level: str = "INFO") -> None:
    """Call before anything else is imported: an unconfigured structlog prints people's words (Rasa's debug events)."""
    for name, value in QUIET.items():
        os.environ[name] = value
    warnings.filterwarnings("ignore")
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(message)s", force=True)
    for handler in logging.getLogger().handlers:  # a filter on the logger itself would miss what its children pass up
        handler.addFilter(_DropArguments())
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def only_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: drop every field that is not on the allow-list, and events that are not ours."""
    if not _is_ours(str(event.get("event", ""))):
        raise structlog.DropEvent
    return {name: value for name, value in event.items() if name in ALLOWED}


def _is_ours(event: str) -> bool:
    return event.split(".", maxsplit=1)[0] in {"turn", "request", "webhook", "send", "gateway", "engine", "knowledge"}


class _DropArguments(logging.Filter):
    """Standard logging of libraries: keep where it happened, drop what it carried."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = f"{record.levelname} in {record.name} (text withheld)", ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True
