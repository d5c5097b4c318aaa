"""A card made ready to be read: labelled sections of lines, some with a link. Every channel renders the same sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from bot.messages import AnswerCard
from bot.replies.catalogue import catalogue

# Sections in reading order; each is the key of its label and of the card's part.
LISTS = frozenset(
    {"alert", "eligibility", "documents", "replacements", "who_sees", "steps", "deadlines", "confidentiality", "limits",
     "unknown"}
)  # fmt: skip
ORDER = (
    "alert", "access", "eligibility", "documents", "replacements", "who_sees", "fees", "steps", "where", "phones",
    "hours", "deadlines", "validity", "history", "confidentiality", "limits", "unknown", "ask",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of a section; `href` makes it a link (`tel:`, `geo:`, `https:`)."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Section:
    """One labelled part of a card."""

    key: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PresentedCard:
    """A card as it is shown: title, one sentence, sections, and where it comes from with its date."""

    id: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    items: tuple[Line, ...]
    source: Line | None
    note: str


def present(card: AnswerCard, language: str) -> PresentedCard:
    """Lay out a card in a language; nothing is added to what the card carries but labels."""
    parts = card.parts
    labels = catalogue(language).labels
    sections = [Section(key, labels[key], tuple(_lines(key, parts, labels))) for key in ORDER if parts.get(key)]
    if parts.get("old_contact") and {"phones", "where"} & parts.keys():
        sections.append(Section("old_contact", labels["alert"], (Line(labels["old_contact"]),)))
    items = tuple(Line(f"{item['title']}: {item['summary']}") for item in parts.get("items", ()))
    source = parts.get("source")
    return PresentedCard(
        id=card.id,
        title=card.title,
        summary=" ".join(filter(None, (parts.get("summary"), parts.get("description")))),
        sections=tuple(section for section in sections if section.lines),
        items=items,
        source=_source(source, labels) if source else None,
        note=_note(parts, labels) if source else "",
    )


def as_json(card: PresentedCard) -> dict[str, Any]:
    """The presented card for the API."""
    return {
        "id": card.id,
        "title": card.title,
        "summary": card.summary,
        "items": [line.text for line in card.items],
        "sections": [
            {"key": s.key, "label": s.label, "lines": [_line_json(line) for line in s.lines]} for s in card.sections
        ],
        "source": _line_json(card.source) if card.source else None,
        "note": card.note,
    }


def as_text(card: PresentedCard, language: str) -> str:
    """The presented card as plain text, for the console and text channels."""
    source = f"{catalogue(language).labels['source']}: {card.source.text} ({card.note})" if card.source else ""
    head = [card.title, card.summary, *(f"{number}. {line.text}" for number, line in enumerate(card.items, start=1))]
    body = [f"{section.label}: {' '.join(line.text for line in section.lines)}" for section in card.sections]
    return "\n".join(line for line in [*head, *body, source] if line)


def _lines(key: str, parts: Mapping[str, Any], labels: Mapping[str, str]) -> Iterable[Line]:
    value = parts[key]
    if key in LISTS:
        return map(Line, value)
    return _READERS[key](value, labels)


def _access(value: Mapping[str, Any], labels: Mapping[str, str]) -> Iterable[Line]:
    answer = labels[f"access_{value['value']}"]
    yield Line(f"{answer}. {value['why']}" if value.get("why") else f"{answer}.")


def _fees(value: Mapping[str, Any], labels: Mapping[str, str]) -> Iterable[Line]:
    yield Line(value.get("text") or labels[f"fees_{value['value']}"])


def _where(value: Mapping[str, Any], _: Mapping[str, str]) -> Iterable[Line]:
    if value.get("address"):
        yield Line(value["address"], f"geo:0,0?q={quote(value['address'])}")
    if value.get("email"):
        yield Line(value["email"], f"mailto:{value['email']}")
    if value.get("url"):
        yield Line(_short_url(value["url"]), value["url"])


def _phones(value: Iterable[Mapping[str, Any]], _: Mapping[str, str]) -> Iterable[Line]:
    for phone in value:
        about = ", ".join(part.rstrip(".") for part in (phone.get("label"), phone.get("note")) if part)
        yield Line(f"{phone['number']} ({about})" if about else phone["number"], _dial(phone))


def _hours(value: Mapping[str, Any], labels: Mapping[str, str]) -> Iterable[Line]:
    if value["open_now"] != "unknown":
        yield Line(labels[f"open_{value['open_now']}"])
    yield from map(Line, value.get("text") or ())
    for line in value.get("schedules") or ():
        days = ", ".join(labels[f"day_{day}"] for day in line["byday"])
        note = f" ({line['note'].rstrip('.')})" if line.get("note") else ""
        yield Line(f"{days}: {line['opens_at']}-{line['closes_at']}{note}")


def _history(value: Iterable[Mapping[str, Any]], _: Mapping[str, str]) -> Iterable[Line]:
    return (Line(each["text"]) for each in value)


def _validity(value: Mapping[str, Any], _: Mapping[str, str]) -> Iterable[Line]:
    yield Line(" - ".join(filter(None, (value.get("from"), value.get("until")))))


def _ask(value: Iterable[Mapping[str, Any]], _: Mapping[str, str]) -> Iterable[Line]:
    for entry in value:
        first = next(iter(entry.get("phones") or ()), None)
        title = entry["title"]
        yield Line(f"{title}: {first['number']}", _dial(first)) if first else Line(title, entry.get("url") or "")


_READERS: Mapping[str, Callable[[Any, Mapping[str, str]], Iterable[Line]]] = {
    "access": _access,
    "fees": _fees,
    "where": _where,
    "phones": _phones,
    "hours": _hours,
    "history": _history,
    "validity": _validity,
    "ask": _ask,
}


def _dial(phone: Mapping[str, Any]) -> str:
    return f"sms:{phone['number']}" if phone.get("sms") else f"tel:{phone.get('e164') or phone.get('short')}"


def _short_url(url: str) -> str:
    """What is worth reading of a link: the site; the whole address is behind it."""
    return urlsplit(url).netloc.removeprefix("www.")


def _source(source: Mapping[str, Any], labels: Mapping[str, str]) -> Line:
    date = labels["date_unknown"] if source["date"] == "unknown" else source["date"]
    return Line(labels["source_of"].format(title=source["title"], date=date), source.get("url", ""))


def _note(parts: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    assured = parts.get("assured")
    return labels["assured"].format(date=assured) if assured else labels["not_assured"]


def _line_json(line: Line) -> dict[str, str]:
    return {"text": line.text, "href": line.href} if line.href else {"text": line.text}
