"""The command line: `boussole run | train | talk | ask | evaluate | knowledge`. Imports stay inside the commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot import logs
from bot.messages import LANGUAGES, PLACES


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = _parser().parse_args(argv)
    logs.configure()
    return int(arguments.command(arguments) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="boussole", description=__doc__)
    commands = parser.add_subparsers(required=True)
    run = _command(commands, "run", _run, "build what changed and serve the chat")
    run.add_argument("--host")
    run.add_argument("--port", type=int)
    _command(commands, "train", _train, "train the model if its inputs changed")
    talk = _command(commands, "talk", _talk, "chat in this console")
    ask = _command(commands, "ask", _ask, "print one answer")
    ask.add_argument("text")
    simulate = _command(commands, "simulate", _simulate, "play a phone through the real webhook, without an account")
    simulate.add_argument("channel", choices=("sms", "whatsapp"))
    for command in (talk, ask, simulate):
        command.add_argument("--place", choices=PLACES, default=PLACES[0])
        command.add_argument("--lang", choices=LANGUAGES)
    evaluate = _command(commands, "evaluate", _evaluate, "measure the understanding on labelled messages")
    evaluate.add_argument("file", type=Path)
    evaluate.add_argument("--json", action="store_true")
    evaluate.add_argument("--predictions", type=Path)
    _command(
        commands, "editors-password", _editors_password, "hash the password of the desk's editors for the settings"
    )
    # Everything after the word is for the knowledge's own parser, options included: here nothing is an option.
    knowledge = _command(
        commands, "knowledge", _knowledge, "check, search and maintain the facts", add_help=False, prefix_chars="\0"
    )
    knowledge.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, help_line: str, **how: Any
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_line, description=help_line, **how)
    parser.set_defaults(command=run)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    from bot.run import serve
    from bot.settings import settings_from_environment

    settings = settings_from_environment()
    logs.configure(settings.log_level)
    return serve(settings, host=arguments.host, port=arguments.port)


def _editors_password(_: argparse.Namespace) -> None:
    from getpass import getpass

    from bot.gateway.lookup.editing.passwords import hashed

    print(f"BOUSSOLE_EDITORS_PASSWORD={hashed(getpass())}")


def _train(_: argparse.Namespace) -> None:
    from bot.run import progress, trained_model
    from bot.settings import settings_from_environment

    progress(f"Model: {trained_model(settings_from_environment().build_dir)}")


def _talk(arguments: argparse.Namespace) -> int:
    from bot.console import talk

    return talk(arguments.place, arguments.lang)


def _ask(arguments: argparse.Namespace) -> int:
    from bot.console import ask

    return ask(arguments.text, arguments.place, arguments.lang)


def _simulate(arguments: argparse.Namespace) -> int:
    from bot.simulate import simulate

    return simulate(arguments.channel, arguments.place, arguments.lang)


def _evaluate(arguments: argparse.Namespace) -> int:
    from bot.console import evaluate

    return evaluate(arguments.file, as_json=arguments.json, predictions=arguments.predictions)


def _knowledge(arguments: argparse.Namespace) -> int:
    from knowledge.cli import main as knowledge_main

    return knowledge_main(arguments.rest)


if __name__ == "__main__":
    sys.exit(main())
