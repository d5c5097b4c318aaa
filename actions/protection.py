"""Protection: can you read this safely, what to do now, who helps in confidence, what to prepare. No name, no account."""

from __future__ import annotations

from collections.abc import Iterable

from actions.answer_need import entry_asked, next_choices, say_who_knows, told
from actions.emergency import say_number_first
from actions.knowledge_action import KnowledgeAction
from actions.near import near_needs
from actions.pause import pause, way_back
from actions.talk import Choice, Event, Talk
from knowledge.models import Entry

# Need -> what is said first, and what one may prepare.
INTRODUCTIONS = {"police_fear": "police_fear", "detained_or_arrested": "detained_intro", "scam_suspicion": "scam_intro"}
PREPARATIONS = {
    "abuse_employer": "prepare_work",
    "human_trafficking": "prepare_leaving",
    "abuse_landlord": "prepare_home",
    "family_violence": "prepare_leaving",
    "crime_victim_or_witness": "prepare_account",
    "racism_discrimination": "prepare_account",
    "police_fear": "prepare_police",
    "detained_or_arrested": "prepare_detention",
    "scam_suspicion": "prepare_scam",
}
HELPERS = frozenset({"service", "organization", "emergency"})
HELPERS_SHOWN = 3
# Who is near: these people may have somebody beside them who must not read.
WATCHED = frozenset(
    {"abuse_employer", "abuse_landlord", "family_violence", "crime_victim_or_witness", "human_trafficking"}
)
# Who helps, where the sheets of the need itself are about the police or the law: whoever fears the police is not sent
# to its own page.
HELPED_BY = {
    "police_fear": ("intervention_cell", "legal_aid"),
    "detained_or_arrested": ("legal_aid",),
    "scam_suspicion": ("legal_aid",),
}


class Protection(KnowledgeAction):
    """A short path for each need that comes with fear; every step is offered, none is demanded."""

    action_name = "action_protection"

    def act(self, talk: Talk) -> list[Event]:
        """Take the step that was chosen; a first message gets care, the best help, and the steps."""
        step = talk.entity("step")
        entries = talk.knowledge.for_need(talk.intent, talk.place.id, talk.status)
        if step in STEPS:
            return STEPS[step](talk, entries)
        entry = entry_asked(talk)
        if entry is not None:
            aspect = talk.entity("aspect") or "overview"
            say_number_first(talk, always=False)
            talk.show(entry, aspect)
            talk.offer([*_steps(talk)[:2], *next_choices(talk, talk.intent, entry, aspect, entries)])
            return [*pause(talk), *told(talk, talk.intent, entry)]
        return _first(talk, entries)


def _first(talk: Talk, entries: tuple[Entry, ...]) -> list[Event]:
    """Care before facts; then whom to reach, because a person may be able to send one message only."""
    say_number_first(talk, always=talk.intent not in HELPED_BY)
    talk.say(INTRODUCTIONS.get(talk.intent, "protection_intro"))
    if not entries:
        return [*pause(talk), *say_who_knows(talk)]
    talk.show(entries[0])
    if talk.intent in WATCHED:
        talk.say("protection_safe")
    near: list[Choice] = [f"need_{need}" for need in near_needs(talk.intent)[:1]]
    talk.offer([*_steps(talk), *near, *way_back(talk), "menu"])
    return [*pause(talk), *told(talk, talk.intent, entries[0])]


def _now(talk: Talk, entries: tuple[Entry, ...]) -> list[Event]:
    entry = next((each for each in entries if each.application_process), None)
    if entry is None:
        return say_who_knows(talk)
    talk.say("protection_now")
    talk.show(entry, "how")
    talk.offer([*_steps(talk, but="now"), "menu"])
    return told(talk, talk.intent, entry)


def _who(talk: Talk, entries: tuple[Entry, ...]) -> list[Event]:
    asked = HELPED_BY.get(talk.intent)
    if asked:
        entries = tuple(e for need in asked for e in talk.knowledge.for_need(need, talk.place.id, talk.status))
    helpers = _reachable(entries)
    if not helpers:
        return say_who_knows(talk)
    talk.say("protection_who")
    for entry in helpers:
        talk.show(entry, "where")
    confidential = [talk.aspect_choice(talk.intent, e, "confidentiality") for e in helpers[:1] if e.confidentiality]
    talk.offer([*confidential, *_steps(talk, but="who"), "menu"])
    return told(talk, talk.intent, helpers[0])


def _prepare(talk: Talk, _: tuple[Entry, ...]) -> list[Event]:
    talk.say(PREPARATIONS.get(talk.intent, "prepare_account"))
    talk.offer([*_steps(talk, but="prepare"), "menu"])
    return []


def _unsafe(talk: Talk, _: tuple[Entry, ...]) -> list[Event]:
    """Somebody may be looking: few words, nothing that names the subject, and the ways to be gone."""
    talk.say("protection_unsafe")
    return []


STEPS = {"now": _now, "who": _who, "prepare": _prepare, "unsafe": _unsafe}


def _steps(talk: Talk, but: str = "") -> list[Choice]:
    steps = [talk.step_choice(f"step_{step}", step) for step in ("now", "who", "prepare") if step != but]
    return [*steps, talk.step_choice("unseen", "unsafe")]


def _reachable(entries: Iterable[Entry]) -> list[Entry]:
    """Who answers, each telephone once: a city and its country may both describe the same line."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.kind in HELPERS and entry.contact.phones:
            found.setdefault(entry.contact.phones[0].number, entry)
    return list(found.values())[:HELPERS_SHOWN]
