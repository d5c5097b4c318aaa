"""The public application: what is served, in the order it is built."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from bot.gateway.aging import forgetting
from bot.gateway.assets import Assets
from bot.gateway.bodies import in_time, no_uploads
from bot.gateway.channels.web import WebChannel
from bot.gateway.conversation import Conversations
from bot.gateway.cross_origin import cross_origin
from bot.gateway.engines import Engine
from bot.gateway.errors import Refused, problem
from bot.gateway.headers import protect, stay_encrypted, unnamed
from bot.gateway.lookup.desk import Desk
from bot.gateway.page import Page
from bot.gateway.public_sheets import PublicSheets
from bot.gateway.ticket_office import TicketOffice
from bot.gateway.tickets import tickets_of
from bot.gateway.webhooks import Webhooks
from bot.gateway.words import Words
from bot.messages import PLACES
from bot.settings import Settings
from knowledge.queries import Knowledge

log = structlog.get_logger()
MAX_BODY = 64 * 1024
WORTH_COMPRESSING = 500  # bytes; a phone's data costs more than our processor
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(engine: Engine, knowledge: Knowledge, settings: Settings) -> web.Application:
    """The gateway over an engine; nothing is opened before this."""
    origins = frozenset(filter(None, (each.strip() for each in settings.allowed_origins.split(","))))
    tickets = tickets_of(settings)
    conversations = Conversations(engine, settings, EmergencyNumbers(knowledge), tickets=tickets)
    channel = WebChannel(conversations, origins, seconds_kept=settings.session_minutes * 60)
    words, assets = Words(knowledge), Assets()
    sheets = PublicSheets(knowledge, version=assets.version)
    page = Page(channel, words, assets, settings)
    always = (*stay_encrypted(settings.public_base_url), cross_origin(origins), *MIDDLEWARES)
    app = web.Application(client_max_size=MAX_BODY, middlewares=always)
    app.on_response_prepare.append(unnamed)
    app.add_routes(
        [
            web.get("/", page.show),
            web.post("/", page.talk),
            web.post("/api/v1/chat", channel.post),
            web.delete("/api/v1/chat", channel.delete),
            web.post("/api/v1/forget", channel.forget_beacon),
            web.get("/api/v1/words", words.get),
            web.post("/api/v1/card", sheets.card),
            web.get("/emergency/{place}", sheets.emergency),
            *assets.routes(),
            web.get("/healthz", _alive),
            web.get("/readyz", _readiness(engine)),
        ]
    )
    if tickets is not None:
        TicketOffice(tickets, settings.ticket_key.reveal()).mount(app)
    app.cleanup_ctx.append(forgetting(conversations.let_go, channel.repeats.let_go))
    Webhooks(conversations, settings).mount(app)
    Desk(conversations, knowledge, settings).mount(app)
    return app


class EmergencyNumbers:
    """The number for a life in danger at each place, read once, so that it can be said when all else is broken."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._numbers = {place: knowledge.emergency(place)[0].contact.phones[0].number for place in PLACES}

    def __call__(self, place: str) -> str:
        """The number to say at a place; that of the first place when it is unknown."""
        return self._numbers.get(place) or next(iter(self._numbers.values()))


@web.middleware
async def _headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer, refusals included, carries the headers that keep a page from leaking."""
    response = await handler(request)
    protect(response)
    if isinstance(response, web.Response) and len(response.body or b"") > WORTH_COMPRESSING:  # type: ignore[arg-type]
        response.enable_compression()
    return response


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refusal:
        return problem(refusal)
    except web.HTTPException as known:
        refused = Refused(known.reason)
        refused.status = known.status
        response = problem(refused)
        if "Allow" in known.headers:  # a refusal of a method names those that work
            response.headers["Allow"] = known.headers["Allow"]
        return response
    except Exception as failure:  # the person gets a problem body; a trace could carry what was typed
        log.error("request.broken", error=type(failure).__name__)
        broken = Refused("Something broke on our side. Nothing of your message was kept.")
        broken.status = 500
        return problem(broken)


MIDDLEWARES = (_headers, _refusals, in_time, no_uploads)


async def _alive(_: web.Request) -> web.StreamResponse:
    return web.json_response({"alive": True})


def _readiness(engine: Engine) -> Handler:
    async def ready(_: web.Request) -> web.StreamResponse:
        return web.json_response({"ready": engine.ready()}, status=200 if engine.ready() else 503)

    return ready
