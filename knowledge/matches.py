"""What fits a worker's wish, each with the reasons why: words, name, status, papers, hours, languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from knowledge import papers, schedule
from knowledge.analyser import stem, surface, tokens
from knowledge.eligibility import Verdict, is_open_to_all
from knowledge.languages import LANGUAGES
from knowledge.models import Entry, Text
from knowledge.queries import Knowledge

KINDS = ("service", "organization", "procedure", "emergency")
_MOST = 40


@dataclass(frozen=True)
class Wish:
    """What is looked for; every given wish must be met. Nothing of it is kept."""

    query: str = ""
    topic: str = ""
    status: str = ""
    spoken: str = ""
    papers: tuple[str, ...] = ()
    open_now: bool = False

    def __bool__(self) -> bool:
        return any((self.query, self.topic, self.status, self.spoken, self.papers, self.open_now))


@dataclass(frozen=True)
class Reason:
    """Why something fits: `kind` names the sentence, `word` fills it, `quote` is the sheet's own line."""

    kind: str
    word: str = ""
    quote: Text | None = None


@dataclass(frozen=True)
class Match:
    """One sheet that fits."""

    entry: Entry
    reasons: tuple[Reason, ...]
    access: Verdict | None
    open: str


@dataclass(frozen=True)
class Matches:
    """Everything that fits, the best first, and the spelling that was supposed."""

    found: tuple[Match, ...] = ()
    did_you_mean: str = ""


def matches(knowledge: Knowledge, wish: Wish, place: str, language: str, at: datetime | None = None) -> Matches:
    """What fits a wish in a place; an empty wish finds nothing.

    Args:
        knowledge: the facts.
        wish: what is looked for.
        place: whose facts are told.
        language: in which the query is written.
        at: the moment for "open now"; now when absent.
    """
    if not wish:
        return Matches()
    view = _View(knowledge, wish, place, language, at or knowledge.now(place))
    entries, meant = view.candidates()
    found = [match for entry in entries if (match := view.match(entry, meant))]
    if wish.papers:  # what names most of the papers first, then where nobody asks
        found.sort(key=lambda match: -len({reason.word for reason in match.reasons if reason.kind == "paper"}))
    return Matches(tuple(found[:_MOST]), meant if meant != wish.query else "")


@dataclass(frozen=True)
class _View:
    knowledge: Knowledge
    wish: Wish
    place: str
    language: str
    at: datetime

    def candidates(self) -> tuple[tuple[Entry, ...], str]:
        """What the words find (names first), or everything that can be used, and the spelling supposed."""
        if not self.wish.query:
            return tuple(sorted(self._usable(), key=lambda entry: not is_open_to_all(entry))), ""
        named = self.knowledge.find_place(self.wish.query, self.place, self.language)
        found = self.knowledge.search(self.wish.query, self.place, self.language, _MOST)
        ids = dict.fromkeys([*(entry.id for entry in named), *found.ids])
        return self.knowledge.entries(ids, self.place), found.did_you_mean or self.wish.query

    def match(self, entry: Entry, query: str) -> Match | None:
        wish = self.wish
        if wish.topic and wish.topic not in entry.topics:
            return None
        if wish.spoken and wish.spoken not in entry.languages:
            return None
        access = self.knowledge.access(entry, wish.status or None)
        if wish.status and access and access.value == "no":
            return None
        state = schedule.open_now(entry, self.knowledge.place(self.place), self.at)
        if wish.open_now and state != schedule.OPEN:
            return None
        naming = tuple(self._papers(entry))
        if wish.papers and not naming:
            return None
        reasons = (*self._words(entry, query), *naming, *self._wishes(entry, access))
        return Match(entry, reasons, access, state)

    def _usable(self) -> Iterable[Entry]:
        return (entry for entry in self.knowledge.all_entries(self.place) if entry.kind in KINDS)

    def _words(self, entry: Entry, query: str) -> Iterator[Reason]:
        """Where the words of the query stand; when they stand nowhere, a synonym led here."""
        if not query:
            return
        in_name = _shared(query, entry.name, self.language)
        if in_name:
            yield Reason("name", ", ".join(in_name))
        body = [text for text in (entry.short, entry.description, *entry.eligibility_description) if text]
        body += [*entry.required_documents, *entry.application_process, *entry.limits]
        in_text = dict.fromkeys(word for text in body for word in _shared(query, text, self.language))
        rest = [word for word in in_text if word not in in_name]
        if rest:
            yield Reason("text", ", ".join(rest))
        if not in_name and not rest:
            yield Reason("related", entry.needs[0] if entry.needs else "")

    def _papers(self, entry: Entry) -> Iterator[Reason]:
        if self.wish.papers and entry.unconditional:
            yield Reason("nobody_asked")
        for paper in self.wish.papers:
            for line in papers.lines_naming(entry, paper):
                yield Reason("paper", paper, line)

    def _wishes(self, entry: Entry, access: Verdict | None) -> Iterator[Reason]:
        if self.wish.status and access:
            yield Reason(f"access_{access.value}", self.wish.status, access.why)
        elif is_open_to_all(entry) and (entry.access or entry.unconditional):
            yield Reason("open_to_all")
        if self.wish.open_now:
            yield Reason("open_now")
        if self.wish.spoken:
            yield Reason("spoken", self.wish.spoken)


def _shared(query: str, text: Text, language: str) -> list[str]:
    """The words of the query, as typed, that a text has in any of their forms; in the language where it has most."""
    languages = dict.fromkeys((language, *LANGUAGES))
    return max((_shared_in(query, text.in_(each), each) for each in languages), key=len)


def _shared_in(query: str, text: str, language: str) -> list[str]:
    shared = _words_of(text, language).intersection(tokens(query, language))
    return [word for word in dict.fromkeys(surface(query)) if stem(word, language) in shared] if shared else []


@lru_cache(maxsize=20_000)
def _words_of(text: str, language: str) -> frozenset[str]:
    """The searchable words of a text of the facts; what people type is never kept so."""
    return frozenset(tokens(text, language))
