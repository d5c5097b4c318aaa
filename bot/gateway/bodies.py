"""What may come in: no files, which a library would write to disk, and no body that takes for ever."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.errors import NotJson, TooLarge, TooSlow

MOST_SECONDS: Final = 60.0  # a whole request, its answer included; an answer alone has ten


@web.middleware
async def no_uploads(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse multipart bodies before anything reads them."""
    if request.content_type.startswith("multipart/"):
        raise NotJson("Send JSON, or a plain form; files are never taken.")
    return await handler(request)


@web.middleware
async def in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let go of a request that takes longer than any honest one."""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            return await handler(request)
    except TimeoutError as late:
        raise TooSlow("This took too long. Send it again.") from late


async def bounded(request: web.Request, most: int) -> bytes:
    """The whole body, in however many pieces a slow line brings it.

    Raises:
        TooLarge: it is, or says that it is, larger than `most` bytes.
    """
    if (request.content_length or 0) > most:
        raise TooLarge(f"Send at most {most} bytes.")
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > most:
            raise TooLarge(f"Send at most {most} bytes.")
    return bytes(body)
