"""From the plain data of a valid file to a frozen value; the store keeps the plain data as JSON and comes here too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from knowledge.models import Access, Contact, Entry, History, Phone, Place, Schedule, Source, Text

_PLAIN = frozenset(
    {"id", "kind", "place", "pack", "country", "confidence", "status", "record", "supersedes"}
) | frozenset(
    {"priority", "unconditional", "fees", "always_open", "by_appointment", "maps_to"}
    | {"assured_date", "valid_from", "valid_until"}
)
_WORDS = frozenset(["needs", "topics", "languages", "ask", "related"])
_ONE_TEXT = frozenset(["name", "short", "description", "fees_description"])


def entry_from(data: Mapping[str, Any], pack: str = "", country: str = "") -> Entry:
    """An entry from its YAML data; `pack` and `country` come from the folder it lies in."""
    values: dict[str, Any] = {"pack": pack, "country": country}
    for name in _ENTRY_FIELDS & set(data):
        if data[name] is not None:
            values[name] = _entry_field(name, data[name])
    return Entry(**values)


def place_from(data: Mapping[str, Any]) -> Place:
    """A place from its pack.yml."""
    values = {name: data[name] for name in ("id", "kind", "country", "timezone", "neutral_url") if data.get(name)}
    for name in ("includes", "places", "aliases", "boroughs", "emergency", "ask"):
        values[name] = tuple(data.get(name) or ())
    holidays = data.get("holidays") or {}
    return Place(
        name=Text.of(data["name"]),
        holidays_country=holidays.get("country", data["country"]),
        holidays_subdivision=holidays.get("subdivision", ""),
        **values,
    )


def texts_from(value: Any) -> tuple[Text, ...]:
    """A list of texts, or one text written without a list."""
    return tuple(Text.of(item) for item in (value if isinstance(value, list) else [value]))


def optional_text(value: Any) -> Text | None:
    """A text when there is one."""
    return Text.of(value) if value else None


def _entry_field(name: str, value: Any) -> Any:
    if name in _PLAIN:
        return value
    if name in _WORDS:
        return tuple(value)
    if name in _ONE_TEXT:
        return Text.of(value)
    read: Callable[[Any], Any] = _NESTED.get(name, texts_from)
    return read(value)


def _access(value: Any) -> dict[str, Access]:
    return {status: _one_access(said) for status, said in value.items()}


def _one_access(said: Any) -> Access:
    return Access(said) if isinstance(said, str) else Access(said["value"], optional_text(said.get("why")))


def _contact(value: Any) -> Contact:
    return Contact(
        phones=tuple(map(_phone, value.get("phones") or ())),
        sms=value.get("sms") or "",
        email=value.get("email") or "",
        url=value.get("url") or "",
        address=optional_text(value.get("address")),
        address_confidential=bool(value.get("address_confidential")),
    )


def _phone(value: Any) -> Phone:
    return Phone(value["number"], optional_text(value.get("label")), optional_text(value.get("note")))


def _schedule(value: Any) -> Schedule:
    return Schedule(
        tuple(value["byday"]),
        value["opens_at"],
        value["closes_at"],
        value.get("valid_from") or "",
        value.get("valid_until") or "",
        optional_text(value.get("note")),
    )


def _source(value: Any) -> Source:
    return Source(value["title"], value.get("url") or "", value.get("date") or "unknown", value.get("shows") or "")


def _history(value: Any) -> History:
    return History(Text.of(value["text"]), value.get("valid_from") or "", value.get("valid_until") or "")


_NESTED: dict[str, Callable[[Any], Any]] = {
    "access": _access,
    "contact": _contact,
    "schedules": lambda value: tuple(map(_schedule, value)),
    "sources": lambda value: tuple(map(_source, value)),
    "history": lambda value: tuple(map(_history, value)),
}
_ENTRY_FIELDS = {one.name for one in fields(Entry)}
