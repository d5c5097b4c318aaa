"""The words: three languages that match, titles that fit every channel, no prose in Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml

from actions.not_understood import OTHER_LANGUAGES
from bot.gateway.concierge import OURS, Concierge
from bot.messages import LANGUAGES
from bot.replies.catalogue import FOLDER, catalogue, other_languages, parity_problems, payloads

ROOT = Path(__file__).parents[2]
BUTTON_TITLE = 20  # characters: WhatsApp's reply buttons; its list rows take 24
PROSE = 60  # characters with spaces: longer strings in Python are docstrings, errors for editors, or prose in the wrong room


def test_languages_match() -> None:
    """The three languages have the same replies, blanks, choices and labels."""
    assert parity_problems() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_fit_a_button(language: str) -> None:
    """Every choice title fits WhatsApp's smallest button."""
    too_long = [title for title in catalogue(language).choices.values() if len(title) > BUTTON_TITLE]

    assert too_long == []


def test_payloads_have_titles() -> None:
    """Every payload belongs to a choice with a title."""
    assert set(payloads()) == set(catalogue("fr").choices)


def test_payloads_name_real_intents() -> None:
    """A named choice stands for an intent of the domain."""
    domain = yaml.safe_load((ROOT / "bot/engine/domain.yml").read_text(encoding="utf-8"))
    named = {payload[1:].split("{")[0] for payload in payloads().values() if payload.startswith("/")}

    assert set() == named - set(domain["intents"])


def test_the_gateway_answers_what_it_offers() -> None:
    """A choice that never reaches the engine is one that the gateway knows, and the other way round."""
    named = {payload.removeprefix(OURS) for payload in payloads().values() if payload.startswith(OURS)}

    assert set(Concierge._wishes) == named


def test_other_languages_are_known_on_both_sides() -> None:
    """Each language we can only say a sentence in has its sentence, and says who has checked it."""
    assert OTHER_LANGUAGES == set(other_languages())
    assert [] == [code for code, each in other_languages().items() if not each.get("checked_by") or not each["text"]]


def test_same_intents_in_each_language() -> None:
    """The sentences of the three languages cover the same intents."""
    files = {language: {path.name for path in (ROOT / "data/nlu" / language).glob("*.yml")} for language in LANGUAGES}

    assert files["fr"] == files["en"] == files["es"]


def test_no_prose_in_actions() -> None:
    """Actions carry no sentence: what is said lives in the replies and the packs."""
    sentences = [
        f"{path.name}: {node.value}"
        for path in (ROOT / "actions").glob("*.py")
        for node in _strings(ast.parse(path.read_text(encoding="utf-8")))
        if node.value.count(" ") >= 3
    ]

    assert sentences == []


def test_every_reply_is_said() -> None:
    """No reply is dead: something in the rules, the actions or the gateway says it."""
    spoken = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("actions", "bot", "data/stories")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".yml", ".html", ".ts"} and path.parent != FOLDER
    )

    silent = [key for key in catalogue("fr").replies if f"utter_{key}" not in spoken and f'"{key}"' not in spoken]

    assert silent == []


def _strings(tree: ast.Module) -> list[ast.Constant]:
    """String constants that are not docstrings."""
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
    ]
