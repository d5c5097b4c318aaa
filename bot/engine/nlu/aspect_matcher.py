"""What is asked about a topic (where, cost, documents ...), which names are said, and follow-ups to the topic before."""

from __future__ import annotations

import json
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.intent_classifier import OUTCOME
from bot.engine.nlu.names import NameBook
from bot.engine.nlu.phrases import LANGUAGES, PhraseBook, document, lexicon
from bot.engine.nlu.sentence_encoder import ENCODED
from bot.engine.nlu.text import fold, words

_FILE = "names.json"
_FOLLOW_UP_WORDS = 6  # "and how much is it?": a longer message names its own topic
_UNSURE = frozenset({"offer", "refuse"})
# When several are asked, the first of these is told: the rarer question before the one whose words are everywhere.
_ORDER = ("validity", "documents", "confidentiality", "hours", "use", "how", "cost", "where", "eligibility", "free")
_SAME = {"free": "cost"}  # "free class near me" asks where; "free?" asks the cost
# The confidential cell's own name is no question about confidentiality, and what is asked of privacy always is one.
_NAMED_SO = re.compile(
    r"\b(?:cellule|celula|cell|unit|unidad|equipe|equipo|team)\w*(?: \w+)? confiden\w+|confiden\w+ (?:\w+ )?(?:cell|unit|team)\w*"
)
_USUAL = {"ask_privacy": "confidentiality", "find_place": "where"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AspectMatcher(GraphComponent):
    """Adds the entities `aspect`, `place` and `entry`; turns a bare aspect question into the current need."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Default config."""
        return {}

    def __init__(self, storage: ModelStorage, resource: Resource, names: dict[str, list[str]]) -> None:
        self._storage, self._resource = storage, resource
        self._names = NameBook(names)
        self._aspects = PhraseBook(_joined("aspects"))
        self._wishes = PhraseBook(_joined("wishes"))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AspectMatcher:
        """Create the component (see `GraphComponent`)."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AspectMatcher:
        """Load the names."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, json.loads((folder / _FILE).read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the names that the packs bring."""
        names = {table["name"]: table["elements"] for table in training_data.lookup_tables}
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read the aspect, the names and an explicit wish for a language."""
        for message in messages:
            encoded = message.get(ENCODED)
            if encoded is not None:
                self._read(message, encoded.text, tracker)
        return messages

    def _read(self, message: Message, text: str, tracker: DialogueStateTracker) -> None:
        doc = document(text)
        wished = next((label for label, _, _ in self._wishes.find(doc)), None)
        if wished:
            message.set(ENTITIES, [_entity("language", wished)], add_to_output=True)
            _become(message, "change_language")
            return
        found = [_entity(kind, name) for kind, name in self._names.find(doc)]
        aspect = self.aspect(text, str(message.get(INTENT, {}).get(INTENT_NAME_KEY)))
        if aspect:
            found.append(_entity("aspect", aspect))
            self._follow_up(message, text, tracker)
        message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)

    def aspect(self, text: str, intent: str) -> str | None:
        """What is asked: by its words, else what is usually asked of such a need."""
        asked = {label for label, _, _ in self._aspects.find(document(_NAMED_SO.sub(" ", fold(text))))}
        first = next((each for each in _ORDER if each in asked), _USUAL.get(intent))
        return _SAME.get(first, first) if first else None

    @staticmethod
    def _follow_up(message: Message, text: str, tracker: DialogueStateTracker) -> None:
        """A short question about an aspect, whose own topic is not clear, is about the topic before."""
        need = tracker.get_slot("need") if "need" in tracker.slots else None
        if need and message.get(OUTCOME) in _UNSURE and len(words(text)) <= _FOLLOW_UP_WORDS:
            _become(message, str(need))


def _become(message: Message, intent: str) -> None:
    message.set(INTENT, {**message.get(INTENT, {}), INTENT_NAME_KEY: intent}, add_to_output=True)
    message.set(OUTCOME, "answer", add_to_output=True)


def _entity(kind: str, value: str) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": 0, "end": 0, "extractor": AspectMatcher.__name__}


def _joined(name: str) -> dict[str, list[str]]:
    """The phrases of all languages together: what is asked does not depend on how the language was read."""
    joined: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for label, lines in lexicon(language, name).items():
            joined.setdefault(label, []).extend(lines)
    return joined
