"""The editors' pages: come in, decide what workers dispute, take the queue away as a patch, read the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from aiohttp import web

from bot.gateway.lookup.editing import patch
from bot.gateway.lookup.editing.disputes import ACCEPTED, OPEN, REJECTED, Act, Dispute, Disputes
from bot.gateway.lookup.editing.doors import COOKIE, Doors, Session, is_own_form
from bot.gateway.lookup.pages import Pages
from knowledge.errors import UnknownEntry
from knowledge.queries import Knowledge

MOST_TYPED = 300
DECISIONS = {"accept": ACCEPTED, "reject": REJECTED}


class EditorPages:
    """`/editors`; without a password in the settings these pages do not exist."""

    def __init__(self, knowledge: Knowledge, pages: Pages, disputes: Disputes, doors: Doors) -> None:
        self._knowledge = knowledge
        self._pages = pages
        self._disputes = disputes
        self._doors = doors

    async def show(self, request: web.Request) -> web.Response:
        """The queue, or the door."""
        session = self._session_or_none(request)
        return await self._queue(request, session) if session else self._door(request)

    async def come_in(self, request: web.Request) -> web.Response:
        """Open a session; a wrong try is noted, and too many must wait."""
        self._session_or_none(request)
        if not self._doors.may_try():
            return self._door(request, "editors_wait", 429)
        form = await request.post()
        who = str(form.get("who", "")).strip().upper()[:12]
        token = await self._doors.open(who, str(form.get("password", ""))[:200])
        await self._note("came_in" if token else "refused", who if token else "?")
        if not token:
            return self._door(request, "editors_wrong", 403)
        response = self._back(request)
        self._doors.set_cookie(response, token)
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """End the session."""
        session = await self._own(request)
        await self._note("left", session.who)
        self._doors.close(request)
        response = self._back(request)
        response.del_cookie(COOKIE, path="/desk")
        return response

    async def decide(self, request: web.Request) -> web.Response:
        """Accept or reject one dispute."""
        session = await self._own(request)
        form = await request.post()
        state, number = DECISIONS.get(str(form.get("decision", ""))), str(form.get("dispute", ""))
        if state is None or not number.isdecimal():
            raise web.HTTPBadRequest
        note = " ".join(str(form.get("note", "")).split())[:MOST_TYPED]
        day = datetime.now(UTC).date().isoformat()
        if await asyncio.to_thread(self._disputes.decide, int(number), state, note, day):
            await self._note(state, session.who, int(number))
        return self._back(request)

    async def as_yaml(self, request: web.Request) -> web.Response:
        """Open and accepted disputes as YAML that a second person reviews."""
        return self._file("disputes.yml", "application/yaml", patch.as_yaml(await self._taken(request, OPEN, ACCEPTED)))

    async def as_diff(self, request: web.Request) -> web.Response:
        """The accepted telephone numbers as a diff of the packs."""
        return self._file("disputes.diff", "text/x-diff", patch.as_diff(await self._taken(request, ACCEPTED)))

    async def _queue(self, request: web.Request, session: Session) -> web.Response:
        waiting = await asyncio.to_thread(self._disputes.all, OPEN)
        decided = await asyncio.to_thread(self._disputes.all, ACCEPTED, REJECTED)
        acts = await asyncio.to_thread(self._disputes.acts)
        names = self._names([*waiting, *decided], request.match_info["language"])
        return self._pages.page(
            request,
            "editors.html",
            session=session,
            waiting=waiting,
            decided=decided[::-1][:50],
            acts=acts,
            names_of=names,
        )

    def _door(self, request: web.Request, wrong: str = "", status: int = 200) -> web.Response:
        return self._pages.page(request, "door.html", status=status, wrong=wrong)

    def _names(self, disputes: Sequence[Dispute], language: str) -> dict[str, str]:
        """What the sheets are called; a sheet that is gone keeps its id."""
        names = {}
        for one in disputes:
            try:
                names[one.entry] = self._knowledge.entry(one.entry).name.in_(language)
            except UnknownEntry:
                names[one.entry] = one.entry
        return names

    def _session_or_none(self, request: web.Request) -> Session | None:
        if not self._doors.exist:
            raise web.HTTPNotFound
        return self._doors.session(request)

    async def _own(self, request: web.Request) -> Session:
        """The session of a form that only its own page can have sent."""
        session = self._session_or_none(request)
        if session is None or not is_own_form(session, (await request.post()).get("csrf")):
            raise web.HTTPForbidden
        return session

    async def _taken(self, request: web.Request, *states: str) -> list[Dispute]:
        session = self._session_or_none(request)
        if session is None:
            raise web.HTTPForbidden
        await self._note("exported", session.who)
        return await asyncio.to_thread(self._disputes.all, *states)

    async def _note(self, action: str, who: str, dispute: int | None = None) -> None:
        at = datetime.now(UTC).isoformat(timespec="minutes")
        await asyncio.to_thread(self._disputes.note, Act(at, who, action, dispute))

    @staticmethod
    def _back(request: web.Request) -> web.Response:
        language, place = request.match_info["language"], request.match_info["place"]
        return web.Response(status=303, headers={"Location": f"/desk/{language}/{place}/editors"})

    @staticmethod
    def _file(name: str, content_type: str, text: str) -> web.Response:
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return web.Response(text=text, content_type=content_type, headers=headers)
