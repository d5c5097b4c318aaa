"""What comes by phone, from whom and how much: keywords, stop, media, limits; everything else goes to the talk."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog

from bot.gateway.channels.channel import Arrival, Channel, Page
from bot.gateway.channels.offers import Offers
from bot.gateway.conversation import Conversations
from bot.gateway.keywords import keyword
from bot.gateway.optouts import OptOuts
from bot.gateway.pseudonyms import Pseudonyms
from bot.gateway.ratelimit import RateLimit
from bot.messages import IncomingMessage, Language, Reply, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

log = structlog.get_logger()
WAITING_EACH: Final = 5  # messages of one person in work at once; who sends more reads why, once


@dataclass(frozen=True)
class Caller:
    """A person for the time of one message: the id of the talk, and the id a stop is kept under."""

    channel: Channel
    arrival: Arrival
    conversation: str
    stable: str

    def message(self, language: Language | None = None) -> IncomingMessage:
        """What the talk hears."""
        return IncomingMessage(self.conversation, self.channel.name, text=self.arrival.text, language=language)


class Reception:
    """Answers arrivals with pages; one for all phone channels."""

    def __init__(self, conversations: Conversations, settings: Settings) -> None:
        self._conversations = conversations
        self._settings = settings
        self._pseudonyms = Pseudonyms(settings.pseudonym_key, settings.opt_out_key)
        file = Path(settings.opt_out_file) if settings.opt_out_file and settings.opt_out_key else None
        self._opt_outs = OptOuts(file)
        self._offers = Offers(most=settings.max_conversations, seconds_kept=settings.session_minutes * 60)
        self._limit = RateLimit(settings.phone_messages_per_minute)
        self._in_work: Counter[str] = Counter()

    def caller(self, channel: Channel, arrival: Arrival) -> Caller:
        """Who wrote, by ids that do not tell."""
        conversation = self._pseudonyms.conversation(channel.name, arrival.sender, self._conversations.knows)
        return Caller(channel, arrival, conversation, self._pseudonyms.stable(channel.name, arrival.sender))

    @contextmanager
    def counted(self, caller: Caller) -> Iterator[int]:
        """Hold a place in the queue from arrival until the answer is out; tells how many of this person's are in it."""
        self._in_work[caller.conversation] += 1
        try:
            yield self._in_work[caller.conversation]
        finally:
            self._in_work[caller.conversation] -= 1
            if not self._in_work[caller.conversation]:
                del self._in_work[caller.conversation]

    async def answer(self, caller: Caller, waiting: int) -> Page | None:
        """The page for one message; None when no answer is due."""
        said = self._stopped_or_started(caller)
        if said != "":
            return await self._said(caller, said) if said else None
        if waiting > WAITING_EACH:
            return await self._said(caller, "too_fast") if waiting == WAITING_EACH + 1 else None
        if self._in_work.total() > self._settings.phone_messages_waiting or not self._limit.allows(caller.channel.name):
            log.warning("gateway.busy", channel=caller.channel.name)
            return await self._said(caller, "busy")
        return await self._talked(caller)

    def blocked(self, caller: Caller) -> None:
        """The carrier says that this person told it to block us: the same as a stop."""
        self._opt_outs.add(caller.stable)

    def let_go(self) -> None:
        """Forget what was offered too long ago."""
        self._offers.let_go()

    async def apology(self, caller: Caller) -> Page:
        """What is said when an answer takes longer than the carrier waits."""
        turn = self._conversations.own_turn(caller.message(), "apology")
        return caller.channel.render(turn, "", first=False)[0]

    def _stopped_or_started(self, caller: Caller) -> str | None:
        """The reply to say about stop and start; None for silence, empty when it is about neither."""
        arrival = caller.arrival
        meaning = arrival.settled or self._meaning(caller)
        if meaning == "stop":
            self._opt_outs.add(caller.stable)
            return None if arrival.settled else "stopped"
        if meaning == "start" and (caller.stable in self._opt_outs or arrival.settled):
            self._opt_outs.discard(caller.stable)
            return None if arrival.settled else "started"
        if meaning == "help":
            return None if arrival.settled else "help_phone"
        if caller.stable in self._opt_outs:
            return "stopped_reminder" if self._opt_outs.remind(caller.stable) else None
        return ""

    def _meaning(self, caller: Caller) -> str:
        """The keyword of a message; where no carrier decides, a choice offered last comes before it."""
        arrival = caller.arrival
        found = keyword(arrival.text, by_carrier=caller.channel.carrier_stops) if arrival.kind == "text" else None
        offered = not caller.channel.carrier_stops and self._offers.has_title(caller.conversation, arrival.text)
        return found[0] if found and not offered else ""

    async def _said(self, caller: Caller, reply: str) -> Page:
        found = keyword(caller.arrival.text, by_carrier=True)
        first = not self._conversations.knows(caller.conversation)
        turn = await self._conversations.say(caller.message(found[1] if found else None), reply)
        if reply == "stopped":
            await self._conversations.forget(caller.conversation)
            self._offers.drop(caller.conversation)
        if not turn.choices:  # nothing new is offered: what was offered before still stands
            return caller.channel.render(turn, "", first=False)[0]
        return self._page(caller, turn, first=first)

    async def _talked(self, caller: Caller) -> Page:
        page = self._offers.next_page(caller.conversation, caller.arrival)
        if page:
            return page
        first = not self._conversations.knows(caller.conversation)
        return self._page(caller, await self._turn(caller), first=first)

    async def _turn(self, caller: Caller) -> Turn:
        arrival = caller.arrival
        pressed = self._offers.pressed(caller.conversation, arrival)
        if arrival.kind == "media" and not arrival.text.strip():
            return await self._conversations.say(caller.message(), "media")
        turn = await self._conversations.answer(caller.message(), choice=pressed)
        if arrival.kind == "media":
            notice = Reply(catalogue(turn.language).reply("media"))
            turn = replace(turn, replies=(notice, *turn.replies))
        return turn

    def _page(self, caller: Caller, turn: Turn, *, first: bool) -> Page:
        token = secrets.token_urlsafe(9)
        pages = caller.channel.render(turn, token, first=first)
        if self._conversations.knows(caller.conversation):
            self._offers.keep(caller.conversation, token, turn, pages)
        else:
            self._offers.drop(caller.conversation)
        return pages[0]
