"""A transcript is about the dialogue: a typed line is understood as the transcript means it, whatever the model of today.

How well typed lines are understood is measured apart (`boussole evaluate`, and a floor in `test_transcripts.py`); a
new sentence in the training data must not break the proof of how a talk goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

OUTCOMES = {"danger_now": "crisis", "suicidal_distress": "crisis", "out_of_scope": "refuse", "nlu_fallback": "refuse"}


@contextmanager
def understood_as_meant(engine: Any, meanings: Mapping[str, str]) -> Iterator[None]:
    """Let the engine read everything of a message itself but the need, where the model reads another one."""
    processor = engine._agent.processor
    read = processor.parse_message

    async def parse(message: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found = await read(message, *args, **kwargs)
        meant = meanings.get(message.text or "")
        if meant and found["intent"]["name"] != meant:
            found["intent"] = {"name": meant, "confidence": 1.0}
            found["outcome"] = OUTCOMES.get(meant, "answer")
        return found

    processor.parse_message = parse
    try:
        yield
    finally:
        processor.parse_message = read
