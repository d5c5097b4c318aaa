"""The way to a person, whenever one is asked for or an answer did not help."""

from __future__ import annotations

from actions.knowledge_action import KnowledgeAction
from actions.talk import Event, Talk


class People(KnowledgeAction):
    """Who answers in person: the lines of the place, with what is known of their hours."""

    action_name = "action_people"

    def act(self, talk: Talk) -> list[Event]:
        """Show the place's own lines."""
        talk.say("talk_to_human")
        show_people(talk)
        return []


class Feedback(KnowledgeAction):
    """Hears whether an answer helped; a "no" always leads to a person, a "wrong" to the operators."""

    action_name = "action_feedback"

    def act(self, talk: Talk) -> list[Event]:
        """Thank, and when it did not help, show whom to ask."""
        useful = talk.entity("useful")
        if useful == "yes":
            talk.say("feedback_yes")
        elif useful == "wrong":
            _dispute(talk)
        elif useful == "no":
            talk.say("feedback_no")
            show_people(talk, "wrong")
        else:
            talk.say("feedback_ask")
        return []


def show_people(talk: Talk, *choices: str) -> None:
    """Show the lines that the place names for questions of any kind."""
    for entry in talk.knowledge.whom_to_ask(talk.place.id):
        talk.show(entry, "where")
    talk.offer([*choices, "cell", "menu"])


def _dispute(talk: Talk) -> None:
    """Pass on which sheet was called wrong, when there is one, and say whom to ask meanwhile."""
    entry = talk.slot("entry")
    if entry:
        talk.dispute(entry)
        talk.say("dispute_noted")
    else:
        talk.say("feedback_no")
    show_people(talk)
