"""Draws every page of the desk: one template folder, one style sheet, the words of the page's language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from bot.gateway.headers import policy
from bot.messages import LANGUAGES, PLACES
from bot.replies.catalogue import catalogue
from bot.replies.desk_words import desk_words
from knowledge.queries import Knowledge

HERE = Path(__file__).parent
TEMPLATES = (HERE / "templates", HERE.parent / "templates")
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
State = Iterable[tuple[str, str]]


class Pages:
    """Renders a page in the language and for the place that its address names; nothing is remembered of a visit."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._files = {name: (HERE / "static" / name).read_text(encoding="utf-8") for name in STATIC}
        self._version = hashlib.sha256("".join(self._files.values()).encode()).hexdigest()[:8]
        self._emergency = {place: knowledge.emergency(place)[0].contact.phones[0].number for place in PLACES}
        self._languages = {each: catalogue(each).labels["language_name"] for each in LANGUAGES}
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            auto_reload=False,  # a template of the next version must not meet the code of this one
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def page(
        self, request: web.Request, template: str, *, status: int = 200, state: State = (), **values: Any
    ) -> web.Response:
        """One page.

        Args:
            request: whose address names language and place.
            template: file in the template folder.
            status: of the HTTP answer.
            state: what was sent by form, so that another language shows the same; it travels in the body only.
            values: what the template shows.
        """
        language = request.match_info.get("language", LANGUAGES[0])
        place = request.match_info.get("place", PLACES[0])
        html = self._templates.get_template(template).render(
            **self._around(language, place), tail=tail_of(request), state=tuple(state), **values
        )
        # Not "no-referrer": a browser would then hide where our own forms come from, and foreign ones could not be told.
        headers = {"Content-Security-Policy": policy(), "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
        return web.Response(text=html, status=status, content_type="text/html", headers=headers)

    def routes(self) -> list[web.RouteDef]:
        """The style sheet and the small script, the same for everybody."""
        return [web.get(f"/{name}", self._serve) for name in STATIC]

    def _around(self, language: str, place: str) -> dict[str, Any]:
        """What every page needs."""
        book = catalogue(language)
        return {
            "language": language,
            "place": place,
            "base": f"/desk/{language}/{place}",
            "w": desk_words(language),
            "labels": book.labels,
            "names": book.choices,
            "languages": list(self._languages.items()),
            "language_names": self._languages,
            "places": [(each, book.choices[f"place_{each}"]) for each in PLACES],
            "emergency": self._emergency[place],
            "version": self._version,
        }

    async def _serve(self, request: web.Request) -> web.Response:
        name = request.path.rsplit("/", maxsplit=1)[-1]
        age = "max-age=31536000, immutable" if request.query.get("v") == self._version else "max-age=3600"
        return web.Response(
            text=self._files[name], content_type=STATIC[name], headers={"Cache-Control": f"public, {age}"}
        )


def tail_of(request: web.Request) -> str:
    """The part of the address after language and place: the same page elsewhere."""
    parts = request.path.split("/", 4)
    return f"/{parts[4]}" if len(parts) > 4 and parts[4] else ""
