"""Who may use what, with and without a status."""

from __future__ import annotations

import pytest

from knowledge.eligibility import access
from knowledge.models import STATUSES
from knowledge.parsing import entry_from
from knowledge.queries import Knowledge

TEXT = {"fr": "x", "en": "x", "es": "x"}


def entry_with(**fields: object) -> object:
    """A small entry."""
    return entry_from(
        {
            "id": "x",
            "kind": "service",
            "place": "p",
            "needs": [],
            "name": TEXT,
            "short": TEXT,
            "sources": [],
            "confidence": "high",
        }
        | fields
    )


ALL_YES = dict.fromkeys(STATUSES, "yes")


@pytest.mark.parametrize(
    ("fields", "status", "value"),
    [
        ({"access": ALL_YES}, None, "yes"),
        ({"access": ALL_YES | {"citizen": "unknown"}}, None, "depends"),
        ({"access": ALL_YES | {"citizen": "unknown"}, "unconditional": True}, None, "yes"),
        ({"access": ALL_YES | {"citizen": {"value": "no", "why": TEXT}}}, "citizen", "no"),
        ({"access": ALL_YES | {"no_status": {"value": "partly", "why": TEXT}}}, "no_status", "partly"),
        ({"access": ALL_YES | {"citizen": "unknown"}}, "citizen", "unknown"),
        ({"access": ALL_YES | {"citizen": "unknown"}}, "something else", "depends"),
        ({"access": {"citizen": "yes"}}, "no_status", "unknown"),
        ({"unconditional": True}, "no_status", "yes"),
    ],
)
def test_access(fields: dict[str, object], status: str | None, value: str) -> None:
    """A status gets its own answer; without one, only what is open to all is a yes."""
    verdict = access(entry_with(**fields), status)

    assert verdict is not None
    assert value == verdict.value


def test_a_rule_has_no_access() -> None:
    """What is not a service has no answer to "may I use it"."""
    assert access(entry_with(kind="rule"), "citizen") is None


def test_a_finer_status_counts_as_one_of_six(knowledge: Knowledge) -> None:
    """A status entry counts as what it maps to."""
    verdict = knowledge.access(knowledge.entry("mtl-card"), "status-citizen")

    assert verdict is not None
    assert (verdict.value, verdict.why.in_("en") if verdict.why else None) == ("no", "Your papers are enough.")
