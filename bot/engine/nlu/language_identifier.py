"""Which language a message is in, in the same turn as it is read, and whether it is one we speak."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
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

from bot.engine.nlu.foreign import OurWords, detector, foreign_language
from bot.engine.nlu.language_votes import LANGUAGES, eldc_vote, langdetect_vote, langidentify_vote
from bot.engine.nlu.ngrams import spelling, whole_words
from bot.engine.nlu.softmax import Softmax
from bot.engine.nlu.text import clean, is_choice, words

LANGUAGE = "language"
_FILE, _WORDS_FILE = "language.npz", "words.json"
# Chosen on development messages; each vote brings something that the others do not see.
_WEIGHTS = {"spelling": 1.0, "words": 0.5, "langidentify": 2.0, "langdetect": 0.3, "eldc": 1.0}
_STAYS = 0.6  # how likely a talk goes on in its language
# "no" and "ok" belong to every language: once a talk has begun, a word or two seldom change it.
_STAYS_ON = {1: 0.995, 2: 0.95}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Sets `language` on each message and the entity of that name, which sets the slot in the same turn."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {}

    def __init__(self, storage: ModelStorage, resource: Resource, reader: _Reader | None) -> None:
        self._storage, self._resource, self._reader = storage, resource, reader
        if reader is not None:
            langdetect_vote(), langidentify_vote(), detector()

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
        """Load the trained models and the words of our languages."""
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as arrays:
            kept = json.loads((folder / _WORDS_FILE).read_text(encoding="utf-8"))
            heads = (Softmax.from_arrays(arrays, name) for name in ("spelling", "words"))
            return cls(model_storage, resource, _Reader(*heads, OurWords(*map(frozenset, kept))))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit two models on our own sentences: the words of this work, as people spell them."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(LANGUAGE) in LANGUAGES]
        texts, labels = [clean(e.get(TEXT)) for e in examples], [e.get(LANGUAGE) for e in examples]
        heads = {
            "spelling": Softmax.fit_margins(spelling(texts), labels),
            "words": Softmax.fit_margins(whole_words(texts), labels),
        }
        ours = OurWords.of(texts)
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / _FILE, **{k: v for n, head in heads.items() for k, v in head.arrays(n).items()}
            )
            kept = json.dumps([sorted(ours.known), sorted(ours.everyday)], ensure_ascii=False)
            (folder / _WORDS_FILE).write_text(kept, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Tell the language of every message that is not a pressed choice."""
        current = tracker.get_slot(LANGUAGE) if LANGUAGE in tracker.slots else None
        begun = any(isinstance(event, UserUttered) for event in tracker.events)
        for message in messages:
            if is_choice(message.get(TEXT)) or self._reader is None:
                continue
            found = self._reader.language(clean(message.get(TEXT)), current, _STAYS_ON if begun else {})
            if found:
                message.set(LANGUAGE, found, add_to_output=True)
            if found in LANGUAGES:  # another language is told, and the talk goes on in its own
                entity = {"entity": LANGUAGE, "value": found, "start": 0, "end": 0, "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


@dataclass(frozen=True)
class _Reader:
    """The trained models, and the detectors beside them."""

    spelling: Softmax
    words: Softmax
    ours: OurWords

    def language(self, text: str, current: str | None, stays_on: Mapping[int, float]) -> str | None:
        """The language of a cleaned message; one without words keeps the language of the talk."""
        said = words(text)
        if not said:
            return current
        return foreign_language(text, self.ours) or self._ours(text, current, stays_on.get(len(said), _STAYS))

    def _ours(self, text: str, current: str | None, stays: float) -> str:
        lowered = text.lower()
        votes = {
            "spelling": self.spelling.probabilities(spelling([lowered]))[0],
            "words": self.words.probabilities(whole_words([lowered]))[0],
            "langidentify": langidentify_vote()(text),
            "langdetect": langdetect_vote()(text),
            "eldc": eldc_vote()(text),
        }
        scores = sum(weight * np.log(votes[name] + 1e-9) for name, weight in _WEIGHTS.items())
        if current in LANGUAGES:
            scores[LANGUAGES.index(current)] += np.log(stays / (1 - stays) * 2)
        return LANGUAGES[int(np.argmax(scores))]
