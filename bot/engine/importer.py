"""What Rasa trains on, gathered from the rooms that own it: sentences per language, words per language, names from the packs.

Rasa merges `responses:` files by key and silently keeps only the first language, so the replies are compiled here
into conditioned variations of one response instead.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.replies.catalogue import LANGUAGES, catalogue, payloads
from knowledge.names import spoken_names

LANGUAGE_OF_EXAMPLE = "language"


class BoussoleImporter(RasaFileImporter):
    """Importer named in `config.yml`; everything else about training is stock Rasa."""

    def get_domain(self) -> Domain:
        """The domain with one response a reply and one variation a language."""
        responses = Domain.from_dict({"version": "3.1", "responses": compiled_responses()})
        return super().get_domain().merge(responses)

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


def compiled_responses() -> dict[str, list[dict[str, Any]]]:
    """Every reply as `utter_<key>`: one variation a language, each with its condition on the slot `language`.

    A channel variation without a language condition would beat a language variation (Rasa's
    `ResponseVariationFilter`), so the short SMS wording carries its language too.
    """
    responses: dict[str, list[dict[str, Any]]] = {}
    for language in LANGUAGES:
        book = catalogue(language)
        condition = [{"type": "slot", "name": "language", "value": language}]
        for key, reply in book.replies.items():
            buttons = [{"title": book.choices[name], "payload": payloads()[name]} for name in reply.get("choices", ())]
            variations = responses.setdefault(f"utter_{key}", [])
            base: dict[str, Any] = {"condition": condition}
            if buttons:
                base["buttons"] = buttons
            if "sms" in reply:
                variations.append({**base, "channel": "sms", "text": reply["sms"].strip()})
            variations.append({**base, "text": reply["text"].strip()})
    return responses


def name_tables() -> list[dict[str, Any]]:
    """Names of places and organisations from the packs, one table an id: a new city needs no new sentence."""
    return [{"name": key, "elements": names} for key, names in sorted(spoken_names().items())]
