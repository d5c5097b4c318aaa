"""Takes out of a worker's words what could point at a person: phones, e-mails and numbers that are not in the facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from knowledge.models import Entry

GONE = "[…]"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DATE = re.compile(r"(?:19|20)\d{2}-\d{2}(?:-\d{2})?\Z")
# Seven digits or more, however they are grouped, perhaps after a letter: phones, file, UCI and A-numbers.
_NUMBER = re.compile(r"(?<!\w)[A-Za-z]{0,3}-?\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?!\w)")
_POSTAL = re.compile(r"\b[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d\b")
# Which of them may be the very thing that is proposed for a field of the facts.
KEPT_IN = {"phones": {"number"}, "where": {"postal", "email"}}


def known_contacts(entries: Iterable[Entry]) -> frozenset[str]:
    """The digits and addresses that the facts publish themselves."""
    found: set[str] = set()
    for entry in entries:
        found |= {_digits(phone.number) for phone in entry.contact.phones}
        found |= {text.lower() for text in (entry.contact.email, _digits(entry.contact.sms)) if text}
    return frozenset(found)


def redacted(text: str, known: Collection[str], field: str = "") -> str:
    """The text without what could point at a person.

    Args:
        text: as it was typed.
        known: what the facts publish; it stays.
        field: what a proposed value is for: a phone that is proposed as a phone stays.
    """
    kept = KEPT_IN.get(field, set())
    if "email" not in kept:
        text = _EMAIL.sub(_unless(lambda found: found.lower() in known), text)
    if "number" not in kept:
        text = _NUMBER.sub(_unless(lambda found: _digits(found) in known or bool(_DATE.match(found.strip()))), text)
    if "postal" not in kept:
        text = _POSTAL.sub(GONE, text)
    return text


def _unless(is_known: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0] if is_known(match[0]) else GONE


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
