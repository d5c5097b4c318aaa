"""Danger, suicide, violence, trafficking, arrest: phrases of every language and the classifier's word, tuned for recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.intent_classifier import CRISES, OUTCOME, PROBABILITIES
from bot.engine.nlu.phrases import LANGUAGES, PhraseBook, document, lexicon
from bot.engine.nlu.sentence_encoder import ENCODED

SAFETY = "safety"
CRISIS_LABELS = frozenset({"danger", "suicide"})
_DENIED = "not_"
_INTENTS = {
    "danger": "danger_now",
    "suicide": "suicidal_distress",
    "violence": "family_violence",
    "trafficking": "human_trafficking",
    "arrest": "detained_or_arrested",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyMatcher(GraphComponent):
    """Sets `safety`, the list of labels, on each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {
            # how likely a label's need must be for the classifier alone to raise it
            "from": {"danger": 0.09, "suicide": 0.09, "violence": 0.45, "trafficking": 0.45, "arrest": 0.45},
            # ... once the other crisis is raised: who is in one is often near the other
            "beside": 0.04,
            # ... when the message holds an idiom, a denial or a name that sounds like it
            "despite_guard": 0.6,
            # from which chance a crisis that comes first is taken without asking; under it, numbers and choices
            "told_from": 0.35,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        self._from, self._beside, self._despite = config["from"], config["beside"], config["despite_guard"]
        self._told_from = config["told_from"]
        # One book for all languages: a frightened message mixes them, and its language may be read wrong.
        phrases: dict[str, list[str]] = {}
        for language in (*LANGUAGES, "other"):
            for label, lines in lexicon(language, "safety").items():
                phrases.setdefault(label, []).extend(lines)
        self._book = PhraseBook(phrases)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyMatcher:
        """Create the component (see `GraphComponent`)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Label every message that the classifier has read; a crisis that comes first is not asked about again."""
        for message in messages:
            chances = message.get(PROBABILITIES)
            if chances is not None:
                labels = self._labels(message.get(ENCODED).text, chances)
                message.set(SAFETY, labels, add_to_output=True)
                if CRISIS_LABELS & set(labels):
                    _told_first(message, self._told_from)
        return messages

    def _labels(self, text: str, chances: Mapping[str, float]) -> list[str]:
        """Labels raised by a phrase or by the classifier."""
        found = self._book.find(document(text))
        guards = [(label.removeprefix(_DENIED), *span) for label, *span in found if label.startswith(_DENIED)]
        raised = {label for label, *span in found if label in _INTENTS and not _guarded(label, span, guards)}
        guarded = {label for label, *_ in guards}
        for label, intent in _INTENTS.items():
            if chances.get(intent, 0.0) >= (self._despite if label in guarded else self._from[label]):
                raised.add(label)
        if CRISIS_LABELS & raised:
            raised |= {each for each in CRISIS_LABELS - guarded if chances.get(_INTENTS[each], 0.0) >= self._beside}
        return sorted(raised)


def _guarded(label: str, span: Sequence[Any], guards: Sequence[tuple[Any, ...]]) -> bool:
    """Whether a phrase shares words with an idiom, a denial or a name that takes its label away."""
    start, end = span
    return any(label == denied and start < last and first < end for denied, first, last in guards)


def _told_first(message: Message, told_from: float) -> None:
    """Asking "did you mean danger?" would cost the time there is not: the likeliest need is taken when it is a crisis."""
    ranking = message.get(INTENT_RANKING_KEY) or []
    first = ranking[0] if ranking else {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
    if first[INTENT_NAME_KEY] in CRISES and first[PREDICTED_CONFIDENCE_KEY] >= told_from:
        message.set(INTENT, first, add_to_output=True)
        message.set(OUTCOME, "crisis", add_to_output=True)
