"""From a phone number to an id that says nothing: keyed, by channel, and forgotten with its key."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Final

import phonenumbers

from bot.settings import Secret

WEEK: Final = 7 * 24 * 3600
_E164 = re.compile(r"\+[1-9]\d{6,14}\Z")
_BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,160}\Z")  # WhatsApp's id of a person without a visible number


class NotAnAddress(ValueError):
    """A sender that is neither a phone number nor an id of WhatsApp; the message says nothing about it."""


def e164(raw: str) -> str:
    """A phone number in the one form that is hashed.

    Raises:
        NotAnAddress: it is not a number that a person could have.
    """
    candidate = raw if raw.startswith("+") else f"+{raw}"
    try:
        number = phonenumbers.parse(candidate, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if _E164.match(candidate):
        return candidate
    raise NotAnAddress("not a phone number")


def address(raw: str) -> str:
    """A sender in the form that is hashed: E.164, or a WhatsApp id as it came.

    Raises:
        NotAnAddress: it is neither.
    """
    return raw if _BSUID.match(raw) else e164(raw)


class Pseudonyms:
    """Names people by a keyed hash; the key of the week and the one before are all there is.

    Args:
        shared: secret that several gateways derive the same weekly keys from; empty: random keys of this process,
            which nobody can compute again once they are dropped.
        stable: secret of the ids that must outlive the weeks (who said stop); empty: as long as this process.
        clock: seconds since the epoch; given by tests.
    """

    def __init__(self, shared: Secret, stable: Secret, *, clock: Callable[[], float] = time.time) -> None:
        self._shared = shared.reveal().encode()
        self._stable = stable.reveal().encode() or secrets.token_bytes(32)
        self._clock = clock
        self._keys: dict[int, bytes] = {}

    def conversation(self, channel: str, sender: str, known: Callable[[str], bool]) -> str:
        """The id of a talk: under this week's key, or last week's while such a talk still goes on."""
        week = int(self._clock() // WEEK)
        current, previous = (self._hash(self._key(each), channel, sender) for each in (week, week - 1))
        self._keys = {each: key for each, key in self._keys.items() if each >= week - 1}
        return previous if known(previous) and not known(current) else current

    def stable(self, channel: str, sender: str) -> str:
        """The id under which somebody's "stop" is kept; it opens no talk."""
        return self._hash(self._stable, f"stop\0{channel}", sender)

    def _key(self, week: int) -> bytes:
        if week not in self._keys:
            derived = hmac.digest(self._shared, f"week\0{week}".encode(), sha256)
            self._keys[week] = derived if self._shared else secrets.token_bytes(32)
        return self._keys[week]

    @staticmethod
    def _hash(key: bytes, channel: str, sender: str) -> str:
        digest = hmac.digest(key, f"{channel}\0{sender}".encode("utf-8", "surrogatepass"), sha256)
        return channel[0] + base64.b32encode(digest).decode().lower()[:26]
