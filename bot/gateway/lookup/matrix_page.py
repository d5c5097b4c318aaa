"""The matrix: five statuses against the services of a place and topic, with the reason in each cell."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.lookup.pages import Pages
from knowledge.matrix import COMPARED, matrix
from knowledge.models import TOPICS
from knowledge.queries import Knowledge


class MatrixPage:
    """`/matrix/{topic}`: a page to compare, and to print."""

    def __init__(self, knowledge: Knowledge, pages: Pages) -> None:
        self._knowledge = knowledge
        self._pages = pages

    async def show(self, request: web.Request) -> web.Response:
        """The table of one topic."""
        topic, place = request.match_info["topic"], request.match_info["place"]
        if topic not in TOPICS:
            raise web.HTTPNotFound
        return self._pages.page(
            request,
            "matrix.html",
            topic=topic,
            topics=TOPICS,
            statuses=COMPARED,
            rows=matrix(self._knowledge, place, topic),
            today=self._knowledge.now(place).date().isoformat(),
        )
