"""One-time codes: what a person keeps so that nobody has to know who they are. In memory only, each works once."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
LENGTH: Final = 8  # 39 bits: enough against guessing at the rate a gateway answers
_CODE = re.compile(r"([2-9A-HJ-KM-NP-TV-Z]{4})[ -]?([2-9A-HJ-KM-NP-TV-Z]{4})")


class Codes(Generic[T]):
    """Keeps something under a code until the code is used or too old.

    Args:
        seconds: how long a code works.
        most: codes kept at most; the oldest goes first.
        clock: seconds that only go up.
    """

    def __init__(self, seconds: float, most: int = 5000, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._key = secrets.token_bytes(32)  # what is kept in memory does not show the codes
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def __len__(self) -> int:
        self._let_go()
        return len(self._kept)

    def issue(self, kept: T) -> str:
        """A new code for something."""
        code = _new_code()
        self._kept[self.name(code)] = (self._clock(), kept)
        self._let_go()
        return f"{code[:4]}-{code[4:]}"

    def find(self, code: str) -> T | None:
        """What a code stands for; it goes on standing for it."""
        self._let_go()
        found = self._kept.get(self.name(code))
        return found[1] if found else None

    def take(self, code: str) -> T | None:
        """What a code stands for; from now on it stands for nothing."""
        found = self.find(code)
        self._kept.pop(self.name(code), None)
        return found

    def values(self) -> tuple[T, ...]:
        """Everything that some code still stands for, the oldest first."""
        self._let_go()
        return tuple(kept for _, kept in self._kept.values())

    def name(self, code: str) -> str:
        """The name a code is kept under, which does not tell the code."""
        return hmac.new(self._key, code.replace("-", "").encode(), hashlib.sha256).hexdigest()

    def _let_go(self) -> None:
        oldest = self._clock() - self._seconds
        while self._kept and (len(self._kept) > self._most or next(iter(self._kept.values()))[0] <= oldest):
            self._kept.popitem(last=False)


def read_code(text: str) -> str | None:
    """The code that a whole message is, however it is spaced; a word of eight letters is none."""
    match = _CODE.fullmatch(text.strip().upper())
    code = "".join(match.groups()) if match else ""
    return code if any(letter.isdigit() for letter in code) else None


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if read_code(code):
            return code
