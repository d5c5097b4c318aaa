"""Every transcript is held with the real engine and its actions, and says the same in the three languages."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bot.messages import LANGUAGES
from tests.conversations.meanings import understood_as_meant
from tests.conversations.transcripts import (
    EXPECTED,
    Stage,
    Transcript,
    all_transcripts,
    expectation,
    read_aloud,
    script,
    updated,
)

UNDERSTOOD = 0.8  # of the typed lines; some are follow-ups that mean nothing by themselves
READ_ALOUD = Path(__file__).parents[2] / "build" / "transcripts"
# Rows of the feature table that the dialogue answers for; 32 waits for the languages that are recognised.
BAR = {*range(1, 9), 17, *range(20, 30), 31, 34, 40, 57, 58, 61}
TRANSCRIPTS = all_transcripts()


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda t: t.path.name.removesuffix(".yml"))
async def test_the_conversation_goes_as_written(transcript: Transcript, real_engine, knowledge, request) -> None:
    """Each turn says, shows and offers what the transcript tells; `--update` writes what is answered now."""
    stage = Stage(transcript, real_engine, knowledge)
    try:
        with understood_as_meant(real_engine, transcript.meanings):
            turns = await stage.play()
    finally:
        if request.config.getoption("--update"):
            READ_ALOUD.mkdir(parents=True, exist_ok=True)
            (READ_ALOUD / f"{transcript.path.stem}.txt").write_text(script(transcript, stage.turns), encoding="utf-8")
    if request.config.getoption("--update"):
        transcript.path.write_text(updated(transcript, turns), encoding="utf-8")
        return

    expected = [{key: turn.get(key) for key in EXPECTED} for turn in transcript.turns]
    assert expected == [expectation(turn) for turn in turns]
    spoken = transcript.language
    for told, turn in zip(transcript.turns, turns, strict=True):
        spoken = told.get("language", spoken)
        aloud = read_aloud(turn)
        assert spoken == turn.language
        assert [] == [words for words in told.get("words", ()) if words not in aloud]


@pytest.fixture
def as_kept(request) -> None:
    """Expectations are compared as they were read, which is pointless while they are being written."""
    if request.config.getoption("--update"):
        pytest.skip("expectations are being written; run again without --update")


def by_name() -> dict[str, dict[str, Transcript]]:
    """Transcripts by name, then by language."""
    found: dict[str, dict[str, Transcript]] = defaultdict(dict)
    for transcript in TRANSCRIPTS:
        found[transcript.name][transcript.path.name.split(".")[1]] = transcript
    return found


@pytest.mark.usefixtures("as_kept")
@pytest.mark.parametrize("name", sorted(by_name()))
def test_the_three_languages_say_the_same(name: str) -> None:
    """The same conversation gets the same facts and the same replies in each language, turn by turn."""
    languages = by_name()[name]
    told = {
        language: [(turn.get("says"), turn.get("answers"), len(turn.get("offers", ()))) for turn in transcript.turns]
        for language, transcript in languages.items()
    }

    assert set(LANGUAGES) == set(languages)
    assert told["fr"] == told["en"]
    assert told["fr"] == told["es"]


@pytest.mark.usefixtures("as_kept")
@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda t: t.path.name.removesuffix(".yml"))
def test_no_expectation_is_missing(transcript: Transcript) -> None:
    """A turn without its expectation is a forgotten golden file: run pytest with --update and read the difference."""
    missing = [n for n, turn in enumerate(transcript.turns, start=1) if not set(EXPECTED) <= turn.keys()]

    assert [] == missing


def test_every_row_of_the_bar_has_its_transcript() -> None:
    """What the feature table asks of the dialogue is shown by some conversation, in three languages."""
    shown = {language: set() for language in LANGUAGES}
    for transcript in TRANSCRIPTS:
        shown[transcript.language] |= transcript.rows

    assert {language: set() for language in LANGUAGES} == {language: BAR - rows for language, rows in shown.items()}


async def test_typed_lines_are_understood(real_engine) -> None:
    """Most of what people type in the transcripts is understood by the model of today as it is meant."""
    meanings = {line: need for transcript in TRANSCRIPTS for line, need in transcript.meanings.items()}
    missed = [line for line, need in meanings.items() if (await real_engine.parse(line))["intent"]["name"] != need]

    assert len(missed) <= (1 - UNDERSTOOD) * len(meanings), missed
