"""Sending to a vendor's API: timeouts, back-off, and failures that know what they mean."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import aiohttp

ATTEMPTS: Final = 4
FIRST_WAIT: Final = 0.5  # seconds, doubled each time
LONGEST_WAIT: Final = 10.0
TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)


class SendFailed(Exception):
    """The message was not sent and will not be: the vendor refused it. `code` is the vendor's number."""

    retry = False

    def __init__(self, code: int = 0) -> None:
        super().__init__(str(code))
        self.code = code


class Throttled(SendFailed):
    """Too many messages at once; later it works."""

    retry = True


class Unavailable(SendFailed):
    """The vendor could not be reached or is broken for now; the message surely did not go."""

    retry = True


class Unsure(SendFailed):
    """No answer in time: it may have gone. Tried again only when nothing tells that it went."""


class OptedOut(SendFailed):
    """The person told the carrier to block us."""


class WindowClosed(SendFailed):
    """More than 24 hours since the person wrote: we may not write first, and do not."""


Judge = Callable[[int, Mapping[str, Any]], SendFailed]


class Sender:
    """One client for all channels; opened and closed with the application.

    Args:
        wait: sleeps; given by tests.
    """

    def __init__(self, wait: Callable[[float], Awaitable[Any]] = asyncio.sleep) -> None:
        self._wait = wait
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close what is open."""
        if self._session:
            await self._session.close()

    async def post(
        self, url: str, judge: Judge, *, went: Callable[[], bool] | None = None, **request: Any
    ) -> Mapping[str, Any]:
        """Post until it is taken, refused for good, or not worth trying again.

        Args:
            url: the vendor's address.
            judge: what a refusal means, from its status and body.
            went: tells, after a lost answer, whether the message went all the same; absent: never try again then.
            request: what aiohttp sends.
        """
        for attempt in range(ATTEMPTS):
            try:
                return await self._once(url, judge, request)
            except SendFailed as failure:
                again = failure.retry or (isinstance(failure, Unsure) and went is not None)
                if not again or attempt == ATTEMPTS - 1:
                    raise
                await self._wait(min(LONGEST_WAIT, FIRST_WAIT * 2**attempt * random.uniform(0.8, 1.2)))
                if isinstance(failure, Unsure) and went is not None and went():
                    return {}
        raise Unavailable

    async def _once(self, url: str, judge: Judge, request: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, trust_env=True)
        try:
            async with self._session.post(url, allow_redirects=False, **request) as response:
                body = await _json(response)
                if response.status < 300:
                    return body
                raise judge(response.status, body)
        except aiohttp.ClientConnectorError as failure:
            raise Unavailable from failure
        except (TimeoutError, aiohttp.ClientError) as failure:
            raise Unsure from failure


async def _json(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """The body if it is a JSON object; a page of a proxy is as good as none."""
    try:
        body = await response.json(content_type=None)
    except (ValueError, aiohttp.ClientPayloadError):
        return {}
    return body if isinstance(body, dict) else {}
