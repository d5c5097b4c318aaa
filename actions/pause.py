"""Questions are put aside when something serious is said; they wait, and the person decides whether to go on."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.talk import Choice, Event, Talk


def pause(talk: Talk) -> list[Event]:
    """Close the open questions without losing the answers; nothing when none are open."""
    if not talk.in_form:
        return []
    return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("answer", None), SlotSet("paused", True)]


def way_back(talk: Talk) -> list[Choice]:
    """The choice that takes up the questions again, when some are open or waiting."""
    return ["resume"] if talk.in_form or talk.slot("paused") else []
