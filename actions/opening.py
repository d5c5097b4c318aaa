"""The first words: who this is, what is kept, for which city, and the four questions."""

from __future__ import annotations

from actions.knowledge_action import KnowledgeAction
from actions.talk import Event, Talk


class Opening(KnowledgeAction):
    """Greets, and says for which city it answers, so that a wrong city is seen at once."""

    action_name = "action_greet"

    def act(self, talk: Talk) -> list[Event]:
        """Say the greeting, then the city with the four questions."""
        talk.say("greet")
        talk.say("opening_place")
        return []
