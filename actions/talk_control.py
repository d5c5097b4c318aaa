"""The talk itself: language, place, begin again, forget."""

from __future__ import annotations

from rasa_sdk.events import AllSlotsReset, SlotSet

from actions.answer_need import next_choices, told
from actions.knowledge_action import KnowledgeAction
from actions.status_answers import valid_answers
from actions.talk import Event, Talk
from knowledge.errors import UnknownEntry


class SetLanguage(KnowledgeAction):
    """Confirms the language; the slot was set from the message itself, so the words already follow it."""

    action_name = "action_language"
    keeps = frozenset({"answers"})

    def act(self, talk: Talk) -> list[Event]:
        """Ask which one when the message named none; else say the last answer in it, to read or to show somebody."""
        if not talk.entity("language"):
            talk.say("which_language")
            return []
        talk.say("language_changed")
        if talk.slot("entry") and not talk.in_form:
            _show_again(talk, str(talk.slot("entry")))
        return []


class SetPlace(KnowledgeAction):
    """Confirms the place, or asks for it; what was asked before is answered for the new one."""

    action_name = "action_place"

    def act(self, talk: Talk) -> list[Event]:
        """Ask which one when the message named none."""
        if not talk.entity("place"):
            talk.say("which_place")
            return []
        talk.say("place_changed")
        answers = talk.slot("answers")
        if talk.in_form and answers and answers != valid_answers(talk.knowledge.triage(talk.place.id), answers):
            talk.say("status_other_country")
        need = talk.slot("need")
        entries = talk.knowledge.for_need(need, talk.place.id, talk.status) if need and not talk.in_form else ()
        if not entries:
            return []
        talk.show(entries[0])
        talk.offer(next_choices(talk, need, entries[0], "overview", entries))
        return told(talk, need, entries[0])


class RestartTalk(KnowledgeAction):
    """Begins again: all that was said is dropped, the language and the place stay."""

    action_name = "action_restart"

    def act(self, talk: Talk) -> list[Event]:
        """Drop the slots that tell something about the person."""
        talk.say("restarted")
        return _only_language_and_place(talk)


class Forget(KnowledgeAction):
    """The receipt of an erasure; the engine drops the talk itself once the receipt is said."""

    action_name = "action_forget"

    def act(self, talk: Talk) -> list[Event]:
        """Say it and drop every slot."""
        talk.say("forgotten")
        return _only_language_and_place(talk)


def _show_again(talk: Talk, entry_id: str) -> None:
    try:
        talk.show(talk.knowledge.entry(entry_id))
    except UnknownEntry:
        return  # the packs changed meanwhile: the confirmation stands alone


def _only_language_and_place(talk: Talk) -> list[Event]:
    return [AllSlotsReset(), SlotSet("language", talk.language), SlotSet("place", talk.place.id)]
