"""Danger, suicide, violence, trafficking, arrest: phrases of every language and the classifier's word, tuned for recall."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.intent_classifier import PROBABILITIES

SAFETY = "safety"
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
        """Default config: how likely a label's need must be, beside its phrases."""
        return {"from": {"danger": 0.1, "suicide": 0.1, "violence": 0.4, "trafficking": 0.4, "arrest": 0.4}}

    def __init__(self, config: dict[str, Any]) -> None:
        self._from = config["from"]

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
                labels = [name for name, intent in _INTENTS.items() if chances.get(intent, 0.0) >= self._from[name]]
                message.set(SAFETY, labels, add_to_output=True)
        return messages
