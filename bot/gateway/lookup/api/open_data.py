"""`/api/v1/services`, `statuses`, `matrix`, `search`, `hsds` and `/api/openapi.json`: what others may build on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from bot.gateway.lookup.api.answers import as_csv, as_json
from bot.gateway.lookup.api.asked import Asked, asked, body_of, wish_of
from bot.gateway.lookup.api.documents import entry_document, match_document, row_document, status_document
from knowledge import hsds
from knowledge.matches import matches
from knowledge.matrix import matrix
from knowledge.models import STATUSES, TOPICS, Entry
from knowledge.queries import SERVICES, Knowledge

OPENAPI = Path(__file__).parent / "openapi.yml"
SEARCHED = ("q", "topic", "status", "spoken", "papers", "open_now")
COLUMNS = ("id", "name", "topics", "confidence", "last_checked", "phone", "url", "limits", *STATUSES)


class OpenData:
    """Reads only; the answers are the same for everybody."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def routes(self) -> list[web.RouteDef]:
        """One route a kind of data."""
        return [
            web.get("/api/openapi.json", self.openapi),
            web.get("/api/v1/services", self.services),
            web.get("/api/v1/services.csv", self.services_table),
            web.get("/api/v1/statuses", self.statuses),
            web.get("/api/v1/matrix", self.matrix),
            web.get("/api/v1/matrix.csv", self.matrix_table),
            web.get("/api/v1/search", self.search),
            web.post("/api/v1/search", self.search),
            web.get("/api/v1/hsds", self.hsds),
        ]

    async def openapi(self, request: web.Request) -> web.Response:
        """The description of the whole API."""
        return as_json(request, _described())

    async def services(self, request: web.Request) -> web.Response:
        """Services and organisations of a place, each with its access for every status: no request names a status."""
        read = asked(request, ("topic",))
        found = [entry_document(entry, read.language) for entry in self._services(read)]
        return as_json(request, {"place": read.place, "language": read.language, "services": found})

    async def services_table(self, request: web.Request) -> web.Response:
        """The same as a table."""
        read = asked(request, ("topic",))
        rows = [_row(entry_document(entry, read.language)) for entry in self._services(read)]
        return as_csv(request, f"services-{read.place}-{read.language}", COLUMNS, rows)

    async def statuses(self, request: web.Request) -> web.Response:
        """The six statuses that facts speak of, and those explained in a place."""
        read = asked(request, ())
        found = [status_document(entry, read.language) for entry in self._knowledge.statuses(read.place)]
        told = {"place": read.place, "language": read.language, "access_statuses": list(STATUSES), "statuses": found}
        return as_json(request, told)

    async def matrix(self, request: web.Request) -> web.Response:
        """The six statuses against the services of a place, of one topic or of all."""
        read = asked(request, ("topic",))
        topic = read.one_of("topic", TOPICS) or None
        rows = matrix(self._knowledge, read.place, topic, STATUSES)
        told = [row_document(row, read.language, STATUSES) for row in rows]
        about = {"place": read.place, "language": read.language, "topic": topic, "statuses": list(STATUSES)}
        return as_json(request, {**about, "rows": told})

    async def matrix_table(self, request: web.Request) -> web.Response:
        """The same as a table: the answer, and its reason behind it."""
        read = asked(request, ("topic",))
        rows = matrix(self._knowledge, read.place, read.one_of("topic", TOPICS) or None, STATUSES)
        told = [row_document(row, read.language, STATUSES) for row in rows]
        table = [[row["id"], row["name"], *map(_said, row["access"].values())] for row in told]
        return as_csv(request, f"matrix-{read.place}-{read.language}", ("id", "name", *STATUSES), table)

    async def search(self, request: web.Request) -> web.Response:
        """What fits, with reasons. By POST when a person's words are in it: addresses are kept in logs of others."""
        read = asked(request, SEARCHED, await body_of(request) if request.method == "POST" else None)
        found = matches(self._knowledge, wish_of(read), read.place, read.language)
        told = [match_document(match, read.language) for match in found.found]
        about = {"place": read.place, "language": read.language, "did_you_mean": found.did_you_mean or None}
        response = as_json(request, {**about, "results": told})
        response.headers["Cache-Control"] = "no-store"
        return response

    async def hsds(self, request: web.Request) -> web.Response:
        """Services in Open Referral's HSDS 3, as one page, and what did not cross."""
        read = asked(request, ())
        services, report = hsds.export(self._knowledge.all_entries(read.place), read.language)
        page = {
            "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services),
            "first_page": True, "last_page": True, "empty": not services, "contents": services,
        }  # fmt: skip
        return as_json(request, page | {"not_exported": [vars(each) for each in report]})

    def _services(self, read: Asked) -> list[Entry]:
        topic = read.one_of("topic", TOPICS)
        entries = self._knowledge.all_entries(read.place)
        return [entry for entry in entries if entry.kind in SERVICES and (not topic or topic in entry.topics)]


@cache
def _described() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))
    return document


def _row(told: dict[str, Any]) -> list[str]:
    phones = told.get("phones") or [{"number": ""}]
    fixed = [told["id"], told["name"], " ".join(told["topics"]), told["confidence"], told["last_checked"] or ""]
    contact = [phones[0]["number"], told.get("url") or "", " ".join(told.get("limits", ()))]
    return [*fixed, *contact, *(_said(told.get("access", {}).get(status)) for status in STATUSES)]


def _said(verdict: dict[str, Any] | None) -> str:
    if verdict is None:
        return ""
    return f"{verdict['value']}: {verdict['why']}" if verdict["why"] else str(verdict["value"])
