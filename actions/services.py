"""What one can use, with or without papers: open to all first, three at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions.answer_need import say_who_knows
from actions.knowledge_action import KnowledgeAction
from actions.talk import Choice, Event, Talk
from knowledge.models import TOPICS, Entry

AT_A_TIME = 3
NEED = "services_without_papers"


class Services(KnowledgeAction):
    """Lists the services of the place for the topic and status known, then offers more and the other topics."""

    action_name = "action_services"

    def act(self, talk: Talk) -> list[Event]:
        """Show the topics, the first page, or the next one when "more" was pressed."""
        if talk.entity("step") == "topics":
            talk.say("which_topic")
            talk.offer([*map(_topic, TOPICS), "menu"])
            return []
        topic, start = self._wanted(talk)
        services = talk.knowledge.find_services(talk.place.id, topic=topic, status=talk.status or "no_status")
        if not services:
            return say_who_knows(talk)
        page = services[start : start + AT_A_TIME]
        if page:
            talk.say("services_more" if start else "services_intro")
            talk.show_list(page)
        else:
            talk.say("services_end")
        talk.offer(self._choices(talk, page, more=len(services) > start + AT_A_TIME))
        return [SlotSet("listed", {"topic": topic, "start": start}), SlotSet("need", NEED)]

    @staticmethod
    def _wanted(talk: Talk) -> tuple[str | None, int]:
        """Topic and first row to show."""
        listed = talk.slot("listed")
        if talk.entity("page") == "next" and listed:
            return listed["topic"], listed["start"] + AT_A_TIME
        return talk.entity("topic"), 0

    @staticmethod
    def _choices(talk: Talk, page: Sequence[Entry], *, more: bool) -> list[Choice]:
        choices: list[Choice] = [talk.entry_choice(entry, entry.needs[0]) for entry in page]
        if more:
            choices.append({"name": "more", "payload": f'/{NEED}{{"page": "next"}}'})
        return [*choices, talk.step_choice("topics", "topics", NEED), "find_my_status", "menu"]


def _topic(topic: str) -> Choice:
    return {"name": f"topic_{topic}", "payload": f'/{NEED}{{"topic": "{topic}"}}'}
