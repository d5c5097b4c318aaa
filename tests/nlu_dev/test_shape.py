"""The development set: well-formed rows, no text twice, none that was trained on. Failures show ids, never texts."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.architecture.test_sentences import normal, training

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ASPECTS = frozenset(
    {"overview", "where", "hours", "documents", "cost", "eligibility", "confidentiality", "how", "validity", "use"}
)
NEEDED = frozenset({"id", "lang", "text", "intent"})
SPOKEN = frozenset({"fr", "en", "es"})
FILES = sorted(HERE.glob("*.jsonl"))


def rows_of(path: Path) -> list[dict]:
    """The messages of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    """All messages of the set."""
    return [row for path in FILES for row in rows_of(path)]


@pytest.fixture(scope="module")
def intents() -> frozenset[str]:
    """The needs that the dialogue knows."""
    domain = yaml.safe_load((ROOT / "bot/engine/domain.yml").read_text(encoding="utf-8"))
    return frozenset(intent if isinstance(intent, str) else next(iter(intent)) for intent in domain["intents"])


def test_the_five_files_are_there() -> None:
    """One file a language of the house, one of other languages, one of very short messages."""
    assert ["en", "es", "fr", "short", "unsupported"] == [path.stem for path in FILES]


def test_each_row_has_known_fields(rows: list[dict]) -> None:
    """A row has id, lang, text and intent, and at most also and aspect."""
    assert [] == [row.get("id") for row in rows if not NEEDED <= row.keys() <= NEEDED | {"also", "aspect"}]


def test_each_need_is_one_of_the_dialogue(rows: list[dict], intents: frozenset[str]) -> None:
    """No message is labelled with a need that the domain does not know, nor twice with the same."""
    labelled = [(row["id"], [row["intent"], *row.get("also", [])]) for row in rows]

    assert [] == [identifier for identifier, needs in labelled if not set(needs) <= intents]
    assert [] == [identifier for identifier, needs in labelled if len(set(needs)) < len(needs)]


def test_each_aspect_is_known(rows: list[dict]) -> None:
    """What is asked about a need is one of the aspects of the cards."""
    assert [] == [row["id"] for row in rows if row.get("aspect", "overview") not in ASPECTS]


@pytest.mark.parametrize("language", sorted(SPOKEN))
def test_a_language_file_holds_every_need_in_its_language(language: str, intents: frozenset[str]) -> None:
    """Each need has five messages or more, each crisis thirty; thresholds chosen on fewer would be luck."""
    rows = rows_of(HERE / f"{language}.jsonl")
    counts = Counter(row["intent"] for row in rows)
    enough = {"danger_now": 30, "suicidal_distress": 30, "out_of_scope": 60}

    assert {language} == {row["lang"] for row in rows}
    assert [] == sorted(need for need in intents - {"nlu_fallback"} if counts[need] < enough.get(need, 5))


def test_other_languages_are_not_ours() -> None:
    """The file of unsupported languages holds none that the house speaks."""
    assert set() == SPOKEN & {row["lang"] for row in rows_of(HERE / "unsupported.jsonl")}


def test_short_messages_are_short() -> None:
    """A short message has one word or two; a lone question mark is no word."""
    words = {row["id"]: re.findall(r"\S*\w\S*", row["text"]) for row in rows_of(HERE / "short.jsonl")}

    assert [] == [identifier for identifier, found in words.items() if len(found) > 2]


def test_no_id_and_no_text_twice(rows: list[dict]) -> None:
    """Ids are unique; within a language so are texts, whatever their case, accents and punctuation."""
    ids = Counter(row["id"] for row in rows)
    texts = Counter((row["lang"], normal(row["text"])) for row in rows)

    assert [] == [identifier for identifier, count in ids.items() if count > 1]
    assert [] == [row["id"] for row in rows if texts[row["lang"], normal(row["text"])] > 1]


def test_no_text_is_trained_on(rows: list[dict]) -> None:
    """Figures on sentences already taught would flatter; only ids are shown."""
    taught = training().keys()

    assert [] == [row["id"] for row in rows if normal(row["text"]) in taught]
