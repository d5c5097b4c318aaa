"""The commands of an editor: validate, and whatever keeps packs true. `boussole knowledge …` calls `main`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.problems import errors
from knowledge.validate import validate


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code is 1 when an editor has something to correct."""
    arguments = _parser().parse_args(argv)
    code: int = arguments.run(arguments)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="boussole knowledge", description="Check and keep the facts.")
    parser.add_argument("--packs", type=Path, help="folder of packs (default: knowledge/packs)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("validate", help="list every problem of the packs")
    check.add_argument("--pack", help="only this pack")
    check.add_argument("--no-warnings", action="store_true", help="errors only")
    check.set_defaults(run=_validate)
    return parser


def _validate(arguments: argparse.Namespace) -> int:
    report = validate(arguments.packs, arguments.pack)
    wrong = errors(report.problems)
    for problem in wrong if arguments.no_warnings else report.problems:
        print(problem)
    counts = ", ".join(f"{name} {count}" for name, count in report.counts.items()) or "no packs"
    print(f"{counts}: {len(wrong)} errors, {len(report.problems) - len(wrong)} warnings", file=sys.stderr)
    return 1 if wrong else 0
