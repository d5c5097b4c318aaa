"""From a fresh checkout to a served chat: build the knowledge, train if needed, open the engine, listen."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from bot.messages import LANGUAGES, PLACES
from bot.settings import SettingError, Settings
from knowledge.queries import Knowledge
from knowledge.store import open_knowledge


def serve(settings: Settings, *, host: str | None = None, port: int | None = None) -> int:
    """Serve until stopped; returns the exit code."""
    check(settings)
    started = time.monotonic()
    knowledge = opened_knowledge(settings)
    engine = opened_engine(settings, knowledge)
    from bot.gateway.app import create_app

    # Not in the build folder: what is built can be thrown away, what people reported cannot.
    app = create_app(engine, knowledge, replace(settings, state_dir=settings.state_dir or "state"))
    address = f"http://{host or settings.host}:{port or settings.port}"

    def ready(_: object) -> None:
        progress(f"Boussole is ready after {time.monotonic() - started:.0f} s. Open {address}")

    web.run_app(app, host=host or settings.host, port=port or settings.port, access_log=None, print=ready)
    return 0


def check(settings: Settings) -> None:
    """Refuse settings that would only fail later.

    Raises:
        SettingError: the place or the language does not exist.
    """
    if settings.place not in PLACES:
        raise SettingError(f"BOUSSOLE_PLACE has value {settings.place!r}. One of {', '.join(PLACES)}.")
    if settings.language not in LANGUAGES:
        raise SettingError(f"BOUSSOLE_LANGUAGE has value {settings.language!r}. One of {', '.join(LANGUAGES)}.")


def opened_knowledge(settings: Settings) -> Knowledge:
    """The facts, checked and loaded."""
    progress("1/3 Knowledge: checking and loading the facts")
    return open_knowledge(settings.knowledge_url or None, build_dir=settings.build_dir.resolve())


def opened_engine(settings: Settings, knowledge: Knowledge):  # type: ignore[no-untyped-def]  # Rasa's weight stays here
    """The engine over a model that fits the data."""
    model = trained_model(settings.build_dir)
    progress("3/3 Engine: loading Rasa and the model")
    from bot.engine.embedded import EmbeddedEngine

    return EmbeddedEngine(
        model,
        knowledge,
        place=settings.place,
        language=settings.language,
        seconds_kept=settings.session_minutes * 60,
        talks_kept=settings.max_conversations,
    )


def trained_model(build_dir: Path) -> Path:
    """The model for the data as it is now: the kept one when nothing changed, else a new one."""
    from bot.engine.training import checked, is_recorded, model_path, train

    folder = build_dir.resolve() / "models"
    if is_recorded(model_path(folder)):
        progress("2/3 Model: nothing changed, the trained one is used")
        return checked(model_path(folder))
    progress("2/3 Model: training (a few minutes, only when sentences or words changed)")
    return train(folder, progress=progress)


def progress(line: str) -> None:
    """Tell the operator where things are."""
    print(line, file=sys.stderr, flush=True)
