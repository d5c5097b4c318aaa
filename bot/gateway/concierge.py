"""What the gateway settles itself, beside the engine: the safe word, codes, tickets, and a person who takes over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog

from bot.gateway.codes import Codes, read_code
from bot.gateway.handover import Desk
from bot.gateway.keywords import keyword
from bot.gateway.own_words import OwnWords, named_choices
from bot.gateway.tickets import Tickets
from bot.gateway.typed import fold
from bot.messages import LANGUAGES, Choice, Language, Reply, Turn, TurnMeta
from bot.settings import Settings

log = structlog.get_logger()
ERASES: Final = "delete_my_data"  # intent of a turn after which nothing of the talk is kept
OURS: Final = "gateway:"  # how the payload of a choice begins that never reaches the engine
HINTED: Final = frozenset({"protection_safe", "danger_quiet"})  # where the safe word is told, before it is needed
PROTECTION: Final = frozenset(
    {"abuse_employer", "abuse_landlord", "family_violence", "crime_victim_or_witness", "human_trafficking",
     "racism_discrimination", "intervention_cell", "police_fear", "scam_suspicion"}
)  # fmt: skip


@dataclass(frozen=True)
class Guest:
    """The talk as the concierge needs it."""

    conversation: str
    language: Language
    place: str
    resume: str = ""
    need: str = ""
    was_with_person: bool = False


class Concierge:
    """Answers before the engine is asked, or adds to what the engine said."""

    def __init__(
        self,
        settings: Settings,
        words: OwnWords,
        *,
        tickets: Tickets | None = None,
        desk: Desk | None = None,
        clock: Callable[[], float],
    ) -> None:
        self._settings, self._words, self._tickets, self._desk = settings, words, tickets, desk
        self._safe_words = [word.strip() for word in settings.safe_words.split(",") if word.strip()]
        self._codes: Codes[str] = Codes(settings.resume_hours * 3600, clock=clock)

    def is_safe_word(self, text: str) -> bool:
        """Whether a whole message is the word that makes everything disappear."""
        return fold(text) in {fold(word) for word in self._safe_words}

    def decoy(self, guest: Guest) -> Turn:
        """What whoever looks at the screen reads after the safe word; the talk is erased with it."""
        turn = self._say(guest, "decoy")
        return replace(turn, meta=TurnMeta(intent=ERASES, said=("decoy",)))

    def with_person(self, guest: Guest, text: str, choice: Choice | None) -> Turn | None:
        """The turn while a person holds the talk: the assistant is silent, what was written is passed on."""
        if self._desk is None or not self._desk.holds(guest.conversation):
            return None
        if choice is not None and choice.payload == f"{OURS}live_leave":
            self._desk.release(guest.conversation)
            return self._say(guest, "live_ended")
        said = [Reply(each) for each in self._desk.said(guest.conversation)]
        if text:
            self._desk.hear(guest.conversation, text)
        passed = self._say(guest, "live_passed")
        return replace(passed, replies=(*said, *passed.replies))

    def code_kept(self, text: str) -> str | None:
        """The payload that takes up the talk a code was given for; the code works once."""
        code = read_code(text)
        return self._codes.take(code) if code else None

    def before(self, guest: Guest, text: str, choice: Choice | None) -> Turn | None:
        """The turn that needs no engine, if this is one."""
        if choice is not None:
            wish = choice.payload.removeprefix(OURS)
            return self._wishes[wish](self, guest) if choice.payload.startswith(OURS) else None
        code = read_code(text)
        if code:
            return self._for_code(guest, code)
        found = keyword(text, by_carrier=False)
        return self._keep(guest) if found and found[0] == "keep" else None

    def after(self, guest: Guest, turn: Turn) -> Turn:
        """The engine's turn with what the operator's settings add to it."""
        if turn.meta.disputed:
            log.warning("answer.disputed", entry=turn.meta.disputed)
        if HINTED & set(turn.meta.said) and self._safe_words:
            turn = self._with_hint(guest, turn)
        if guest.was_with_person:
            ended = Reply(self._words.text(turn.language, turn.place, "live_ended"))
            turn = replace(turn, replies=(ended, *turn.replies))
        if self._desk is not None and "talk_to_human" in turn.meta.said:
            turn = _with_choice(turn, "live")
        if self._tickets is not None and turn.meta.intent in PROTECTION:
            turn = _with_choice(turn, "ticket")
        return turn

    def forget(self, conversation: str) -> None:
        """Let go of a talk that is erased; a code that was given stands on its own."""
        if self._desk is not None:
            self._desk.release(conversation)

    def _say(self, guest: Guest, reply: str, **blanks: str) -> Turn:
        return self._words.turn(guest.language, guest.place, reply, **blanks)

    def _keep(self, guest: Guest) -> Turn:
        if not guest.resume:
            return self._say(guest, "code_nothing")
        code = self._codes.issue(guest.resume)
        return self._say(guest, "code_given", code=code, hours=str(self._settings.resume_hours))

    def _for_code(self, guest: Guest, code: str) -> Turn:
        answer = self._tickets.read(code) if self._tickets is not None else None
        if answer is None:
            return self._say(guest, "code_unknown")
        return self._say(guest, "ticket_answer", answer=answer) if answer else self._say(guest, "ticket_waiting")

    def _ticket(self, guest: Guest) -> Turn:
        return self._say(guest, "ticket_ask", days=str(self._settings.ticket_days))

    def _ticket_yes(self, guest: Guest) -> Turn:
        if self._tickets is None:  # turned off since the choice was offered
            return self._say(guest, "expired_choice")
        return self._say(guest, "ticket_given", code=self._tickets.open(guest.need, guest.place, guest.language))

    def _live(self, guest: Guest) -> Turn:
        if self._desk is None or not self._desk.is_open(guest.place):
            return self._say(guest, "live_closed")
        self._desk.call(guest.conversation, guest.place, guest.language)
        return self._say(guest, "live_begun")

    def _live_leave(self, guest: Guest) -> Turn:
        return self._say(guest, "live_ended")

    def _with_hint(self, guest: Guest, turn: Turn) -> Turn:
        word = self._safe_words[min(LANGUAGES.index(turn.language), len(self._safe_words) - 1)]
        hint = Reply(self._words.text(turn.language, turn.place, "safe_word_hint", safe_word=word))
        return replace(turn, replies=(*turn.replies[:-1], hint, turn.replies[-1]))

    _wishes: Final = {
        "keep_code": _keep,
        "ticket": _ticket,
        "ticket_yes": _ticket_yes,
        "live": _live,
        "live_leave": _live_leave,
    }


def _with_choice(turn: Turn, name: str) -> Turn:
    """The turn with one more choice at the end of its last reply."""
    last = turn.replies[-1]
    more = named_choices(turn.language, [name], first=len(last.choices) + 1)
    return replace(turn, replies=(*turn.replies[:-1], replace(last, choices=(*last.choices, *more))))
