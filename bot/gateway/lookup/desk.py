"""Mounts the desk: its pages in reading order, refused foreign forms, and errors that are pages too."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.conversation import Conversations
from bot.gateway.lookup.api.open_data import OpenData
from bot.gateway.lookup.dispute_page import DisputePage
from bot.gateway.lookup.editing.changes import Changes
from bot.gateway.lookup.editing.disputes import Disputes
from bot.gateway.lookup.editing.doors import Doors
from bot.gateway.lookup.editing.tables import opened
from bot.gateway.lookup.editor_pages import EditorPages
from bot.gateway.lookup.handout_page import HandoutPage
from bot.gateway.lookup.matrix_page import MatrixPage
from bot.gateway.lookup.news_page import NewsPage
from bot.gateway.lookup.pages import Pages
from bot.gateway.lookup.search_page import SearchPage
from bot.gateway.lookup.sheet_page import SheetPage
from bot.gateway.lookup.status_page import StatusPage
from bot.gateway.lookup.trial_page import TrialPage
from bot.gateway.lookup.vcard import ContactCards
from bot.messages import LANGUAGES, PLACES
from bot.settings import Settings
from knowledge.queries import Knowledge

log = structlog.get_logger()
PREFIX = "/desk"
WHERE = f"/{{language:{'|'.join(LANGUAGES)}}}/{{place:{'|'.join(PLACES)}}}"


class Desk:
    """The pages under `/desk`; reading them needs no account and leaves nothing behind."""

    def __init__(self, conversations: Conversations, knowledge: Knowledge, settings: Settings) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._pages = Pages(knowledge)
        database = opened(settings.state_dir, settings.desk_url)
        disputes, self._changes = Disputes(database), Changes(database)
        self._open_data = OpenData(knowledge).routes()
        self._routes = [
            web.get("", self._begin),
            web.get("/", self._begin),
            *self._pages.routes(),
            *self._finding(disputes),
            *self._orienting(conversations),
            *self._keeping(disputes),
        ]

    def mount(self, app: web.Application) -> None:
        """Add the desk to the gateway."""
        desk = web.Application(middlewares=(self._errors, self._same_origin))
        desk.add_routes(self._routes)
        app.add_subapp(PREFIX, desk)
        app.add_routes(self._open_data)
        app.on_startup.append(self._remember)

    @web.middleware
    async def _same_origin(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A form of another site cannot be sent here; browsers say where a form comes from."""
        if request.method == "POST" and self._is_foreign(request):
            raise web.HTTPForbidden
        return await handler(request)

    def _is_foreign(self, request: web.Request) -> bool:
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site is not None:
            return site not in ("same-origin", "none")
        # Plain HTTP and old browsers; behind a proxy the host may be another than the one people see.
        ours = {request.host, urlsplit(self._settings.public_base_url).netloc}
        return origin is not None and urlsplit(origin).netloc not in ours - {""}

    def _finding(self, disputes: Disputes) -> list[web.RouteDef]:
        """Find, read, compare, hand over."""
        search = SearchPage(self._knowledge, self._pages, disputes)
        sheets = SheetPage(self._knowledge, self._pages, disputes)
        handouts = HandoutPage(self._knowledge, self._pages, disputes, self._settings.public_base_url)
        return [
            web.get(WHERE, search.show),
            web.post(WHERE, search.find),
            web.get(WHERE + "/sheet/{id}.vcf", ContactCards(self._knowledge).get),
            web.get(WHERE + "/sheet/{id}", sheets.show),
            web.get(WHERE + "/sheet/{id}/{other}", sheets.beside),
            web.get(WHERE + "/handout", handouts.show),
            web.post(WHERE + "/handout", handouts.show),
            web.get(WHERE + "/matrix/{topic}", MatrixPage(self._knowledge, self._pages).show),
        ]

    def _orienting(self, conversations: Conversations) -> list[web.RouteDef]:
        """Which status, training, and asking as a client would."""
        status, trial = StatusPage(self._knowledge, self._pages), TrialPage(conversations, self._pages)
        return [
            web.get(WHERE + "/status", status.show),
            web.post(WHERE + "/status", status.show),
            web.get(WHERE + "/training", status.training),
            web.get(WHERE + "/training/{case}", status.case),
            web.post(WHERE + "/training/{case}", status.case),
            web.get(WHERE + "/try", trial.show),
            web.post(WHERE + "/try", trial.ask),
        ]

    def _keeping(self, disputes: Disputes) -> list[web.RouteDef]:
        """Disputes, changes, and the editors' pages."""
        news = NewsPage(self._knowledge, self._pages, self._changes)
        editors = EditorPages(self._knowledge, self._pages, disputes, Doors(self._settings))
        return [
            web.post(WHERE + "/sheet/{id}/dispute", DisputePage(self._knowledge, self._pages, disputes).add),
            web.get(WHERE + "/changes", news.changed),
            web.get(WHERE + "/overdue", news.overdue),
            web.get(WHERE + "/editors", editors.show),
            web.post(WHERE + "/editors", editors.come_in),
            web.post(WHERE + "/editors/leave", editors.leave),
            web.post(WHERE + "/editors/decide", editors.decide),
            web.get(WHERE + "/editors/queue.yml", editors.as_yaml),
            web.get(WHERE + "/editors/queue.diff", editors.as_diff),
        ]

    async def _remember(self, _: web.Application) -> None:
        """Compare the facts with those of the start before."""
        entries = {entry.id: entry for place in PLACES for entry in self._knowledge.all_entries(place)}
        today = self._knowledge.now(PLACES[0]).date()
        try:
            await asyncio.to_thread(self._changes.compare, entries.values(), today)
        except SQLAlchemyError as failure:  # what changed is worth less than starting
            log.error("desk.changes", error=type(failure).__name__)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        accepted = request.headers.get("Accept-Language", "").split(",")
        wanted = (part.split(";")[0].strip()[:2].lower() for part in accepted)
        language = next((each for each in wanted if each in LANGUAGES), self._settings.language)
        # A raised redirection would reach the gateway's own handling of errors, which makes a problem of it.
        return web.Response(status=302, headers={"Location": f"{PREFIX}/{language}/{self._settings.place}"})

    @web.middleware
    async def _errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A failure is a page in the reader's language, with the emergency number; no trace of what was typed."""
        try:
            return await handler(request)
        except web.HTTPException as known:
            return self._pages.page(request, "error.html", status=known.status, code=known.status)
        except Exception as failure:  # a trace could carry what was typed
            log.error("desk.broken", error=type(failure).__name__)
            return self._pages.page(request, "error.html", status=500, code=500)
