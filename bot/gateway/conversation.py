"""One turn at a time a person: reads choices, asks the engine, and never lets a failure become silence."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import structlog

from bot.gateway.concierge import ERASES, Concierge, Guest
from bot.gateway.engines import Engine
from bot.gateway.handover import Desk
from bot.gateway.own_words import OwnWords, opening_choices
from bot.gateway.ratelimit import RateLimit
from bot.gateway.tickets import Tickets
from bot.gateway.typed import clean, meant_choice
from bot.messages import Choice, EngineError, IncomingMessage, Language, Reply, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

log = structlog.get_logger()


@dataclass
class Conversation:
    """What the gateway itself remembers of a talk: the choices offered last, and the language and place to fail in.

    `resume` is the payload that takes the talk up again, `need` what the last answer was about, `own` the reply that
    the gateway said last itself, so that it is not said twice in a row.
    """

    language: Language
    place: str
    last_seen: float
    choices: tuple[Choice, ...] = ()
    resume: str = ""
    need: str = ""
    own: str = ""
    with_person: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Conversations:
    """All talks of this gateway, in memory only."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        emergency_number: Callable[[str], str],
        *,
        tickets: Tickets | None = None,
        desk: Desk | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._words = OwnWords(emergency_number)
        self._concierge = Concierge(settings, self._words, tickets=tickets, desk=desk, clock=clock)
        self._clock = clock
        self._limit = RateLimit(settings.turns_per_minute, clock=clock)
        self._talks: OrderedDict[str, Conversation] = OrderedDict()

    def __len__(self) -> int:
        return len(self._talks)

    def knows(self, conversation: str) -> bool:
        """Whether a talk is in memory."""
        self.let_go()
        return conversation in self._talks

    def begin(self, message: IncomingMessage) -> None:
        """Make room for a talk whose page already shows the greeting: its choices can be pressed or typed at once."""
        talk = self._talk(message)
        talk.choices = opening_choices(talk.language)

    async def answer(self, message: IncomingMessage, choice: str | None = None) -> Turn:
        """The turn for one message; messages of one person are answered in the order they came.

        Args:
            message: what was typed, as it came.
            choice: id of a choice of the last turn that was pressed, if one was.
        """
        talk = self._talk(message)
        if not self._limit.allows(message.conversation):
            return self._own_turn(talk, "too_fast")
        async with talk.turn:
            turn = await self._turn(talk, message, choice)
            self._remember(talk, turn)
        if turn.meta.intent == ERASES:
            await self.forget(message.conversation)
        elif self._talks.get(message.conversation) is not talk:  # forgotten meanwhile: the engine wrote after that
            await self._engine.forget(message.conversation)
        return turn

    async def say(self, message: IncomingMessage, reply: str) -> Turn:
        """A turn the gateway says itself (a voice note, a keyword); its choices can be answered like any other's."""
        talk = self._talk(message)
        async with talk.turn:
            turn = self._own_turn(talk, reply)
            talk.choices = turn.choices or talk.choices
        return turn

    def own_turn(self, message: IncomingMessage, reply: str) -> Turn:
        """The same, at once and outside the order of turns: for when the turn before it is what takes too long."""
        return self._own_turn(self._talk(message), reply)

    async def forget(self, conversation: str) -> bool:
        """Drop a talk here and in the engine; tells whether there was one."""
        known_here = self._talks.pop(conversation, None) is not None
        self._concierge.forget(conversation)
        known_there = await self._engine.forget(conversation)
        return known_here or known_there

    def let_go(self) -> None:
        """Forget talks that are too old or too many, the oldest first; called by every turn, and by the clock."""
        oldest = self._clock() - self._settings.session_minutes * 60
        while self._talks and (
            len(self._talks) > self._settings.max_conversations or next(iter(self._talks.values())).last_seen < oldest
        ):
            self._talks.popitem(last=False)

    async def _turn(self, talk: Conversation, message: IncomingMessage, pressed: str | None) -> Turn:
        typed = clean(message.text)
        guest = Guest(message.conversation, talk.language, talk.place, talk.resume, talk.need, talk.with_person)
        if not pressed and self._concierge.is_safe_word(typed.text):
            return self._concierge.decoy(guest)
        choice = next((c for c in talk.choices if c.id == pressed), None) if pressed else None
        if pressed and choice is None:
            return self._never_twice(talk, "expired_choice")
        if not pressed and not typed.text:
            return self._never_twice(talk, "empty")
        choice = choice or meant_choice(typed.text, talk.choices)
        taken_up = None if choice else self._concierge.code_kept(typed.text)
        own = self._concierge.with_person(guest, typed.text, choice)
        own = own or (None if taken_up else self._concierge.before(guest, typed.text, choice))
        if own is not None:
            return own
        asked = replace(message, text=typed.text, payload=choice.payload if choice else taken_up)
        turn = self._concierge.after(guest, await self._engine_turn(talk, asked))
        if typed.cut and not pressed:
            notice = Reply(catalogue(turn.language).reply("too_long"))
            turn = replace(turn, replies=(notice, *turn.replies))
        return turn

    def _remember(self, talk: Conversation, turn: Turn) -> None:
        talk.last_seen = self._clock()
        talk.language, talk.place = turn.language, turn.place
        talk.choices = turn.choices
        talk.own = turn.meta.said[0] if len(turn.meta.said) == 1 else ""
        talk.with_person = bool({"live_begun", "live_passed"} & set(turn.meta.said))
        if turn.meta.intent:  # the engine's word; what the gateway says itself changes nothing of the talk
            talk.resume, talk.need = turn.resume, turn.meta.intent

    def _never_twice(self, talk: Conversation, reply: str) -> Turn:
        """The reply, or another one when it was the last thing said."""
        return self._own_turn(talk, "still_here" if talk.own == reply else reply)

    async def _engine_turn(self, talk: Conversation, message: IncomingMessage) -> Turn:
        """The engine's turn, or an apology with the emergency number: a person never meets silence."""
        try:
            return await asyncio.wait_for(self._engine.answer(message), self._settings.turn_timeout_seconds)
        except EngineError as failure:
            log.error("turn.failed", channel=message.channel, error=type(failure).__name__)
        except TimeoutError:
            log.error("turn.timeout", channel=message.channel)
        except Exception as failure:  # whatever broke, the person must hear something; the type is all we may log
            log.error("turn.broken", channel=message.channel, error=type(failure).__name__)
        return self._own_turn(talk, "apology")

    def _own_turn(self, talk: Conversation, reply: str) -> Turn:
        """A turn the gateway says itself, because the engine cannot or must not be asked."""
        return self._words.turn(talk.language, talk.place, reply)

    def _talk(self, message: IncomingMessage) -> Conversation:
        self.let_go()
        talk = self._talks.get(message.conversation)
        if talk is None:
            language = message.language or self._settings.language
            place = message.place or self._settings.place
            talk = Conversation(language, place, self._clock())  # type: ignore[arg-type]  # checked when settings load
            self._talks[message.conversation] = talk
        talk.last_seen = self._clock()
        self._talks.move_to_end(message.conversation)
        return talk
