"""When a new model is due: when what it learns from changed, and not for anything else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.engine import training

ENTRY = "knowledge/packs/montreal/services/mtl-library-membership.yml"
LEARNS = {
    "a sentence": ("data/nlu/fr/library.yml", "    - bibli du coin svp\n"),
    "a rule": ("data/stories/services.yml", "\n# changed\n"),
    "how it reads": ("bot/engine/nlu/text.py", "\n# changed\n"),
    "a name": (ENTRY, "\naliases:\n- La Biblio\n"),
}
DOES_NOT_LEARN = {
    "a price": (ENTRY, "\nfees_note: 5 $\n"),
    "a word of a reply": ("bot/replies/fr.yml", "\n# changed\n"),
    "an action": ("actions/talk.py", "\n# changed\n"),
}


@pytest.fixture
def house(tmp_path, monkeypatch) -> Path:
    """A copy of the parts of the house."""
    for part in ("data", "bot/engine", "bot/replies", "actions", "knowledge/packs"):
        shutil.copytree(training.ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for module in ("names.py", "finder.py"):
        shutil.copy(training.ROOT / "knowledge" / module, tmp_path / "knowledge" / module)
    for name in ("CONFIG", "DOMAIN"):
        monkeypatch.setattr(training, name, tmp_path / getattr(training, name).relative_to(training.ROOT))
    monkeypatch.setattr(training, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "more"), LEARNS.values(), ids=LEARNS)
def test_a_new_model_is_due(house, path, more) -> None:
    """What the model learns from makes another fingerprint."""
    before = training.fingerprint()
    with (house / path).open("a", encoding="utf-8") as file:
        file.write(more)

    assert before != training.fingerprint()


@pytest.mark.parametrize(("path", "more"), DOES_NOT_LEARN.values(), ids=DOES_NOT_LEARN)
def test_the_model_stays(house, path, more) -> None:
    """What is told at run time makes none."""
    before = training.fingerprint()
    with (house / path).open("a", encoding="utf-8") as file:
        file.write(more)

    assert before == training.fingerprint()
