"""What was already received: hashes under a key of this process, because a wamid contains the phone number."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

TWO_DAYS = 48 * 3600


class Duplicates:
    """Remembers ids for two days; signatures carry no date, so a captured request could come again at any time.

    Args:
        seconds_kept: how long an id is remembered.
        most: ids remembered; the oldest is dropped first.
        clock: seconds, monotonic; given by tests.
    """

    def __init__(
        self, *, seconds_kept: float = TWO_DAYS, most: int = 200_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._key = secrets.token_bytes(32)
        self._seconds_kept = seconds_kept
        self._most = most
        self._clock = clock
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def is_new(self, identifier: str) -> bool:
        """Remember an id; False when it was here before."""
        now = self._clock()
        while self._seen and next(iter(self._seen.values())) < now - self._seconds_kept:
            self._seen.popitem(last=False)
        hashed = hmac.digest(self._key, identifier.encode("utf-8", "surrogatepass"), sha256)[:16]
        if hashed in self._seen:
            return False
        self._seen[hashed] = now
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True
