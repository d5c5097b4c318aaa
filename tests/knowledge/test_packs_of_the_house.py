"""The packs that people are told from."""

from __future__ import annotations

from knowledge.problems import errors
from knowledge.validate import validate


def test_the_packs_may_be_published() -> None:
    """No pack of the house has an error today."""
    assert errors(validate().problems) == []
