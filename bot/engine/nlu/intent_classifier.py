"""Which need a message brings, how sure that is, and whether to answer, to offer or to refuse."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
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
from bot.engine.nlu.text import clean

OUTCOME = "outcome"
PROBABILITIES = "probabilities"
FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
CRISES = frozenset({"danger_now", "suicidal_distress"})
_RANKED = 10
_FILE = "classifier.npz"
_HELD_BACK = 0.1  # of the sentences, for the temperature and the two thresholds
_WANTED_PRECISION = 0.9  # of what is answered directly, on the held-back sentences
_REFUSED = 0.02  # of the held-back needs may fall under the lower threshold


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking` and `outcome` on each message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {
            # encoders whose heads are trained; `use` alone is quicker and less accurate
            "encoders": ["use", "e5"],
            # above this the cheap mix decides alone and the dear encoder is not asked
            "sure_from": 0.8,
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, heads: Heads | None, bands: Floats
    ) -> None:
        self._config, self._storage, self._resource, self._heads = config, storage, resource, heads
        self._answer_from, self._refuse_below = (float(band) for band in bands)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """Create an untrained classifier (see `GraphComponent`)."""
        return cls(config, model_storage, resource, None, np.zeros(2, np.float32))

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
            return cls(config, model_storage, resource, Heads.from_arrays(arrays), arrays["bands"])

    def train(self, training_data: TrainingData) -> Resource:
        """Calibrate and choose the thresholds on held-back sentences, then fit on all of them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        texts, labels = [clean(e.get(TEXT)) for e in examples], [str(e.get(INTENT)) for e in examples]
        vectors = {name: encode_many(name, texts) for name in self._config["encoders"]}
        back, rest = _split(len(texts))
        trial = Heads.fit(_rows(vectors, rest), _items(texts, rest), _items(labels, rest))
        held = (_rows(vectors, back), _items(texts, back))
        trial = trial.calibrated(*held, _items(labels, back))
        bands = thresholds(trial.batch(*held), trial.classes, _items(labels, back))
        heads = Heads.fit(vectors, texts, labels)
        heads = Heads(heads.heads, heads.means, trial.temperature)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, bands=bands, **heads.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify every message that is not a pressed choice."""
        for message in messages:
            encoded = message.get(ENCODED)
            if encoded is not None and self._heads is not None:
                self._classify(message, encoded, self._heads)
        return messages

    def _classify(self, message: Message, encoded: Encoded, heads: Heads) -> None:
        chances = heads.chances(encoded.text, encoded.vector, self._config["sure_from"])
        order = np.argsort(-chances)[:_RANKED]
        ranking = [{INTENT_NAME_KEY: heads.classes[i], PREDICTED_CONFIDENCE_KEY: float(chances[i])} for i in order]
        outcome, intent = self._decide(ranking[0])
        message.set(PROBABILITIES, dict(zip(heads.classes, chances.tolist(), strict=True)))
        message.set(INTENT, {**ranking[0], INTENT_NAME_KEY: intent}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(OUTCOME, outcome, add_to_output=True)

    def _decide(self, first: Mapping[str, Any]) -> tuple[str, str]:
        """Outcome and intent: answer, offer the nearest needs, or refuse."""
        name, chance = str(first[INTENT_NAME_KEY]), float(first[PREDICTED_CONFIDENCE_KEY])
        if chance < self._refuse_below:
            return "refuse", FALLBACK
        if name == OUT_OF_SCOPE:
            return "refuse", OUT_OF_SCOPE
        if chance < self._answer_from:
            return "offer", FALLBACK
        return ("crisis" if name in CRISES else "answer"), name


def thresholds(chances: Floats, classes: Sequence[str], labels: Sequence[str]) -> Floats:
    """From which probability to answer (right often enough) and under which to refuse (few needs lost)."""
    best = chances.max(axis=1)
    right = np.array([classes[column] for column in chances.argmax(axis=1)]) == np.array(labels)
    steps = np.linspace(0.2, 0.95, 76)
    enough = [step for step in steps if right[best >= step].mean() >= _WANTED_PRECISION] if len(best) else []
    needs = best[np.array(labels) != OUT_OF_SCOPE]
    return np.array([enough[0] if enough else steps[-1], np.quantile(needs, _REFUSED)], np.float32)


def _split(count: int) -> tuple[list[int], list[int]]:
    """Indices held back and the rest, the same at every training."""
    order = list(range(count))
    random.Random(0).shuffle(order)
    back = int(count * _HELD_BACK)
    return order[:back], order[back:]


def _rows(vectors: Mapping[str, Floats], indices: Sequence[int]) -> dict[str, Floats]:
    return {name: rows[list(indices)] for name, rows in vectors.items()}


def _items(values: Sequence[str], indices: Sequence[int]) -> list[str]:
    return [values[index] for index in indices]
