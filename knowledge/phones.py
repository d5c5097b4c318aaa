"""Phone numbers: is it one, how is it dialled. A wrong number in this house costs more than a missing one."""

from __future__ import annotations

import re

import phonenumbers

# Numbers that exist although the numbering plan does not list them as ordinary ones.
SHORT_CODES = {
    "CA": frozenset({"112", "211", "311", "511", "811", "911", "988"}),
    "FR": frozenset({"15", "17", "18", "112", "114", "115", "116000", "116006", "116117", "119"})
    | frozenset({"3018", "3020", "3114", "3646"}),
}
# France's four-digit information lines: 3919, 3928, 3949, 3977 …
FRENCH_LINES = re.compile(r"39\d\d")


def digits(number: str) -> str:
    """Only the digits."""
    return "".join(character for character in number if character.isdigit())


def is_short_code(number: str, country: str) -> bool:
    """True for 911, 3919 and the like."""
    code = digits(number)
    return code in SHORT_CODES.get(country, frozenset()) or (country == "FR" and bool(FRENCH_LINES.fullmatch(code)))


def is_text_number(number: str, country: str) -> bool:
    """True when a text message can be sent to it: a phone, or a code of three to six digits."""
    return (number.strip().isdigit() and 3 <= len(number.strip()) <= 6) or is_phone(number, country)


def is_phone(number: str, country: str) -> bool:
    """True when the number can be dialled in this country."""
    if is_short_code(number, country):
        return True
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, country or None)))
    except phonenumbers.NumberParseException:
        return False


def e164(number: str, country: str) -> str:
    """The form a phone dials: +15142779860, or the short code itself; empty when it is not a phone."""
    if is_short_code(number, country):
        return digits(number)
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
