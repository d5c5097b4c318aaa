"""The languages every text of the house is written in; the one place where they are listed."""

from __future__ import annotations

LANGUAGES: tuple[str, ...] = ("fr", "en", "es")
