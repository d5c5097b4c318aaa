"""What one can use, with or without papers: open to all first, three at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions.answer_need import say_who_knows
from actions.talk import Choice, Event, KnowledgeAction, Talk
from knowledge.models import TOPICS, Entry

AT_A_TIME = 3


class Services(KnowledgeAction):
    """Lists the services of the place for the topic and status known, then offers more and the other topics."""

    action_name = "action_services"

    def act(self, talk: Talk) -> list[Event]:
        """Show the first page, or the next one when "more" was pressed."""
        topic = talk.entity("topic")
        listed = talk.slot("listed") or {}
        if talk.entity("page") == "next" and listed:
            topic, start = listed["topic"], listed["start"] + AT_A_TIME
        else:
            start = 0
        status = talk.status or "no_status"
        services = talk.knowledge.find_services(talk.place.id, topic=topic, status=status)
        page = services[start : start + AT_A_TIME]
        if not services:
            return say_who_knows(talk)
        if page:
            talk.say("services_intro")
            talk.show_list(page)
        else:
            talk.say("services_end")
        more = len(services) > start + AT_A_TIME
        talk.offer(self._choices(talk, page, more=more))
        remembered = {"topic": topic, "start": start}
        return [SlotSet("listed", remembered), SlotSet("need", "services_without_papers"), SlotSet("misses", 0)]

    @staticmethod
    def _choices(talk: Talk, page: Sequence[Entry], *, more: bool) -> list[Choice]:
        choices: list[Choice] = [talk.entry_choice(entry, entry.needs[0]) for entry in page]
        if more:
            choices.append({"name": "more", "payload": '/services_without_papers{"page": "next"}'})
        topics: list[Choice] = [
            {"name": f"topic_{topic}", "payload": f'/services_without_papers{{"topic": "{topic}"}}'}
            for topic in TOPICS
            if topic != talk.entity("topic")
        ]
        return [*choices, *topics[: 9 - len(choices)], "menu"]
