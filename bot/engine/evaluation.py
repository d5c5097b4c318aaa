"""Measures the understanding on labelled messages, deciding exactly as the running assistant; texts are never repeated."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.engine.scores import measures

Parse = Callable[[str], Awaitable[dict[str, Any]]]
FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
OFFERED = 3
# Ways of talking, which are not offered as choices (the same list as the action that offers).
NOT_OFFERED = frozenset(
    {FALLBACK, OUT_OF_SCOPE, "greet", "goodbye", "thank", "affirm", "deny", "not_sure", "repeat", "go_back", "restart"}
    | {"give_feedback", "bot_challenge"}
)


class BadLine(ValueError):
    """A line of the file is not a labelled message; the error names the line, not its text."""


@dataclass(frozen=True)
class Labelled:
    """A message and what a person says it means."""

    id: str
    lang: str
    text: str
    intent: str
    also: tuple[str, ...] = ()
    aspect: str | None = None
    words: int = 0

    @property
    def accepted(self) -> tuple[str, ...]:
        """Needs that a fair judge takes for right."""
        return (self.intent, *self.also)


@dataclass(frozen=True)
class Prediction:
    """What the assistant made of a message."""

    id: str
    language: str | None
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    aspect: str
    safety: tuple[str, ...]
    outcome: str
    offered: tuple[str, ...]
    milliseconds: float


@dataclass(frozen=True)
class Report:
    """Predictions and their measures."""

    labelled: Sequence[Labelled]
    predictions: Sequence[Prediction]

    def as_dict(self) -> dict[str, Any]:
        """All measures, ready for JSON."""
        return measures(self.labelled, self.predictions)

    def as_text(self) -> str:
        """The measures as lines to read; the per-intent table comes last."""
        found = self.as_dict()
        lines = [f"{key:34s} {_shown(value)}" for key, value in found.items() if not isinstance(value, dict | list)]
        for key in ("by_language", "by_intent"):
            lines += ["", key] + [f"  {name:28s} {_row(row)}" for name, row in found[key].items()]
        pairs = [f"  {pair['expected']} -> {pair['predicted']}: {pair['count']}" for pair in found["confusions"]]
        return "\n".join([*lines, "", "confusions", *pairs])

    def predictions_jsonl(self) -> str:
        """One line a message, without its text."""
        return "".join(json.dumps(_public(each), ensure_ascii=False) + "\n" for each in self.predictions)


async def evaluate(file: Path, parse: Parse) -> Report:
    """Read labelled messages and let the assistant read each, with no conversation before it.

    Raises:
        BadLine: a line has no id, text or intent.
    """
    labelled = list(read_labelled(file.read_text(encoding="utf-8").splitlines()))
    await parse("bonjour")  # so that no message pays for what is loaded once
    return Report(labelled, [await _predict(each, parse) for each in labelled])


def read_labelled(lines: Iterable[str]) -> Iterable[Labelled]:
    """The labelled messages of JSON lines; empty lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _labelled(number, line)


def _labelled(number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        text, also = str(row["text"]), tuple(row.get("also") or ())
        words = len(text.split())
        return Labelled(str(row["id"]), row.get("lang") or "", text, row["intent"], also, row.get("aspect"), words)
    except (KeyError, TypeError, ValueError) as error:
        raise BadLine(f"line {number}: a message needs id, lang, text and intent") from error


async def _predict(labelled: Labelled, parse: Parse) -> Prediction:
    start = time.perf_counter()
    parsed = await parse(labelled.text)
    return prediction(labelled.id, parsed, (time.perf_counter() - start) * 1000)


def prediction(identifier: str, parsed: Mapping[str, Any], milliseconds: float = 0.0) -> Prediction:
    """What the engine's parse says, in the terms of the report; an offer counts with the need it puts first."""
    ranking = tuple((each["name"], float(each["confidence"])) for each in parsed.get("intent_ranking") or ())
    decided = parsed.get("intent") or {}
    name = decided.get("name") or OUT_OF_SCOPE
    if name == FALLBACK and ranking:
        name = ranking[0][0]
    aspects = [each["value"] for each in parsed.get("entities") or () if each.get("entity") == "aspect"]
    outcome = parsed.get("outcome") or "answer"
    return Prediction(
        id=identifier,
        language=parsed.get("language"),
        intent=name,
        confidence=round(float(decided.get("confidence") or 0.0), 4),
        ranking=ranking,
        aspect=aspects[0] if aspects else "overview",
        safety=tuple(parsed.get("safety") or ()),
        outcome=outcome,
        offered=tuple(n for n, _ in ranking if n not in NOT_OFFERED)[:OFFERED] if outcome == "offer" else (),
        milliseconds=round(milliseconds, 2),
    )


def _public(each: Prediction) -> dict[str, Any]:
    return {key: value for key, value in vars(each).items() if key != "milliseconds"}


def _row(row: Mapping[str, Any]) -> str:
    return "  ".join(f"{key} {_shown(value)}" for key, value in row.items())


def _shown(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
