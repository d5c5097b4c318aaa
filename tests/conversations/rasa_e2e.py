"""Reads the end-to-end test files of Rasa Pro (`test_cases:`) and holds them with our own engine.

Steps: `user` (typed), `bot` (a text that is said), `utter` (a reply by its name), `slot_was_set` and
`slot_was_not_set` (a name, or a name with its value). Between two `user` steps the `bot` and `utter` steps must come
in order; more may be said. An `utter` of a reply without a name in the domain is a text of the packs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage, Turn

_TALKS = count()


class TestCaseError(ValueError):
    """A test case in a form that is not known; says which and what is known."""

    __test__ = False


@dataclass
class _Block:
    """One `user` step and what is expected until the next one."""

    user: str
    expected: list[tuple[str, Any]] = field(default_factory=list)


def cases(path: Path) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Names and steps of the test cases of a file.

    Raises:
        TestCaseError: the file holds none.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not content.get("test_cases"):
        raise TestCaseError(f"{path.name}: there is no `test_cases:` with a case.")
    for case in content["test_cases"]:
        yield case["test_case"], case["steps"]


async def differences(name: str, steps: list[Mapping[str, Any]], talks: Conversations, slots: Any) -> list[str]:
    """Hold one case; returns what was expected and did not happen.

    Args:
        name: of the case, for messages.
        steps: as the file has them.
        talks: the gateway's conversations.
        slots: coroutine function from a conversation id to its slots.
    """
    conversation, wrong = f"e2e {name} {next(_TALKS)}", []
    for block in _blocks(name, steps):
        turn = await talks.answer(IncomingMessage(conversation, "web", text=block.user))
        wrong += [f'after "{block.user}": {each}' for each in _missed(block.expected, turn, await slots(conversation))]
    return wrong


def _blocks(name: str, steps: list[Mapping[str, Any]]) -> list[_Block]:
    blocks: list[_Block] = []
    for step in steps:
        if "user" in step:
            blocks.append(_Block(str(step["user"])))
            continue
        kind = next((k for k in ("bot", "utter", "slot_was_set", "slot_was_not_set") if k in step), None)
        if kind is None or not blocks:
            raise TestCaseError(f"{name}: a step is one of user, bot, utter, slot_was_set, slot_was_not_set: {step}")
        blocks[-1].expected.append((kind, step[kind]))
    return blocks


def _missed(expected: list[tuple[str, Any]], turn: Turn, slots: Mapping[str, Any]) -> Iterator[str]:
    said = {"utter": iter(turn.meta.said), "bot": iter([reply.text for reply in turn.replies])}
    for kind, wanted in expected:
        if kind in said:
            searched = str(wanted).removeprefix("utter_") if kind == "utter" else str(wanted).strip()
            if searched not in said[kind]:  # an iterator: what comes before the found one is gone, so order counts
                yield f"{kind}: {wanted}"
        else:
            yield from (f"{kind}: {slot}" for slot in _wrong_slots(kind, wanted, slots))


def _wrong_slots(kind: str, wanted: Any, slots: Mapping[str, Any]) -> Iterator[str]:
    for each in wanted if isinstance(wanted, list) else [wanted]:
        name, value = next(iter(each.items())) if isinstance(each, dict) else (each, None)
        is_set = slots.get(name) == value if isinstance(each, dict) else slots.get(name) is not None
        if is_set != (kind == "slot_was_set"):
            yield f"{name} is {slots.get(name)!r}"
