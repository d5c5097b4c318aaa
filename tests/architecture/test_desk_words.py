"""The words of the desk: three languages that match, none unused, none missing from a page."""

from __future__ import annotations

import re
from pathlib import Path

from bot.messages import LANGUAGES
from bot.replies.desk_words import desk_words, parity_problems
from knowledge import papers
from knowledge.models import STATUSES

LOOKUP = Path(__file__).parents[2] / "bot/gateway/lookup"
SENTENCE = 20  # words


def test_languages_match() -> None:
    """The three languages have the same words with the same blanks."""
    assert [] == parity_problems()


def test_every_word_is_used() -> None:
    """No word is dead: a page or the code names it, or the family it belongs to."""
    code = "".join(p.read_text(encoding="utf-8") for p in LOOKUP.rglob("*") if p.suffix in {".html", ".py"})
    families = set(re.findall(r"""["'](\w+_)["'] [+~]""", code)) | set(re.findall(r"""f["'](\w+_)\{""", code))
    dead = [key for key in desk_words("fr") if not re.search(rf"\b{key}\b", code) and not _family(key) & families]

    assert [] == dead


def test_every_paper_and_status_has_a_word() -> None:
    """What one can search by has a name."""
    keys = {f"paper_{paper}" for paper in papers.kinds()} | {f"status_{status}" for status in STATUSES}

    assert set() == keys - set(desk_words("fr"))


def test_sentences_are_short() -> None:
    """No sentence of the desk is longer than twenty words, in any language."""
    long = [
        f"{language}: {sentence}"
        for language in LANGUAGES
        for text in desk_words(language).values()
        for sentence in re.split(r"(?<=[.!?])\s", text)
        if len(re.findall(r"[^\W_]+", sentence)) > SENTENCE
    ]

    assert [] == long


def _family(key: str) -> set[str]:
    parts = key.split("_")
    return {"_".join(parts[:n]) + "_" for n in range(1, len(parts))}
