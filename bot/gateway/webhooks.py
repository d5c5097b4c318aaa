"""The doors of SMS and WhatsApp: verify, drop duplicates, answer in the response or behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final
from weakref import WeakValueDictionary

import structlog
from aiohttp import web

from bot.gateway.aging import forgetting
from bot.gateway.bodies import bounded
from bot.gateway.channels.channel import Channel, Page, Post
from bot.gateway.channels.sending import OptedOut, Sender, SendFailed
from bot.gateway.channels.sms import SmsChannel, twiml
from bot.gateway.channels.whatsapp import WhatsAppChannel
from bot.gateway.conversation import Conversations
from bot.gateway.duplicates import Duplicates
from bot.gateway.reception import Caller, Reception
from bot.settings import Settings

log = structlog.get_logger()
CHANNELS: Final = (SmsChannel, WhatsAppChannel)  # a channel is one file and its row here
ANSWER_WITHIN: Final = 12.0  # seconds; Twilio hangs up after 15
CLOSING: Final = 5.0  # seconds that work behind may still take when the gateway stops


def missing(settings: Settings, needs: tuple[str, ...]) -> list[str]:
    """The settings a channel cannot start without and that are not set; `a|b` is met by either."""
    absent = [each for each in needs if not any(getattr(settings, name) for name in each.split("|"))]
    return [" or ".join(f"BOUSSOLE_{name.upper()}" for name in each.split("|")) for each in absent]


class Webhooks:
    """The phone channels whose secrets are set; the others have no door at all."""

    def __init__(
        self,
        conversations: Conversations,
        settings: Settings,
        *,
        sender: Sender | None = None,
        within: float = ANSWER_WITHIN,
    ) -> None:
        self._settings = settings
        self._within = within
        self._sender = sender or Sender()
        self._reception = Reception(conversations, settings)
        self._duplicates = Duplicates()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._behind: set[asyncio.Task[None]] = set()
        self._channels: list[Channel] = []
        for kind in CHANNELS:
            absent = missing(settings, kind.needs)
            log.info("gateway.channel", channel=kind.name, status="off" if absent else "on", error=", ".join(absent))
            self._channels += [] if absent else [kind(settings, self._sender)]

    def mount(self, app: web.Application) -> None:
        """Add the doors to an application, and close behind it."""
        for channel in self._channels:
            app.router.add_post(f"/webhooks/{channel.name}", self._door(channel))
            if isinstance(channel, WhatsAppChannel):
                app.router.add_get(f"/webhooks/{channel.name}", _challenge(channel))
        app.cleanup_ctx.append(self._open)
        app.cleanup_ctx.append(forgetting(self._reception.let_go))

    async def _open(self, _: web.Application) -> AsyncIterator[None]:
        yield
        if self._behind:
            for task in (await asyncio.wait(self._behind, timeout=CLOSING))[1]:
                task.cancel()
        await self._sender.close()

    def _door(self, channel: Channel) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def receive(request: web.Request) -> web.StreamResponse:
            url = self._settings.public_base_url.rstrip("/") + request.raw_path
            post = Post(url, request.headers, await bounded(request, channel.max_body))
            channel.verify(post)
            arrivals = channel.parse(post)
            new = [each for each in arrivals if self._duplicates.is_new(f"{channel.name}\0{each.id}")]
            callers = [self._reception.caller(channel, each) for each in new]
            if channel.in_response:
                return _xml(*[page for each in callers if (page := await self._soon(each))])
            for each in callers:
                self._later(self._answer_and_send(each))
            return web.Response()

        return receive

    async def _soon(self, caller: Caller) -> Page | None:
        """The answer, or an apology before the carrier hangs up; the answer then follows by its own way if it can."""
        work = asyncio.ensure_future(self._answer(caller))
        done, _ = await asyncio.wait({work}, timeout=self._within)
        if done:
            return work.result()
        log.warning("webhook.late", channel=caller.channel.name)
        self._later(self._send_when_done(caller, work))
        return await self._reception.apology(caller)

    async def _send_when_done(self, caller: Caller, work: Awaitable[Page | None]) -> None:
        page = await work
        if page and getattr(caller.channel, "can_deliver", True):
            await self._send(caller, page)

    async def _answer_and_send(self, caller: Caller) -> None:
        """One person's messages are answered and sent one after the other; other people do not wait."""
        lock = self._turns.setdefault(caller.conversation, asyncio.Lock())
        with self._reception.counted(caller) as waiting:
            async with lock:
                page = await self._reception.answer(caller, waiting)
                if page:
                    await self._send(caller, page)

    async def _answer(self, caller: Caller) -> Page | None:
        with self._reception.counted(caller) as waiting:
            return await self._reception.answer(caller, waiting)

    async def _send(self, caller: Caller, page: Page) -> None:
        try:
            await caller.channel.deliver(caller.arrival, page)
        except OptedOut:
            self._reception.blocked(caller)
            log.info("send.blocked", channel=caller.channel.name)
        except SendFailed as failure:  # the turn is kept: the talk goes on, and "repeat" says it again
            log.error("send.failed", channel=caller.channel.name, error=type(failure).__name__, status=failure.code)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_quietly(work))
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)


async def _quietly(work: Awaitable[None]) -> None:
    """Work behind a response has nobody to tell of a defect but the log, and the log hears only its name."""
    try:
        await work
    except Exception as failure:
        log.error("webhook.broken", error=type(failure).__name__)


def _challenge(channel: WhatsAppChannel) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def confirm(request: web.Request) -> web.StreamResponse:
        return web.Response(text=channel.challenge(request.query))

    return confirm


def _xml(*pages: Page) -> web.Response:
    return web.Response(text=twiml(*pages), content_type="text/xml", charset="utf-8")
