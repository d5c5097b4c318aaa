"""The same message sent twice is answered once: a phone that lost the answer asks again with the id of its message."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{22}\Z")  # 128 random bits: nobody can ask for the answer to another's message
KEPT_PER_TALK = 5
KEPT_AT_ALL = 2000
Answer = dict[str, Any]
Key = tuple[str, str, int]


@dataclass(frozen=True)
class _Kept:
    answer: asyncio.Future[Answer]
    conversation: str
    since: float


class Repeats:
    """The last answers of each talk, in memory only, gone with the talk."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, session: str | None, message_id: str, said: str) -> Awaitable[Answer] | None:
        """The answer that a message got, or is about to get, if it was sent before with the same words."""
        self.let_go()
        kept = self._kept.get(_key(session, message_id, said))
        return asyncio.shield(kept.answer) if kept else None

    async def keep(
        self, session: str | None, message_id: str, said: str, conversation: str, answer: Awaitable[Answer]
    ) -> Answer:
        """Await an answer and keep it for whoever repeats the message."""
        key = _key(session, message_id, said)
        task = asyncio.ensure_future(answer)
        self._kept[key] = _Kept(task, conversation, self._clock())
        self._let_go_of_older(conversation)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._kept.pop(key, None)
            raise

    def forget(self, conversation: str) -> None:
        """Drop the answers of a talk."""
        for key in self._of(conversation):
            del self._kept[key]

    def let_go(self) -> None:
        """Drop what is too old or too much."""
        oldest = self._clock() - self._seconds
        while self._kept and (len(self._kept) > KEPT_AT_ALL or next(iter(self._kept.values())).since < oldest):
            self._kept.popitem(last=False)

    def _of(self, conversation: str) -> list[Key]:
        return [key for key, kept in self._kept.items() if kept.conversation == conversation]

    def _let_go_of_older(self, conversation: str) -> None:
        for key in self._of(conversation)[:-KEPT_PER_TALK]:
            del self._kept[key]


def _key(session: str | None, message_id: str, said: str) -> Key:
    return session or "", message_id, hash(said)  # the words themselves are not kept; Python salts the hash
