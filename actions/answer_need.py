"""The answer to a need: the best entry of the place, the side asked about, and what may be asked next."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.knowledge_action import KnowledgeAction
from actions.near import near_needs
from actions.talk import Choice, Event, Talk
from knowledge.models import Entry

# What is said before or after the facts of a need.
BEFORE = {"legal_aid": "legal_case"}
AFTER = {
    "asylum_how_to_claim": "asylum_check",
    "asylum_next_steps": "asylum_check",
    "asylum_refused": "asylum_check",
    "regularise_status": "asylum_check",
}
ASPECTS_OFFERED = ("where", "documents", "hours", "confidentiality", "cost", "how")
MOST_ASPECTS = 3
OTHERS_OFFERED = 2
REFUSED = frozenset({"no", "partly"})


class AnswerNeed(KnowledgeAction):
    """Answers every need that is a matter of facts; a new need asks for no new code here."""

    action_name = "action_answer_need"

    def act(self, talk: Talk) -> list[Event]:
        """Show the entry asked for, or the best one for the need, or say that none is sure enough."""
        need, aspect = talk.intent, talk.entity("aspect") or "overview"
        entries = talk.knowledge.for_need(need, talk.place.id, talk.status)
        entry = entry_asked(talk) or (entries[0] if entries else None)
        if entry is None:
            return say_who_knows(talk)
        if talk.entity("place"):
            talk.say("for_place")
        chosen = talk.entity("entry") and talk.text.startswith("/")  # under an answer, which said what goes with it
        if need in BEFORE and not chosen:
            talk.say(BEFORE[need])
        talk.show(entry, aspect)
        if not chosen:
            self._say_after(talk, need, entry)
        talk.offer(next_choices(talk, need, entry, aspect, entries))
        return told(talk, need, entry)

    @staticmethod
    def _say_after(talk: Talk, need: str, entry: Entry) -> None:
        if need in AFTER:
            talk.say(AFTER[need])
        elif need == "id_card" and entry.fees == "free":
            talk.say("card_scam")


def say_who_knows(talk: Talk) -> list[Event]:
    """Say honestly that there is no sure fact, and whom to ask instead."""
    talk.say("no_entry")
    for entry in talk.knowledge.whom_to_ask(talk.place.id):
        talk.show(entry, "where")
    talk.offer(["services", "menu"])
    return []


def told(talk: Talk, need: str, entry: Entry) -> list[Event]:
    """What is remembered of an answer: "and how much is it?" is about it, "go back" returns to the one before."""
    before = talk.slot("entry")
    remembered = [SlotSet("need", need), SlotSet("entry", entry.id)]
    return [*remembered, SlotSet("entry_before", before)] if before != entry.id else remembered


def entry_asked(talk: Talk) -> Entry | None:
    """The entry that the message names or the pressed choice stands for; on a follow-up, the one told last."""
    asked = talk.entity("entry")
    if asked is None and talk.entity("aspect") and talk.slot("need") == talk.intent:
        asked = talk.slot("entry")
    # Told here and today only: a name may be that of a place in another country, an old choice one that has expired.
    return next(iter(talk.knowledge.entries([asked], talk.place.id)), None) if asked else None


def next_choices(talk: Talk, need: str, entry: Entry, aspect: str, entries: tuple[Entry, ...]) -> list[Choice]:
    """Other sides of the entry, other entries, the need that is easily confused with it, whether it helped."""
    aspects = [a for a in ("eligibility", *ASPECTS_OFFERED) if a != aspect and _tells(talk, entry, a)][:MOST_ASPECTS]
    others = [other for other in entries if other.id != entry.id][:OTHERS_OFFERED]
    # By SMS each choice costs money to read; there the question comes with "thank you".
    useful: list[Choice] = [] if talk.channel == "sms" else ["useful_yes", "useful_no"]
    return [
        *(talk.aspect_choice(need, entry, a) for a in aspects),
        *(talk.entry_choice(other, need) for other in others),
        *(f"need_{other}" for other in near_needs(need)[:1]),
        *useful,
        "menu",
    ]


def _tells(talk: Talk, entry: Entry, aspect: str) -> bool:
    """Whether an entry has more to say on an aspect, so that no choice leads to an empty card."""
    contact = entry.contact
    verdict = talk.knowledge.access(entry, talk.status)
    known = {
        "eligibility": verdict is not None and verdict.value in REFUSED,  # "why can't I?"
        "where": contact.address or contact.url or contact.phones,
        "hours": entry.schedules or entry.schedule_description or entry.always_open,
        "documents": entry.required_documents or entry.replacement_documents,
        "confidentiality": entry.confidentiality or entry.who_sees,
        "cost": entry.fees_description,
        "how": entry.application_process,
    }
    return bool(known.get(aspect))
