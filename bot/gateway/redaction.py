"""Takes out of a text what would identify a person, before the text leaves the turn: to an editor, a file, a colleague.

It finds numbers, e-mails and addresses. It does not find names: whoever shows a text onward must say so to the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

from bot.gateway.identifiers import IDENTIFIERS, LONG_NUMBER, Identifier, digits_of
from bot.messages import PLACES
from knowledge.models import Contact
from knowledge.queries import Knowledge

MOST_LETTERS: Final = 4000  # longer texts are cut before anything is searched
REGIONS: Final = ("CA", "FR")


@dataclass(frozen=True)
class Found:
    """Where an identifier stands in a text, and of which kind it is."""

    start: int
    end: int
    kind: str
    ours: bool = False


class Redactor:
    """Takes identifiers out of texts; the numbers, e-mails and addresses that our own sheets publish stay."""

    def __init__(self, knowledge: Knowledge) -> None:
        contacts = [entry.contact for place in PLACES for entry in knowledge.all_entries(place)]
        self._numbers = frozenset(number for contact in contacts for number in _numbers(contact))
        self._words = frozenset(word for contact in contacts for word in _words(contact))

    def redact(self, text: str) -> str:
        """The text with each identifier replaced by the name of its kind, such as `‹phone›`."""
        text = text[:MOST_LETTERS]
        kept, end = [], 0
        for found in self.find(text):
            kept += [text[end : found.start], f"‹{found.kind}›"]
            end = found.end
        return "".join(kept) + text[end:]

    def find(self, text: str) -> list[Found]:
        """The identifiers of a text, in order, none over another."""
        taken: list[Found] = []
        for found in self._candidates(text):
            if all(found.end <= other.start or other.end <= found.start for other in taken):
                taken.append(found)
        return sorted((found for found in taken if not found.ours), key=lambda found: found.start)

    def _candidates(self, text: str) -> Iterator[Found]:
        """What might identify somebody, the most certain first; our own come before all and keep their place."""
        phones = list(_phones(text))
        yield from (Found(*span, "phone", ours=True) for span in phones if self._is_ours(text[slice(*span)]))
        for identifier in IDENTIFIERS:
            for start, end in _matches(identifier, text):
                yield Found(start, end, identifier.kind, ours=self._is_ours(text[start:end]))
        yield from (Found(*span, "phone") for span in phones)
        for start, end in _matches(LONG_NUMBER, text):
            yield Found(start, end, LONG_NUMBER.kind, ours=self._is_ours(text[start:end]))

    def _is_ours(self, found: str) -> bool:
        digits = digits_of(found)
        if len(digits) >= 7 and not re.search(r"[^\W\d]", found):
            return digits.removeprefix("00").removeprefix("33").removeprefix("1").removeprefix("0") in self._numbers
        folded = _fold(found)
        return any(folded in word for word in self._words) if len(folded) > 5 else False


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            yield match.start, match.end


def _matches(identifier: Identifier, text: str) -> Iterator[tuple[int, int]]:
    for match in identifier.pattern.finditer(text):
        group = "it" if "it" in match.groupdict() else 0
        if identifier.is_one(match[group]):
            yield match.span(group)


def _numbers(contact: Contact) -> Iterator[str]:
    """The public numbers, as digits without the prefixes that people write or leave out."""
    for number in (*(phone.number for phone in contact.phones), contact.sms):
        yield digits_of(number).removeprefix("33").removeprefix("1").removeprefix("0")


def _words(contact: Contact) -> Iterator[str]:
    yield _fold(contact.email)
    if contact.address and not contact.address_confidential:
        yield from (_fold(each) for each in contact.address.values())


def _fold(text: str) -> str:
    return re.sub(r"[\s,.]+", " ", text).strip().casefold()
