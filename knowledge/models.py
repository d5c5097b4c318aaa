"""What a fact is made of: frozen values that cross from the packs to the actions and to the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

STATUSES: tuple[str, ...] = (
    "citizen",
    "permanent_resident",
    "protected_person",
    "asylum_claimant",
    "temporary_resident",
    "no_status",
)
TOPICS: tuple[str, ...] = (
    "papers",
    "health",
    "home_food",
    "work_money",
    "school_languages",
    "daily_life",
    "rights",
)


@dataclass(frozen=True)
class Text(Mapping[str, str]):
    """A text in every language of the house."""

    languages: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, data: Mapping[str, str] | str) -> Text:
        """From `{fr: …, en: …}`, or from one string that is the same in every language, such as an address."""
        return cls((("", data),) if isinstance(data, str) else tuple(data.items()))

    def in_(self, language: str) -> str:
        """The text in this language; in English, then in any, while a new language is being added."""
        texts = dict(self.languages)
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    def __getitem__(self, language: str) -> str:
        return dict(self.languages)[language]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.languages))

    def __len__(self) -> int:
        return len(self.languages)


@dataclass(frozen=True)
class Access:
    """May a person with one status use it: yes, no, partly or unknown, and why."""

    value: str
    why: Text | None = None


@dataclass(frozen=True)
class Phone:
    """A number as the source writes it, with what to know before dialling."""

    number: str
    label: Text | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Contact:
    """How to reach it. A confidential address is kept for editors and told to nobody."""

    phones: tuple[Phone, ...] = ()
    sms: str = ""
    email: str = ""
    url: str = ""
    address: Text | None = None
    address_confidential: bool = False


@dataclass(frozen=True)
class Schedule:
    """One line of opening hours."""

    byday: tuple[str, ...]
    opens_at: str
    closes_at: str
    valid_from: str = ""
    valid_until: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; `date` is the source's own."""

    title: str
    url: str = ""
    date: str = "unknown"
    shows: str = ""


@dataclass(frozen=True)
class History:
    """What was true for a time, so that an old paper or memory can be explained."""

    text: Text
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True)
class Entry:
    """One fact sheet of a pack; the fields are those of knowledge/README.md."""

    id: str
    kind: str
    place: str
    pack: str
    country: str
    needs: tuple[str, ...]
    name: Text
    short: Text
    confidence: str
    sources: tuple[Source, ...]
    topics: tuple[str, ...] = ()
    priority: int = 5
    description: Text | None = None
    access: Mapping[str, Access] = field(default_factory=dict)
    unconditional: bool = False
    eligibility_description: tuple[Text, ...] = ()
    required_documents: tuple[Text, ...] = ()
    replacement_documents: tuple[Text, ...] = ()
    who_sees: tuple[Text, ...] = ()
    fees: str = "unknown"
    fees_description: Text | None = None
    application_process: tuple[Text, ...] = ()
    limits: tuple[Text, ...] = ()
    confidentiality: tuple[Text, ...] = ()
    contact: Contact = Contact()
    schedules: tuple[Schedule, ...] = ()
    schedule_description: tuple[Text, ...] = ()
    always_open: bool = False
    by_appointment: bool = False
    languages: tuple[str, ...] = ()
    interpretation_services: tuple[Text, ...] = ()
    history: tuple[History, ...] = ()
    deadlines: tuple[Text, ...] = ()
    maps_to: str = ""
    unknown: tuple[Text, ...] = ()
    ask: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    alert: tuple[Text, ...] = ()
    assured_date: str = ""
    valid_from: str = ""
    valid_until: str = ""
    supersedes: str = ""
    status: str = "active"
    record: str = ""


@dataclass(frozen=True)
class Place:
    """A city people choose, or the country pack behind it."""

    id: str
    kind: str
    name: Text
    country: str
    timezone: str
    holidays_country: str = ""
    holidays_subdivision: str = ""
    includes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    boroughs: tuple[str, ...] = ()
    emergency: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    neutral_url: str = ""
