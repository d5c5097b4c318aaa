"""Transcripts: what a person types or chooses, turn by turn, and what is said, shown and offered in answer.

A file is `<name>.<language>.yml`; the three languages of a name show the same facts with the same replies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from bot.gateway.conversation import Conversations
from bot.gateway.presentation import as_text, present
from bot.messages import IncomingMessage, Language, Turn

FOLDER = Path(__file__).parent
EXPECTED = ("says", "answers", "offers")
_TALKS = count()


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


async def play(transcript: Transcript, conversations: Conversations) -> list[Turn]:
    """Hold the conversation, with its actions, and return what was answered.

    Raises:
        TranscriptError: a choice is pressed that was not offered.
    """
    content = transcript.content
    channel = content.get("channel", "web")
    message = IncomingMessage(
        f"{transcript.path.name} {next(_TALKS)}", channel, language=content["language"], place=content.get("place")
    )
    if content.get("opened", True):
        conversations.begin(message)
    turns: list[Turn] = []
    for turn in transcript.turns:
        pressed = _pressed(transcript, turn["chooses"], turns) if "chooses" in turn else None
        said = replace(message, text=turn.get("person", ""), language=None if turns else message.language)
        turns.append(await conversations.answer(said, choice=pressed))
    return turns


def expectation(turn: Turn) -> dict[str, list[str]]:
    """What a transcript keeps of a turn."""
    return {
        "says": list(turn.meta.said),
        "answers": list(turn.meta.answers),
        "offers": [choice.title for choice in turn.choices],
    }


def read_aloud(turn: Turn) -> str:
    """Everything a person reads in a turn, cards included."""
    cards = (as_text(present(r.card, turn.language), turn.language) for r in turn.replies if r.card)
    return "\n".join([*(reply.text for reply in turn.replies), *cards])


def updated(transcript: Transcript, turns: list[Turn]) -> str:
    """The file again, with what was answered as what is expected; what people wrote by hand stays."""
    kept = [
        {k: v for k, v in told.items() if k not in EXPECTED} | expectation(turn)
        for told, turn in zip(transcript.turns, turns, strict=True)
    ]
    content = {**transcript.content, "turns": kept}
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None))


def _pressed(transcript: Transcript, title: str, turns: list[Turn]) -> str:
    offered = turns[-1].choices if turns else ()
    for choice in offered:
        if choice.title == title:
            return choice.id
    titles = ", ".join(choice.title for choice in offered)
    raise TranscriptError(f'{transcript.path.name}: "{title}" was not offered. Offered: {titles}.')
