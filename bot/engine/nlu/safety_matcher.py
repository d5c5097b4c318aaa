"""Danger, suicide, violence, trafficking, arrest: phrases of every language and the classifier's word, tuned for recall."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.intent_classifier import PROBABILITIES
from bot.engine.nlu.phrases import LANGUAGES, PhraseBook, document, lexicon
from bot.engine.nlu.sentence_encoder import ENCODED

SAFETY = "safety"
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
            "from": {"danger": 0.15, "suicide": 0.12, "violence": 0.45, "trafficking": 0.45, "arrest": 0.45},
        }

    def __init__(self, config: dict[str, Any]) -> None:
        self._from = config["from"]
        # One book for all languages: a frightened message mixes them, and its language may be read wrong.
        phrases: dict[str, list[str]] = {}
        for language in LANGUAGES:
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
        """Label every message that the classifier has read."""
        for message in messages:
            chances = message.get(PROBABILITIES)
            if chances is not None:
                message.set(SAFETY, self._labels(message.get(ENCODED).text, chances), add_to_output=True)
        return messages

    def _labels(self, text: str, chances: dict[str, float]) -> list[str]:
        """Labels raised by a phrase or by the classifier, without those that an idiom or a denial takes away."""
        said = {label for label, _, _ in self._book.find(document(text))}
        denied = {label.removeprefix(_DENIED) for label in said if label.startswith(_DENIED)}
        likely = {label for label, intent in _INTENTS.items() if chances.get(intent, 0.0) >= self._from[label]}
        return sorted(((said & _INTENTS.keys()) | likely) - denied)
