"""When a message was not understood: the nearest needs, then the knowledge's own search, then a person."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.knowledge_action import KnowledgeAction
from actions.people import show_people
from actions.talk import Event, Talk

OFFERED = 3
SPOKEN = frozenset({"fr", "en", "es"})
# Intents that are a way of talking, not something to offer.
NOT_A_NEED = frozenset(
    {"nlu_fallback", "out_of_scope", "greet", "goodbye", "thank", "affirm", "deny", "not_sure", "repeat", "go_back",
     "restart", "give_feedback", "bot_challenge", "help_menu", "talk_to_human"}
)  # fmt: skip
# Languages we do not speak but can say so in; their sentences are bot/replies/other_languages.yml.
OTHER_LANGUAGES = frozenset(
    {"ar", "bn", "de", "fa", "ht", "it", "ln", "pa", "ps", "pt", "ro", "ru", "so", "ta", "ti", "tr", "uk", "wo", "zh"}
)


class NotUnderstood(KnowledgeAction):
    """Never the same words twice in a row, always a way out."""

    action_name = "action_not_understood"
    keeps = frozenset({"misses"})

    def act(self, talk: Talk) -> list[Event]:
        """Offer what the message may have meant, then what the knowledge finds, then people."""
        misses = int(talk.slot("misses") or 0)
        step, taken = misses % OFFERED, 1
        if _other_language(talk):
            _say_other_language(talk, again=misses % 2 == 1)
        elif step == 0:
            taken = _offer_nearest(talk)
        elif step == 1 and talk.intent != "out_of_scope":
            _search(talk)
        elif step == 1:
            talk.say("not_understood")
        else:
            talk.say("not_understood_again")
            show_people(talk)
        return [SlotSet("misses", misses + taken)]


def _offer_nearest(talk: Talk) -> int:
    """Offer needs; tells how many steps were taken, as without a need at hand the words of the next one are used."""
    if talk.intent == "out_of_scope":
        talk.say("out_of_scope")
        return 1
    nearest = [each["name"] for each in talk.ranking if each["name"] not in NOT_A_NEED][:OFFERED]
    talk.say("did_you_mean" if nearest else "not_understood")
    talk.offer([*(f"need_{need}" for need in nearest), "human", "menu"] if nearest else [])
    return 1 if nearest else 2


def _search(talk: Talk) -> None:
    """What the facts themselves say to these words; whoever typed a name or a rare word is served here."""
    found = talk.knowledge.search(talk.text, talk.place.id, talk.language, limit=OFFERED)
    entries = talk.knowledge.entries(found.ids, talk.place.id)
    if not entries:
        talk.say("not_understood")
        return
    talk.say("search_found")
    talk.show_list(entries)
    talk.offer([*(talk.entry_choice(entry, entry.needs[0]) for entry in entries), "human", "menu"])


def _other_language(talk: Talk) -> str | None:
    """The code of a language that was recognised and that we do not speak."""
    code = str(talk.understood.get("language") or "")
    return code if code and code not in SPOKEN else None


def _say_other_language(talk: Talk, *, again: bool) -> None:
    """Say so in that language, give the human lines, and offer to go on in one of ours."""
    code = _other_language(talk)
    if again or code not in OTHER_LANGUAGES:
        talk.say("other_language_again")
    else:
        talk.say(f"other_language_{code}")
    show_people(talk, "language_fr", "language_en", "language_es")
