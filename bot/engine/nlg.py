"""The words Rasa says, taken from the catalogue at run time: a changed reply needs no new model."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.replies.catalogue import LANGUAGES, catalogue, other_languages, payloads


class CatalogueGenerator(NaturalLanguageGenerator):
    """Rasa's own templates over every reply of the catalogue; also to be named under `nlg: type:` in an `endpoints.yml`.

    The domain of the model holds only the replies that rules name; what actions say is known here alone. Not a
    subclass of the templates: an `Agent` replaces the `responses` of whatever has them by those of its domain.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        self._templates = TemplatedNaturalLanguageGenerator(compiled_responses())

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The reply in the language of the talk, its blanks filled; nothing when there is no such reply."""
        return await self._templates.generate(utter_action, tracker, output_channel, **kwargs)


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
    for code, sentence in other_languages().items():
        responses[f"utter_other_language_{code}"] = [{"text": sentence["text"].strip()}]
    return responses
