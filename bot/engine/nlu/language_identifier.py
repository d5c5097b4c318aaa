"""Which language a message is in, in the same turn as it is read, and whether it is one we speak."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.language_votes import LANGUAGES, langdetect_vote, langidentify_vote
from bot.engine.nlu.ngrams import spelling
from bot.engine.nlu.softmax import Softmax
from bot.engine.nlu.text import clean, is_choice, words

LANGUAGE = "language"
_FILE = "language.npz"
_STAYS = 0.6  # how likely a talk goes on in its language
# "no" and "ok" belong to every language: once a talk has begun, a word or two seldom change it.
_STAYS_ON = {1: 0.97, 2: 0.9}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Sets `language` on each message and the entity of that name, which sets the slot in the same turn."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {}

    def __init__(self, storage: ModelStorage, resource: Resource, head: Softmax | None) -> None:
        self._storage, self._resource, self._head = storage, resource, head
        if head is not None:
            langdetect_vote(), langidentify_vote()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Create an untrained identifier (see `GraphComponent`)."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LanguageIdentifier:
        """Load the trained character model."""
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(model_storage, resource, Softmax.from_arrays(arrays, "spelling"))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the character model on our own sentences: the words of this work, as people spell them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(LANGUAGE) in LANGUAGES]
        rows = spelling([clean(e.get(TEXT)) for e in examples])
        head = Softmax.fit_margins(rows, [e.get(LANGUAGE) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / _FILE, **head.arrays("spelling"))
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Tell the language of every message that is not a pressed choice."""
        current = tracker.get_slot(LANGUAGE) if LANGUAGE in tracker.slots else None
        begun = any(isinstance(event, UserUttered) for event in tracker.events)
        for message in messages:
            if is_choice(message.get(TEXT)) or self._head is None:
                continue
            found = self._language(clean(message.get(TEXT)), current, begun, self._head)
            if found:
                message.set(LANGUAGE, found, add_to_output=True)
                entity = {"entity": LANGUAGE, "value": found, "start": 0, "end": 0, "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages

    def _language(self, text: str, current: str | None, begun: bool, head: Softmax) -> str | None:
        said = words(text)
        if not said:
            return current
        votes = [head.probabilities(spelling([text]))[0], langidentify_vote()(text), langdetect_vote()(text)]
        scores = sum(weight * np.log(vote) for weight, vote in zip((1.0, 1.0, 0.3), votes, strict=True))
        if current in LANGUAGES:
            stays = _STAYS_ON.get(len(said), _STAYS) if begun else _STAYS
            scores[LANGUAGES.index(current)] += np.log(stays / (1 - stays) * 2)
        return LANGUAGES[int(np.argmax(scores))]
