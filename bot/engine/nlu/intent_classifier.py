"""Which need a message brings, how sure that is, and whether to answer, to offer or to refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.encoders import encoder
from bot.engine.nlu.sentence_encoder import ENCODED, Encoded
from bot.engine.nlu.softmax import Softmax
from bot.engine.nlu.text import clean

OUTCOME = "outcome"
PROBABILITIES = "probabilities"
FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
CRISES = frozenset({"danger_now", "suicidal_distress"})
_RANKED = 10
_FILE = "classifier.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking` and `outcome` on each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {"answer_from": 0.35, "refuse_below": 0.10}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, head: Softmax | None) -> None:
        self._config, self._storage, self._resource, self._head = config, storage, resource, head

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """Create an untrained classifier (see `GraphComponent`)."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """Load the trained head."""
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(config, model_storage, resource, Softmax.from_arrays(arrays, "use"))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the head on every sentence."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        x = encoder("use")([clean(e.get(TEXT)) for e in examples])
        head = Softmax.fit(x, [e.get(INTENT) for e in examples], strength=10)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **head.arrays("use"))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify every message that is not a pressed choice."""
        for message in messages:
            encoded = message.get(ENCODED)
            if encoded is not None and self._head is not None:
                self._classify(message, encoded, self._head)
        return messages

    def _classify(self, message: Message, encoded: Encoded, head: Softmax) -> None:
        chances = head.probabilities(encoded.use[None])[0]
        order = np.argsort(-chances)
        ranking = [
            {INTENT_NAME_KEY: head.classes[i], PREDICTED_CONFIDENCE_KEY: float(chances[i])} for i in order[:_RANKED]
        ]
        first = ranking[0]
        outcome = self._outcome(first)
        intent = first if outcome in ("answer", "crisis") else {**first, INTENT_NAME_KEY: FALLBACK}
        message.set(PROBABILITIES, dict(zip(head.classes, chances.tolist(), strict=True)))
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(OUTCOME, outcome, add_to_output=True)

    def _outcome(self, first: dict[str, Any]) -> str:
        if first[INTENT_NAME_KEY] == OUT_OF_SCOPE or first[PREDICTED_CONFIDENCE_KEY] < self._config["refuse_below"]:
            return "refuse"
        if first[PREDICTED_CONFIDENCE_KEY] < self._config["answer_from"]:
            return "offer"
        return "crisis" if first[INTENT_NAME_KEY] in CRISES else "answer"
