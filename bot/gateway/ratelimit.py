"""Token buckets, one a person; no address is ever looked at or kept."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FULL_AGAIN = 60.0  # seconds


@dataclass
class _Bucket:
    tokens: float
    filled_at: float


class RateLimit:
    """Allows `per_minute` messages a minute and person, with a burst of as many.

    Args:
        per_minute: messages a minute and key.
        keys_kept: keys remembered; the least recently seen is dropped first, so memory cannot grow.
        clock: seconds, monotonic; given by tests.
    """

    def __init__(
        self, per_minute: int, *, keys_kept: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = float(per_minute)
        self._per_second = per_minute / 60
        self._keys_kept = keys_kept
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Take one token; False when there is none left."""
        now = self._clock()
        self._let_go(now)
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, now)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second)
        bucket.filled_at = now
        allowed = bucket.tokens >= 1
        bucket.tokens -= 1 if allowed else 0
        self._buckets[key] = bucket
        if len(self._buckets) > self._keys_kept:
            self._buckets.popitem(last=False)
        return allowed

    def _let_go(self, now: float) -> None:
        """A bucket untouched for a minute is full again: it tells nothing but that somebody wrote, so it goes."""
        while self._buckets and next(iter(self._buckets.values())).filled_at <= now - FULL_AGAIN:
            self._buckets.popitem(last=False)
