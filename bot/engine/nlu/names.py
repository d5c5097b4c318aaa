"""Names of places and organisations, as the packs bring them, found in a message whatever its accents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from bot.engine.nlu.phrases import document, vocabulary


class NameBook:
    """Finds names; the longest wins. Keys are `place:<id>` and `entry:<id>`."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._matcher = PhraseMatcher(vocabulary(), attr="LOWER")
        for key, forms in names.items():
            patterns = [document(form)[1:-1].as_doc() for form in forms]
            self._matcher.add(key, [pattern for pattern in patterns if len(pattern)])

    def find(self, doc: Doc) -> list[tuple[str, str]]:
        """Kind and id of each name in the message, in reading order."""
        spans = filter_spans(self._matcher(doc, as_spans=True)) if len(self._matcher) else []
        return [(kind, name) for span in spans for kind, _, name in [span.label_.partition(":")]]
