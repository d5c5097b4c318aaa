"""Transcripts: what a person types or chooses, turn by turn, and what is said, shown and offered in answer.

A file is `<name>.<language>.yml`; the three languages of a name show the same facts with the same replies.
A turn types (`person`, and `means` the need that it is) or presses a title offered last (`chooses`), and is answered
in the language of the talk unless it names another (`language`). `{code}` is the code that was given last,
`new_talk: true` begins a talk anew. With `desk: open` or `closed` a person may take over: `desk_says` is what they
write before the turn, `desk_leaves: true` that they go. `settings` are those of the operator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.gateway.handover import MemoryDesk
from bot.gateway.own_words import opening_choices
from bot.gateway.presentation import as_text, present
from bot.gateway.tickets import MemoryTickets
from bot.gateway.typed import meant_choice
from bot.messages import IncomingMessage, Language, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

FOLDER = Path(__file__).parent
EXPECTED = ("says", "answers", "offers")
_TALKS = count()
_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


class TranscriptError(ValueError):
    """A transcript that cannot be played; says which file and what to write instead."""


@dataclass(frozen=True)
class Transcript:
    """One conversation as its file tells it."""

    path: Path
    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the transcript shows; the same in every language."""
        return self.path.name.split(".")[0]

    @property
    def language(self) -> Language:
        """Language the person chose on the page."""
        language: Language = self.content["language"]
        return language

    @property
    def turns(self) -> list[dict[str, Any]]:
        """What the person does, with what is expected."""
        return list(self.content["turns"])

    @property
    def meanings(self) -> dict[str, str]:
        """Typed lines and the need each of them is."""
        return {str(turn["person"]): turn["means"] for turn in self.turns if turn.get("means")}

    @property
    def rows(self) -> frozenset[int]:
        """Rows of the feature table that it shows."""
        return frozenset(self.content.get("rows", ()))


def load(path: Path) -> Transcript:
    """Read a transcript; its first line names the language of the file.

    Raises:
        TranscriptError: the language is not that of the name, or a turn neither types nor chooses.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if content.get("language") != path.name.split(".")[1]:
        raise TranscriptError(f"{path.name}: the first line must be `language: {path.name.split('.')[1]}`.")
    for number, turn in enumerate(content["turns"], start=1):
        if not {"person", "chooses"} & turn.keys():
            raise TranscriptError(f"{path.name}, turn {number}: write `person: …` (typed) or `chooses: …` (a title).")
    return Transcript(path, content)


def all_transcripts(folder: Path = FOLDER) -> list[Transcript]:
    """Every transcript of the folder, in the order of its name."""
    return [load(path) for path in sorted(folder.glob("*.??.yml"))]


class Stage:
    """Where a transcript is held: the gateway's talks with what the transcript sets, over a real engine."""

    def __init__(self, transcript: Transcript, engine: Any, knowledge: Any) -> None:
        content = transcript.content
        settings = Settings(turns_per_minute=1000, **content.get("settings", {}))
        self.desk = MemoryDesk(staffed=content["desk"] == "open") if "desk" in content else None
        tickets = MemoryTickets(settings.ticket_days) if settings.ticket_days else None
        self.talks = Conversations(engine, settings, EmergencyNumbers(knowledge), tickets=tickets, desk=self.desk)
        self._transcript = transcript
        self.turns: list[Turn] = []
        self._begin()

    async def play(self) -> list[Turn]:
        """Hold the conversation, with its actions, and return what was answered.

        Raises:
            TranscriptError: a choice is pressed that was not offered.
        """
        for turn in self._transcript.turns:
            if turn.get("new_talk"):
                self._begin()
            self._at_the_desk(turn)
            pressed = self._pressed(turn["chooses"]) if "chooses" in turn else None
            text = str(turn.get("person", "")).replace("{code}", self._last_code())
            self.turns.append(await self.talks.answer(replace(self._message, text=text), choice=pressed))
            self._message = replace(self._message, language=None, place=None)
        return self.turns

    def _begin(self) -> None:
        content = self._transcript.content
        name = f"{self._transcript.path.name} {next(_TALKS)}"
        place, channel = content.get("place"), content.get("channel", "web")
        self._message = IncomingMessage(name, channel, language=content["language"], place=place)
        self.talks.begin(self._message)

    def _at_the_desk(self, turn: Mapping[str, Any]) -> None:
        if self.desk is None:
            return
        if "desk_says" in turn:
            self.desk.say(self._message.conversation, turn["desk_says"])
        if turn.get("desk_leaves"):
            self.desk.release(self._message.conversation)

    def _last_code(self) -> str:
        codes = [code for turn in self.turns for code in _CODE.findall(read_aloud(turn))]
        return codes[-1] if codes else ""

    def _pressed(self, title: str) -> str:
        offered = self.turns[-1].choices if self.turns else ()
        for choice in offered:
            if choice.title == title:
                return choice.id
        titles = ", ".join(choice.title for choice in offered)
        raise TranscriptError(f'{self._transcript.path.name}: "{title}" was not offered. Offered: {titles}.')


def expectation(turn: Turn) -> dict[str, list[str]]:
    """What a transcript keeps of a turn; which other sheets are offered beside an answer is the packs' affair."""
    named = set(catalogue(turn.language).choices.values())
    offered = [choice.title for choice in turn.choices if choice.title in named or '"entry"' not in choice.payload]
    return {"says": list(turn.meta.said), "answers": list(turn.meta.answers), "offers": offered}


def read_aloud(turn: Turn) -> str:
    """Everything a person reads in a turn, cards included."""
    spoken = []
    for reply in turn.replies:
        spoken += [reply.text] if reply.text else []
        spoken += [as_text(present(reply.card, turn.language), turn.language)] if reply.card else []
    return "\n".join(spoken)


def script(transcript: Transcript, turns: list[Turn]) -> str:
    """The conversation as a person would read it, to be read aloud by whoever checks the words."""
    told = [
        f"> {turn.get('person', turn.get('chooses'))}\n{read_aloud(said)}\n"
        + "".join(f"  {choice.id}. {choice.title}\n" for choice in said.choices)
        for turn, said in zip(transcript.turns, turns, strict=False)
    ]
    return "\n".join(told)


def updated(transcript: Transcript, turns: list[Turn]) -> str:
    """The file again, with what was answered as what is expected; what people wrote by hand stays."""
    kept, offered = [], opening_choices(transcript.language)
    for told, turn in zip(transcript.turns, turns, strict=True):
        written = {k: v for k, v in told.items() if k not in EXPECTED}
        typed = str(told.get("person", ""))
        if typed and turn.meta.intent and "decoy" not in turn.meta.said and not meant_choice(typed, offered):
            written.setdefault("means", turn.meta.intent)
        kept.append(written | expectation(turn))
        offered = turn.choices
    content = {**transcript.content, "turns": kept}
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None))
