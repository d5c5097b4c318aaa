"""Which need a message brings, how sure that is, and whether to answer, to offer or to refuse."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.encoders import encode_many
from bot.engine.nlu.intent_heads import Floats, Heads
from bot.engine.nlu.sentence_encoder import ENCODED, Encoded
from bot.engine.nlu.text import clean, is_number

OUTCOME = "outcome"
PROBABILITIES = "probabilities"
FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
CRISES = frozenset({"danger_now", "suicidal_distress"})
_RANKED = 10
_FILE = "classifier.npz"
_log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking` and `outcome` on each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {
            # encoders whose heads are trained; `[use]` alone is quicker and less accurate
            "encoders": ["use", "e5"],
            # the dear encoder is not asked when the quick mix is this sure of a need ...
            "sure_from": 0.5,
            # ... and sees this little of a crisis
            "calm_below": 0.05,
            # probability from which a need is answered directly, and under which nothing is offered
            "answer_from": 0.55,
            "refuse_below": 0.08,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, heads: Heads | None) -> None:
        self._config, self._storage, self._resource, self._heads = config, storage, resource, heads
        self._crises = [heads.classes.index(name) for name in sorted(CRISES)] if heads else []

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
        """Load the trained heads."""
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(config, model_storage, resource, Heads.from_arrays(arrays))

    def train(self, training_data: TrainingData) -> Resource:
        """Encode the sentences (or take their kept encodings) and fit the heads on all of them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts, labels = [clean(e.get(TEXT)) for e in examples], [str(e.get(INTENT)) for e in examples]
        vectors = {}
        for name in self._config["encoders"]:
            _log.info("encoding %d sentences with %s", len(texts), name)
            vectors[name] = encode_many(name, texts)
        heads = Heads.fit(vectors, texts, labels, _log.info)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **heads.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify every message that is not a pressed choice."""
        for message in messages:
            encoded = message.get(ENCODED)
            if encoded is None or self._heads is None:
                continue
            if is_number(encoded.text):
                _not_understood(message)
            else:
                self._classify(message, encoded, self._heads)
        return messages

    def _classify(self, message: Message, encoded: Encoded, heads: Heads) -> None:
        chances = heads.chances(encoded.text, encoded.vector, self._in_doubt)
        order = np.argsort(-chances)[:_RANKED]
        ranking = [{INTENT_NAME_KEY: heads.classes[i], PREDICTED_CONFIDENCE_KEY: float(chances[i])} for i in order]
        outcome, intent = self._decide(ranking[0])
        message.set(PROBABILITIES, dict(zip(heads.classes, chances.tolist(), strict=True)))
        message.set(INTENT, {**ranking[0], INTENT_NAME_KEY: intent}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(OUTCOME, outcome, add_to_output=True)

    def _in_doubt(self, chances: Floats) -> bool:
        """Whether the quick mix should ask the dear encoder: unsure of the need, or not sure that nobody is in danger."""
        calm = float(chances[self._crises].max()) < self._config["calm_below"]
        return not calm or float(chances.max()) < self._config["sure_from"]

    def _decide(self, first: Mapping[str, Any]) -> tuple[str, str]:
        """Outcome and intent: answer, offer the nearest needs, or refuse."""
        name, chance = str(first[INTENT_NAME_KEY]), float(first[PREDICTED_CONFIDENCE_KEY])
        if chance < self._config["refuse_below"]:
            return "refuse", FALLBACK
        if name == OUT_OF_SCOPE:
            return "refuse", OUT_OF_SCOPE
        if chance < self._config["answer_from"]:
            return "offer", FALLBACK
        return ("crisis" if name in CRISES else "answer"), name


def _not_understood(message: Message) -> None:
    """A bare number means what was offered before it, which the dialogue knows; no encoder has anything to add."""
    message.set(PROBABILITIES, {})
    message.set(INTENT, {INTENT_NAME_KEY: FALLBACK, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [], add_to_output=True)
    message.set(OUTCOME, "refuse", add_to_output=True)
