"""The answer to a need: the best entry of the place, the side asked about, and what may be asked next."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.near import near_needs
from actions.talk import Choice, Event, KnowledgeAction, Talk
from knowledge.errors import UnknownEntry
from knowledge.models import Entry

# What is said before the facts, for needs that call for care before information.
INTRODUCTIONS = {
    "abuse_employer": "protection_intro",
    "abuse_landlord": "protection_intro",
    "family_violence": "protection_intro",
    "crime_victim_or_witness": "protection_intro",
    "human_trafficking": "protection_intro",
    "racism_discrimination": "protection_intro",
    "police_fear": "police_fear",
    "legal_aid": "legal_case",
}
ASPECTS_OFFERED = ("where", "documents", "confidentiality", "cost")
OTHERS_OFFERED = 2


class AnswerNeed(KnowledgeAction):
    """Answers every need that is a matter of facts; a new need asks for no new code here."""

    action_name = "action_answer_need"

    def act(self, talk: Talk) -> list[Event]:
        """Show the entry asked for, or the best one for the need, or say that none is sure enough."""
        need, aspect = talk.intent, _aspect(talk)
        entries = talk.knowledge.for_need(need, talk.place.id, talk.status)
        entry = _entry_asked(talk) or (entries[0] if entries else None)
        if entry is None:
            return say_who_knows(talk)
        if _is_told_first(talk):
            talk.say(INTRODUCTIONS[need])
        talk.show(entry, aspect)
        talk.offer(_next_choices(talk, need, entry, aspect, entries))
        return [SlotSet("need", need), SlotSet("entry", entry.id), SlotSet("misses", 0)]


def say_who_knows(talk: Talk) -> list[Event]:
    """Say honestly that there is no sure fact, and whom to ask instead."""
    talk.say("no_entry")
    for entry in talk.knowledge.whom_to_ask(talk.place.id):
        talk.show(entry, "where")
    talk.offer(["services", "menu"])
    return [SlotSet("misses", 0)]


def _is_told_first(talk: Talk) -> bool:
    """Whether a need that calls for care is brought for the first time, not followed up or chosen from a list."""
    return talk.intent in INTRODUCTIONS and talk.slot("need") != talk.intent and not talk.entity("entry")


def _aspect(talk: Talk) -> str:
    """The side asked about; a first story is answered whole, because "he will call immigration" asks for no detail."""
    return "overview" if _is_told_first(talk) else talk.entity("aspect") or "overview"


def _entry_asked(talk: Talk) -> Entry | None:
    """The entry that the message names or the pressed choice stands for; on a follow-up, the one told last."""
    asked = talk.entity("entry")
    if asked is None and talk.entity("aspect") and talk.slot("need") == talk.intent:
        asked = talk.slot("entry")
    if asked is None:
        return None
    try:
        return talk.knowledge.entry(asked)
    except UnknownEntry:
        return None  # the packs changed under an old choice: fall back on the best entry


def _next_choices(talk: Talk, need: str, entry: Entry, aspect: str, entries: tuple[Entry, ...]) -> list[Choice]:
    aspects = [a for a in ASPECTS_OFFERED if a != aspect and _tells(entry, a)][:OTHERS_OFFERED]
    others = [other for other in entries if other.id != entry.id][:OTHERS_OFFERED]
    return [
        *(talk.aspect_choice(need, entry, a) for a in aspects),
        *(talk.entry_choice(other, need) for other in others),
        *(f"need_{other}" for other in near_needs(need)[:1]),
        "menu",
    ]


def _tells(entry: Entry, aspect: str) -> bool:
    """Whether an entry has more to say on an aspect, so that no choice leads to an empty card."""
    contact = entry.contact
    told = {
        "where": contact.address or contact.url or contact.phones,
        "documents": entry.required_documents or entry.replacement_documents,
        "confidentiality": entry.confidentiality or entry.who_sees,
        "cost": entry.fees_description,
    }
    return bool(told.get(aspect))
