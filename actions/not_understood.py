"""When a message was not understood: the nearest needs, then the knowledge's own search, then a person."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.people import show_people
from actions.talk import Event, KnowledgeAction, Talk

OFFERED = 3


class NotUnderstood(KnowledgeAction):
    """Never the same words twice in a row, always a way out."""

    action_name = "action_not_understood"

    def act(self, talk: Talk) -> list[Event]:
        """Offer what the message may have meant; after two misses in a row show people."""
        misses = int(talk.slot("misses") or 0)
        outcome = talk.understood.get("outcome")
        if outcome == "offer" and misses < 2:
            self._offer_nearest(talk)
        elif misses == 0:
            talk.say("not_understood")
        else:
            talk.say("not_understood_again")
            show_people(talk)
        return [SlotSet("misses", (misses + 1) % OFFERED)]

    @staticmethod
    def _offer_nearest(talk: Talk) -> None:
        nearest = [each["name"] for each in talk.ranking if each["name"] not in NOT_A_NEED][:OFFERED]
        talk.say("did_you_mean")
        talk.offer([*(f"need_{need}" for need in nearest), "menu"])


# Intents that are a way of talking, not something to offer.
NOT_A_NEED = frozenset(
    {"nlu_fallback", "out_of_scope", "greet", "goodbye", "thank", "affirm", "deny", "not_sure", "repeat", "go_back",
     "restart", "give_feedback", "bot_challenge"}
)  # fmt: skip
