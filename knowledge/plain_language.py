"""Can a person who learns the language read it? Sentence length, and one readability formula a language.

A score is a smoke alarm, not proof. Chosen gates (measured on the packs: see benchmarks/knowledge.md):
a sentence above 20 words is an error; English above Flesch-Kincaid grade 8 over the whole entry is an error;
the targets (en grade <= 6, fr Flesch >= 70, es Fernández-Huerta >= 70) are warnings, because official names
with long words alone can break them in a short entry.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.problems import WARNING, Problem
from knowledge.texts import spoken
from knowledge.yaml_file import YamlFile

MOST_WORDS = 20
ENGLISH_LIMIT = 8.0
FEWEST_WORDS_TO_SCORE = 30
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ÿ]|[¿¡«\"“\d])|\n+")
_DIGIT_SPACE = re.compile(r"(?<=\d)[\s-](?=\d)")
_HAS_LETTER = re.compile(r"\w")


def check_plain_language(file: YamlFile) -> list[Problem]:
    """Long sentences and hard entries."""
    return [*_long_sentences(file), *_hard_entry(file)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, official names shortened to one word each."""
    return [part.strip() for part in _SENTENCE_END.split(shorten_names(text)) if part.strip()]


def words(sentence: str) -> int:
    """How many words a sentence has; punctuation alone is no word, and a number or a phone is one."""
    return sum(1 for part in _DIGIT_SPACE.sub("", sentence).split() if _HAS_LETTER.search(part))


def shorten_names(text: str) -> str:
    """The text with each official name replaced by one short word: nobody can write those shorter."""
    return _official_names().sub("Nom", text)


def score(text: str, language: str) -> float:
    """Readability of a text: English grade (lower is easier), French and Spanish ease (higher is easier)."""
    import textstat  # heavy: loads a pronunciation dictionary

    textstat.set_lang(language)
    if language == "en":
        return float(textstat.flesch_kincaid_grade(text))
    if language == "fr":
        return float(textstat.flesch_reading_ease(text))
    return float(textstat.fernandez_huerta(text))


def entry_text(data: Any, language: str) -> str:
    """All that an entry says in one language, ended sentences, names shortened."""
    parts = [shorten_names(text[language]).strip() for _, text in spoken(data) if text.get(language)]
    return " ".join(part if part[-1:] in ".!?…" else part + "." for part in parts if part)


def _long_sentences(file: YamlFile) -> list[Problem]:
    found = []
    for keys, text in spoken(file.data):
        for language, said in text.items():
            for sentence in sentences(said):
                if (count := words(sentence)) > MOST_WORDS:
                    message = f'{count} words in one sentence ({language}): "{sentence[:40]}…".'
                    found.append(file.problem((*keys, language), message, f"Cut it: {MOST_WORDS} words at most."))
    return found


def _hard_entry(file: YamlFile) -> list[Problem]:
    found = []
    for language, (target, easier_is_higher, name) in _TARGETS.items():
        text = entry_text(file.data, language)
        if words(text) < FEWEST_WORDS_TO_SCORE:
            continue
        value = score(text, language)
        if language == "en" and value > ENGLISH_LIMIT:
            message = f"The English is hard: {name} {value:.1f}, limit {ENGLISH_LIMIT:.0f}."
            found.append(file.problem((), message, "Use shorter words and sentences."))
        elif (value < target) if easier_is_higher else (value > target):
            message = f"The {language} text could be easier: {name} {value:.1f}, target {target}."
            found.append(file.problem((), message, "Use shorter words and sentences.", WARNING))
    return found


_TARGETS = {
    "en": (6, False, "Flesch-Kincaid grade"),
    "fr": (70, True, "Flesch ease"),
    "es": (70, True, "Fernández-Huerta ease"),
}


@cache
def _official_names() -> re.Pattern[str]:
    lines = (Path(__file__).parent / "schema" / "official_names.txt").read_text(encoding="utf-8").splitlines()
    names = sorted((line.strip() for line in lines if line.strip() and not line.startswith("#")), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names), re.IGNORECASE)
