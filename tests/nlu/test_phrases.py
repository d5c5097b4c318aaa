"""The little language of phrase lists."""

from __future__ import annotations

import pytest

from bot.engine.nlu.phrases import LANGUAGES, LEXICON, PhraseBook, document, lexicon

FOUND = [
    ("alternatives", "gun|knife", "he has a knife", True),
    ("none of the alternatives", "gun|knife", "he has a spoon", False),
    ("a word that may be missing", "he is? here", "he here", True),
    ("any ending", "suicid*", "suicidaire", True),
    ("one letter may differ", "~couteau", "coutau", True),
    ("a gap", "the ... house", "the very big house", True),
    ("a gap too long", "the ... house", "the very very very very big house", False),
    ("the whole message", "^ help $", "help!!", True),
    ("more than the whole message", "^ help $", "help with a form", False),
    ("accents", "hemorragie", "HÉMORRAGIE", True),
    ("stretched letters", "^ help $", "heeeeelp", True),
]


@pytest.mark.parametrize(("line", "text", "found"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_a_line_finds(line, text, found) -> None:
    """A line finds what it describes and nothing else."""
    assert found is bool(PhraseBook({"it": [line]}).find(document(text)))


@pytest.mark.parametrize("name", ["aspects", "safety", "wishes"])
def test_lists_have_the_same_labels_in_each_language(name) -> None:
    """A label of one language is a label of all."""
    assert 1 == len({tuple(sorted(lexicon(language, name))) for language in LANGUAGES})


def test_every_line_is_folded() -> None:
    """A line with an accent or a capital would never be found."""
    lines = [
        (path.parent.name, line)
        for path in sorted(LEXICON.glob("*/*.yml"))
        for lines in lexicon(path.parent.name, path.stem).values()
        for line in lines
    ]

    assert [] == [(where, line) for where, line in lines if where != "other" and line != _folded(line)]


def _folded(line: str) -> str:
    from bot.engine.nlu.text import fold

    return fold(line)
