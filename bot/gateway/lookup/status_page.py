"""Which status, together: the decision table on one page; each answer shows at once where it leads and why."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.gateway.lookup.cases import Case, cases_of
from bot.gateway.lookup.pages import Pages
from knowledge.orientation import Orientation, name_of, orientation
from knowledge.queries import Knowledge

PREFIX = "a-"  # of the answers among the fields of the form


class StatusPage:
    """`/status` for a person at the desk, `/training` with invented cases; answers travel in the body only."""

    def __init__(self, knowledge: Knowledge, pages: Pages) -> None:
        self._knowledge = knowledge
        self._pages = pages

    async def show(self, request: web.Request) -> web.Response:
        """The first question, or where the answers lead."""
        return self._page(request, await self._given(request))

    async def training(self, request: web.Request) -> web.Response:
        """The invented cases of this country."""
        cases = cases_of(self._knowledge.place(request.match_info["place"]).country)
        return self._pages.page(request, "training.html", cases=cases)

    async def case(self, request: web.Request) -> web.Response:
        """One invented case: the same page, and whether it leads where the case leads."""
        cases = cases_of(self._knowledge.place(request.match_info["place"]).country)
        case = next((each for each in cases if each.id == request.match_info["case"]), None)
        if case is None:
            raise web.HTTPNotFound
        return self._page(request, await self._given(request), case)

    def _page(self, request: web.Request, given: Mapping[str, str], case: Case | None = None) -> web.Response:
        place = request.match_info["place"]
        found = orientation(self._knowledge, place, given)
        expected = orientation(self._knowledge, place, case.answers) if case else None
        listed = dict.fromkeys([*found.result.next, *(each for rule in found.result.overlays for each in rule.next)])
        return self._pages.page(
            request,
            "status.html",
            state=[(PREFIX + question, answer) for question, answer in found.answers.items()],
            prefix=PREFIX,
            found=found,
            name=name_of(found.result),
            table=self._knowledge.triage(place),
            sheet=found.result.status,
            next=self._knowledge.entries(listed, place),
            case=case,
            expected=expected,
            is_right=bool(expected and not found.next and _same(found, expected)),
        )

    async def _given(self, request: web.Request) -> dict[str, str]:
        if request.method == "GET":
            return {}
        form = await request.post()
        return {name.removeprefix(PREFIX): str(value) for name, value in form.items() if name.startswith(PREFIX)}


def _same(found: Orientation, expected: Orientation) -> bool:
    """Whether two ways lead to the same: result and everything added to it."""
    return found.result.id == expected.result.id and found.result.overlays == expected.result.overlays
