"""Gives each message its sentence encodings, lazily: the costly encoder runs only for who asks for it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.engine.nlu.encoders import encoder
from bot.engine.nlu.text import clean, is_choice

ENCODED = "encoded"


class Encoded:
    """A cleaned message and its encodings, each computed at most once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def vector(self, name: str) -> NDArray[np.float32]:
        """The unit vector by the encoder `use` (512 numbers) or `e5` (384 numbers, eight times dearer)."""
        if name not in self._vectors:
            self._vectors[name] = encoder(name)([self.text])[0]
        return self._vectors[name]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Puts an `Encoded` on the message under the key `encoded`; loads the encoders of `encoders` with the model."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config: both encoders (a list, because Rasa merges dicts into their defaults)."""
        return {"encoders": ["use", "e5"]}

    def __init__(self, config: dict[str, Any]) -> None:
        for name in config["encoders"]:
            encoder(name)(["."])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Create the component (see `GraphComponent`)."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Give every message its encodings; a pressed choice has none."""
        for message in messages:
            if not is_choice(message.get(TEXT)):
                message.set(ENCODED, Encoded(clean(message.get(TEXT))))
        return messages
