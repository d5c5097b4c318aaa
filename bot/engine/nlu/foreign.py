"""Languages that are not spoken here: told by their script, by their everyday words, or by a detector over sixty."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from bot.engine.nlu.phrases import LANGUAGES, LEXICON
from bot.engine.nlu.text import fold, words

# First word of a letter's Unicode name, and the language it is most often written in here.
_SCRIPTS = {
    "ARABIC": "ar", "CYRILLIC": "ru", "CJK": "zh", "ETHIOPIC": "ti", "BENGALI": "bn", "GURMUKHI": "pa", "TAMIL": "ta",
    "DEVANAGARI": "hi", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "HEBREW": "he", "GREEK": "el", "THAI": "th",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GUJARATI": "gu", "TELUGU": "te", "MALAYALAM": "ml", "KANNADA": "kn",
    "SINHALA": "si", "KHMER": "km", "MYANMAR": "my", "LAO": "lo", "TIBETAN": "bo", "NKO": "bm",
}  # fmt: skip
_KNOWN, _EVERYDAY = 3, 25  # sentences that hold the word
_SHARES_SCRIPT = {"ar": {"fa", "ps", "ur", "ku"}, "ru": {"uk", "be", "bg", "sr"}, "ti": {"am"}, "hi": {"mr"}}
_LETTERS = {"ps": "ټډړږښګڼې", "uk": "іїєґ", "fa": "پچژگ", "ur": "ٹڈڑںے"}  # letters its neighbours do not write
_HIT_WORDS = 2  # everyday words that must be found ...
_HIT_SHARE = 0.25  # ... and their share of all words
_DETECTED_WORDS = 3  # words from which the detector is heard ...
_KNOWN_SHARE = 0.5  # ... when no more of them are words of ours
_STRANGE_SHARE = 0.2  # so few words of ours: a language, but nobody knows which
_SURE_WORDS, _SURE_LEAD = 4, 0.12  # ... or from this many when it leads our languages by so much
# Languages the detector knows well and many people here speak; of these it is believed on longer messages too.
_WELL_KNOWN = frozenset({"pt", "it", "ro", "de", "tr", "nl", "pl", "sq", "vi"})
# What the detector says of misspelt French, English and Spanish; nobody is turned away on its word.
_NEIGHBOURS = frozenset(
    {"ca", "eu", "ms", "et", "da", "no", "sv", "is", "sl", "hr", "sk", "fi", "lt", "lv", "az", "yo"}
)


@dataclass(frozen=True)
class OurWords:
    """Folded words of French, English and Spanish, as people write to this house.

    Attributes:
        known: words seen more than once or twice.
        everyday: the most frequent ones; no other language is told by them.
    """

    known: frozenset[str]
    everyday: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> OurWords:
        """Count the words of the training sentences."""
        counts = Counter(word for text in texts for word in {fold(word) for word in words(text)})
        often = (frozenset(word for word, count in counts.items() if count >= least) for least in (_KNOWN, _EVERYDAY))
        return cls(*often)


@lru_cache(maxsize=1)
def detector() -> Callable[[str], tuple[str, Mapping[str, float]]]:
    """eldc over its sixty languages: the likeliest one, and how much each of the first ones scores."""
    import eldc

    eldc.init()

    def detect(text: str) -> tuple[str, Mapping[str, float]]:
        found = eldc.detect_details(text)
        return str(found.language or ""), dict(found.scores)

    return detect


def foreign_language(text: str, ours: OurWords) -> str | None:
    """The code of the language that is not spoken here, None when the message may be French, English or Spanish."""
    return _by_script(text) or _by_words(text, ours)


def _by_script(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    scripts = Counter(_script(c) for c in letters)
    foreign = sum(count for script, count in scripts.items() if script != "LATIN")
    if not letters or foreign * 2 < len(letters):
        return None
    likeliest = next((_SCRIPTS[script] for script, _ in scripts.most_common() if script in _SCRIPTS), None)
    if likeliest is None:
        return "und"
    detected = detector()(text)[0]
    if detected in _SHARES_SCRIPT.get(likeliest, ()) and detected != "am":
        likeliest = detected
    return next(
        (code for code, own in _LETTERS.items() if _neighbours(code, likeliest) and set(own) & set(text)), likeliest
    )


def _neighbours(code: str, likeliest: str) -> bool:
    return any(code in group and likeliest in {base, *group} for base, group in _SHARES_SCRIPT.items())


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _by_words(text: str, ours: OurWords) -> str | None:
    said = [fold(word) for word in words(text)]
    telling = {word for word in said if word not in ours.everyday}
    hits = Counter(code for word in telling for code in _everyday().get(word, ()))
    code, count = hits.most_common(1)[0] if hits else ("", 0)
    if count >= _HIT_WORDS and count >= _HIT_SHARE * len(set(said)):
        return code
    return _detected(text, said, ours) if len(said) >= _DETECTED_WORDS else None


def _detected(text: str, said: list[str], ours: OurWords) -> str | None:
    language, scores = detector()(text)
    share = sum(word in ours.known for word in said) / len(said)
    if not language or language in LANGUAGES or language in _NEIGHBOURS:
        return "und" if share <= _STRANGE_SHARE and len(said) >= _SURE_WORDS else None
    lead = scores.get(language, 0.0) - max(scores.get(each, 0.0) for each in LANGUAGES)
    if language in _WELL_KNOWN and len(said) >= _SURE_WORDS and lead >= _SURE_LEAD:
        return language
    return language if share <= _KNOWN_SHARE else None


@lru_cache(maxsize=1)
def _everyday() -> dict[str, list[str]]:
    """Each everyday word with the languages that write it."""
    lists = yaml.safe_load((LEXICON / "other" / "words.yml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for code, entries in lists.items():
        for word in {fold(str(entry)) for entry in entries}:
            found.setdefault(word, []).append(code)
    return found
