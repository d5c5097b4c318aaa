"""The commands of an editor: validate, and whatever keeps packs true. `boussole knowledge …` calls `main`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge import hsds, hsds_import
from knowledge.assurance import assure
from knowledge.errors import KnowledgeError
from knowledge.languages import LANGUAGES
from knowledge.pack import PACKS
from knowledge.problems import errors
from knowledge.scaffold import new_city
from knowledge.stale import stale
from knowledge.validate import validate


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code is 1 when an editor has something to correct."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KnowledgeError as error:
        print(error.args[0] if error.args else error, file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="boussole knowledge", description="Check and keep the facts.")
    parser.add_argument("--packs", type=Path, help="folder of packs (default: knowledge/packs)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("validate", help="list every problem of the packs")
    check.add_argument("--pack", help="only this pack")
    check.add_argument("--no-warnings", action="store_true", help="errors only")
    check.set_defaults(run=_validate)
    old = commands.add_parser("stale", help="list what nobody has checked for 18 months, the oldest first")
    old.set_defaults(run=_stale)
    checked = commands.add_parser("assure", help="write down that a person has checked an entry today")
    checked.add_argument("id")
    checked.add_argument("--date", type=date.fromisoformat, default=None, help="another day (2026-11-25)")
    checked.set_defaults(run=_assure)
    city = commands.add_parser("new-city", help="write the folder of a new city, with blanks to fill")
    city.add_argument("name")
    city.add_argument("--in", dest="shared", default="", help="the shared pack of its country: canada, france")
    city.set_defaults(run=_new_city)
    _add_search_bench(commands)
    _add_hsds(commands)
    return parser


def _add_search_bench(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = commands.add_parser("search-bench", help="measure search on any corpus (JSON lines)")
    bench.add_argument("corpus", type=Path, help="{id, lang, title, text} a line")
    bench.add_argument("queries", type=Path, help="{id, lang, text, relevant: [ids]} a line; no ids: no answer exists")
    bench.add_argument("--plain", action="store_true", help="also measure plain BM25")
    bench.set_defaults(run=_search_bench)


def _add_hsds(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    out = commands.add_parser("hsds-export", help="write services as HSDS 3, and list what does not fit")
    out.add_argument("file", type=Path)
    out.add_argument("--place", required=True)
    out.add_argument("--language", choices=LANGUAGES, default="en")
    out.set_defaults(run=_hsds_export)
    read = commands.add_parser("hsds-import", help="write drafts of entries from an HSDS 3 file")
    read.add_argument("file", type=Path)
    read.add_argument("--place", required=True)
    read.add_argument("--language", choices=LANGUAGES, default="en")
    read.add_argument("--source", required=True, help="title of the directory the file comes from")
    read.set_defaults(run=_hsds_import)


def _validate(arguments: argparse.Namespace) -> int:
    report = validate(arguments.packs, arguments.pack)
    wrong = errors(report.problems)
    for problem in wrong if arguments.no_warnings else report.problems:
        print(problem)
    counts = ", ".join(f"{name} {count}" for name, count in report.counts.items()) or "no packs"
    print(f"{counts}: {len(wrong)} errors, {len(report.problems) - len(wrong)} warnings", file=sys.stderr)
    return 1 if wrong else 0


def _stale(arguments: argparse.Namespace) -> int:
    from knowledge.store import read_valid

    entries, _, _ = read_valid(arguments.packs)
    found = stale(entries, date.today())
    for one in found:
        print(one)
    print(f"{len(found)} of {len(entries)} entries to check", file=sys.stderr)
    return 0


def _assure(arguments: argparse.Namespace) -> int:
    print(assure(arguments.id, arguments.date or date.today(), arguments.packs))
    return 0


def _new_city(arguments: argparse.Namespace) -> int:
    for path in new_city(arguments.name, arguments.packs, arguments.shared):
        print(path)
    print("Fill every … in these files, then run `boussole knowledge validate`.", file=sys.stderr)
    if not arguments.shared:
        print("Is the country known here? Then begin again with `--in canada` or `--in france`.", file=sys.stderr)
    return 0


def _search_bench(arguments: argparse.Namespace) -> int:
    from knowledge import search_bench

    documents = search_bench.read_documents(arguments.corpus)
    queries = search_bench.read_queries(arguments.queries)
    finders = {"house": search_bench.house_search(documents)}
    if arguments.plain:
        finders["plain bm25"] = search_bench.plain_bm25(documents)
    for name, finder in finders.items():
        for language, some in search_bench.by_language(queries):
            print(f"{name:10} {language:4} {search_bench.measure(finder, some)}")
    return 0


def _hsds_export(arguments: argparse.Namespace) -> int:
    from knowledge.store import open_knowledge

    knowledge = open_knowledge(packs=arguments.packs)
    areas = {place.id: place.name.in_(arguments.language) for place in knowledge.places()}
    services, report = hsds.export(knowledge.all_entries(arguments.place), arguments.language, areas)
    arguments.file.write_text(json.dumps(services, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for line in report:
        print(line)
    print(f"{len(services)} services written, {len(report)} things did not cross", file=sys.stderr)
    return 0


def _hsds_import(arguments: argparse.Namespace) -> int:
    data = json.loads(arguments.file.read_text(encoding="utf-8"))
    entries, report = hsds_import.drafts(data, arguments.place, arguments.language, arguments.source)
    written = list(hsds_import.write_drafts(entries, (arguments.packs or PACKS) / arguments.place))
    for line in [*written, *report]:
        print(line)
    print(f"{len(written)} drafts written; fill every … in them, then validate", file=sys.stderr)
    return 0
