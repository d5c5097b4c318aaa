"""What the Cloud API posts, read with care: batches of changes, of which only people's messages matter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.gateway.channels.channel import Arrival, Kind
from bot.gateway.errors import BadRequest
from bot.gateway.pseudonyms import NotAnAddress, address

WINDOW: Final = 24 * 3600  # seconds in which an answer may follow a message
# No answer is due: a heart under our message, a number that changed, a message taken back.
SILENT: Final = frozenset({"reaction", "system", "revoke", "request_welcome", "ephemeral"})
WENT: Final = frozenset({"sent", "delivered", "read"})
Json = Mapping[str, Any]


def read(body: bytes) -> Json:
    """The body as an object.

    Raises:
        BadRequest: it is none.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise BadRequest("The body is not JSON.") from wrong
    if not isinstance(document, dict):
        raise BadRequest("The body is not an object.")
    return document


def arrivals(document: Json, phone_number_id: str, now: float) -> tuple[Arrival, ...]:
    """The messages for our number that can still be answered, in the order they were written."""
    found: list[tuple[float, Arrival]] = []
    for value in _values(document, phone_number_id):
        for message in _objects(value.get("messages")):
            sent_at = _seconds(message.get("timestamp"), now)
            arrival = _arrival(message, value) if sent_at > now - WINDOW else None
            if arrival:
                found.append((sent_at, arrival))
    return tuple(arrival for _, arrival in sorted(found, key=lambda each: each[0]))


def receipts(document: Json, phone_number_id: str) -> Iterator[str]:
    """Our own marks on messages that went out, as the statuses give them back."""
    for value in _values(document, phone_number_id):
        for status in _objects(value.get("statuses")):
            if status.get("status") in WENT and isinstance(status.get("biz_opaque_callback_data"), str):
                yield status["biz_opaque_callback_data"]


def _values(document: Json, phone_number_id: str) -> Iterator[Json]:
    for entry in _objects(document.get("entry")):
        for change in _objects(entry.get("changes")):
            value = _object(change.get("value"))
            ours = _object(value.get("metadata")).get("phone_number_id") == phone_number_id
            if change.get("field") == "messages" and ours:
                yield value


def _arrival(message: Json, value: Json) -> Arrival | None:
    identifier, kind = _text(message.get("id")), _text(message.get("type"))
    if not identifier or kind in SILENT or message.get("group_id"):
        return None
    if kind == "edit":
        message = {**message, **_object(_object(message.get("edit")).get("message"))}
    number, person = _people(message, value)
    try:
        sender = address(person or number)
        reply_to = address(number or person)
    except NotAnAddress:
        return None
    what, text, choice = _content(message)
    return Arrival(identifier, sender, reply_to, kind=what, text=text, choice=choice)


def _people(message: Json, value: Json) -> tuple[str, str]:
    """The number, which may be withheld, and the id that WhatsApp gives the person for us alone."""
    number, person = _text(message.get("from")), _text(message.get("from_user_id"))
    contacts = list(_objects(value.get("contacts")))
    named = [each for each in contacts if number and each.get("wa_id") == number]
    for contact in named or (contacts if len(contacts) == 1 else []):
        person = person or _text(contact.get("user_id"))
    return (number, person) if number[:1].isdigit() or number[:1] == "+" else ("", person or number)


def _content(message: Json) -> tuple[Kind, str, str]:
    kind = _text(message.get("type"))
    body = _object(message.get(kind))
    if kind == "text":
        return "text", _text(body.get("body")), ""
    if kind == "button":
        return "text", _text(body.get("text")), ""
    if kind == "interactive":
        pressed = _object(body.get("button_reply")) or _object(body.get("list_reply"))
        if _text(pressed.get("id")):
            return "choice", _text(pressed.get("title")), _text(pressed["id"])
    return "media", _text(body.get("caption")), ""


def _objects(value: object) -> Iterator[Json]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _seconds(value: object, now: float) -> float:
    try:
        return float(value)  # type: ignore[arg-type]  # whatever it is, it is a number or it is not
    except (TypeError, ValueError, OverflowError):
        return now
