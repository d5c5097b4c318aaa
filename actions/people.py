"""The way to a person, whenever one is asked for or an answer did not help."""

from __future__ import annotations

from actions.talk import Event, KnowledgeAction, Talk


class People(KnowledgeAction):
    """Who answers in person: the lines of the place, with what is known of their hours."""

    action_name = "action_people"

    def act(self, talk: Talk) -> list[Event]:
        """Show the place's own lines."""
        talk.say("talk_to_human")
        show_people(talk)
        return []


class Feedback(KnowledgeAction):
    """Hears whether an answer helped; a "no" always leads to a person."""

    action_name = "action_feedback"

    def act(self, talk: Talk) -> list[Event]:
        """Thank, and when it did not help, show whom to ask."""
        useful = talk.entity("useful")
        if useful is None:
            talk.say("feedback_ask")
        elif useful == "yes":
            talk.say("feedback_yes")
        else:
            talk.say("feedback_no")
            show_people(talk)
        return []


def show_people(talk: Talk) -> None:
    """Show the lines that the place names for questions of any kind."""
    for entry in talk.knowledge.whom_to_ask(talk.place.id):
        talk.show(entry, "where")
    talk.offer(["cell", "menu"])
