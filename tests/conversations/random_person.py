"""A person who does anything: words of any language, numbers, titles, old choices, commands, silence; by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.messages import Choice

SENTENCES = Path(__file__).parents[2] / "data" / "nlu"
SWITCHES = ("in english please", "en español por favor", "en français", "et à Montreuil ?", "Quebec", "Montréal")
ODD = (
    "", " ", "🙂🙂", "/restart", '/find_my_status{"answer": "work"}', "a" * 700, "\u202e\u0000", "0", "99", "2", "1.", "deux",
    "dos", "la segunda", "ABCD-2345", "garder ma place", "météo", "ayiti mwen bezwen èd", "أحتاج مساعدة", "мне нужна помощь",
    "?", "ok", "non", "sí", "%s {x} {{y}}", "'; DROP TABLE entry; --", "<script>alert(1)</script>", "quiero morir",
    "il est devant la porte avec un couteau", "j'ai peur", "qwrtp zxcvb", "menu", "stop", "retour", "recommencer",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """What the person does: types a text, or presses a choice by its id."""

    text: str = ""
    pressed: str | None = None


class RandomPerson:
    """Acts at random over what was offered last; the same seed acts the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._sentences = _sentences()

    def act(self, offered: Sequence[Choice]) -> Act:
        """One act; four in ten press what is offered, as people do."""
        dice = self._random.random()
        if dice < 0.4 and offered:
            return Act(pressed=self._random.choice(offered).id)
        if dice < 0.43:
            return Act(pressed=str(self._random.randint(0, 30)))
        if dice < 0.6:
            return Act(str(self._random.randint(1, 12)))
        if dice < 0.75:
            return Act(self._random.choice(ODD))
        if dice < 0.8:
            return Act(self._random.choice(SWITCHES))
        return Act(self._random.choice(self._sentences))


def _sentences() -> list[str]:
    """Sentences of the training data in the three languages: what people say."""
    found = []
    for path in sorted(SENTENCES.rglob("*.yml")):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line[2:] for line in intent.get("examples", "").splitlines() if line.startswith("- ")]
    return found
