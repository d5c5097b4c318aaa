"""What Rasa trains on, gathered from the rooms that own it: sentences per language, words per language, names from the packs.

Rasa merges `responses:` files by key and silently keeps only the first language, so the replies are compiled into
conditioned variations of one response instead (`bot/engine/nlg.py`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlg import compiled_responses
from knowledge.names import spoken_names

LANGUAGE_OF_EXAMPLE = "language"
_REPLY = re.compile(r"\butter_\w+")


class BoussoleImporter(RasaFileImporter):
    """Importer named in `config.yml`; everything else about training is stock Rasa."""

    def get_domain(self) -> Domain:
        """The domain with the replies that rules say; those that actions say come from `CatalogueGenerator` alone."""
        said = {name for path in self._story_files for name in _REPLY.findall(Path(path).read_text(encoding="utf-8"))}
        responses = {name: variations for name, variations in compiled_responses().items() if name in said}
        return super().get_domain().merge(Domain.from_dict({"version": "3.1", "responses": responses}))

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The sentences of every language, each marked with its own, and the names the packs bring as lookup tables."""
        examples = []
        for path in sorted(self._nlu_files):
            part = training_data_from_paths([path], language)
            for example in part.training_examples:
                example.set(LANGUAGE_OF_EXAMPLE, Path(path).parent.name)
            examples += part.training_examples
        # Merging part by part copies everything each time: minutes instead of seconds.
        return TrainingData(training_examples=examples, lookup_tables=name_tables())


def name_tables() -> list[dict[str, Any]]:
    """Names of places and organisations from the packs, one table an id: a new city needs no new sentence."""
    return [{"name": key, "elements": names} for key, names in sorted(spoken_names().items())]
