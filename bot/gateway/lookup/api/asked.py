"""What a request of the API asks for, from its address or its body; anything unknown is refused by name."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.gateway.errors import BadRequest, NotJson
from bot.messages import LANGUAGES, PLACES
from knowledge import papers
from knowledge.matches import Wish
from knowledge.models import STATUSES, TOPICS

MOST_TYPED = 200  # characters of a query


@dataclass(frozen=True)
class Asked:
    """One request: where, in which language, and its own words."""

    place: str
    language: str
    told: Mapping[str, Any]
    in_address: bool = True

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """A choice that was given, or nothing.

        Raises:
            BadRequest: it is none of those allowed.
        """
        value = self.told.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or value not in allowed:
            raise BadRequest(f"{name}: one of {', '.join(allowed)}.")
        return value

    def text(self, name: str) -> str:
        """A text that was given, cut to a sensible length."""
        value = self.told.get(name, "")
        value = "" if value is None else value
        if not isinstance(value, str):
            raise BadRequest(f"{name}: send a string.")
        return " ".join(value.split())[:MOST_TYPED]


def asked(request: web.Request, known: Collection[str], told: Mapping[str, Any] | None = None) -> Asked:
    """Read a request.

    Args:
        request: with its parameters in the address.
        known: names it may carry beside `place` and `language`.
        told: the body instead of the address.

    Raises:
        BadRequest: a name or a value is unknown.
    """
    values = dict(request.query) if told is None else told
    allowed = {"place", "language", *known}
    if set(values) - allowed:
        raise BadRequest(f"Unknown: only {', '.join(sorted(allowed))} are read.")
    read = Asked(PLACES[0], LANGUAGES[0], values)
    place, language = read.one_of("place", PLACES), read.one_of("language", LANGUAGES)
    return Asked(place or PLACES[0], language or LANGUAGES[0], values, in_address=told is None)


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The JSON object of a body.

    Raises:
        NotJson: the content type is another.
        BadRequest: it is no object.
    """
    if request.content_type != "application/json":
        raise NotJson("Send JSON with Content-Type: application/json.")
    try:
        body = json.loads(await request.text())
    except (ValueError, RecursionError) as wrong:
        raise BadRequest("The body is not JSON.") from wrong
    if not isinstance(body, dict):
        raise BadRequest('Send an object such as {"q": "…"}.')
    return body


def wish_of(read: Asked) -> Wish:
    """The wish of a search."""
    given = read.told.get("papers")
    wanted = [] if given is None else given.split(",") if isinstance(given, str) and read.in_address else given
    if not isinstance(wanted, list) or not all(isinstance(each, str) and each in papers.kinds() for each in wanted):
        raise BadRequest(f"papers: of {', '.join(papers.kinds())}.")
    open_now = read.told.get("open_now")
    is_one = open_now in ("true", "false") if read.in_address else isinstance(open_now, bool)  # 1 is no boolean
    if open_now is not None and not is_one:
        raise BadRequest("open_now: true or false.")
    return Wish(
        query=read.text("q"),
        topic=read.one_of("topic", TOPICS),
        status=read.one_of("status", STATUSES),
        spoken=read.one_of("spoken", LANGUAGES),
        papers=tuple(wanted),
        open_now=open_now is True or open_now == "true",
    )
