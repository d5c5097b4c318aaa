"""Forgetting by age without anybody writing: an idle gateway must not keep its last talks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

from aiohttp import web

SWEEP_EVERY: Final = 60.0  # seconds
Lifetime = Callable[[web.Application], AsyncIterator[None]]


def forgetting(*let_go: Callable[[], None], every: float = SWEEP_EVERY) -> Lifetime:
    """For `cleanup_ctx`: lets stores forget what is too old, once a minute, as long as the application lives."""

    async def sweep() -> None:
        while True:
            await asyncio.sleep(every)
            for each in let_go:
                each()

    async def live(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(sweep())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return live
