"""One gateway over the scripted engine, both stand-ins, and a phone for each channel."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
import structlog
from aiohttp import web

from bot import logs
from bot.gateway.app import MAX_BODY, MIDDLEWARES
from bot.gateway.channels.sending import Sender
from bot.gateway.channels.web import WebChannel
from bot.gateway.conversation import Conversations
from bot.gateway.webhooks import Webhooks
from bot.settings import Secret, Settings
from tests.gateway.channels import standins
from tests.gateway.channels.phones import BASE, SmsPhone, WebPhone, WhatsAppPhone

PHONES = {"web": WebPhone, "sms": SmsPhone, "whatsapp": WhatsAppPhone}


@pytest.fixture
def talkative():
    """Turns the whole log on, onto the stream the test captures; call it inside the test."""
    kept, handlers = structlog.get_config(), logging.getLogger().handlers[:]
    yield lambda level="DEBUG": logs.configure(level)
    structlog.configure(**kept)
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
async def api(aiohttp_server) -> standins.StandIn:
    """The stand-in of both vendors, listening."""
    stand_in = standins.StandIn()
    server = await aiohttp_server(stand_in.app)
    stand_in.url = str(server.make_url("")).rstrip("/")
    return stand_in


@pytest.fixture
def settings(api) -> Settings:
    """Settings with every secret of both channels."""
    return replace(
        Settings(),
        turn_timeout_seconds=0.3,
        public_base_url=BASE,
        sms_auth_token=Secret("sms-token-canary"),
        sms_signing_key=Secret("sms-key-canary"),
        sms_account_sid=standins.ACCOUNT,
        sms_api_key=standins.API_KEY,
        sms_api_secret=Secret(standins.API_SECRET),
        sms_api_url=api.url,
        whatsapp_app_secret=Secret("app-secret-canary"),
        whatsapp_verify_token=Secret("verify-canary"),
        whatsapp_access_token=Secret(standins.ACCESS_TOKEN),
        whatsapp_phone_number_id=standins.PHONE_NUMBER_ID,
        whatsapp_api_url=f"{api.url}/v23.0",
    )


@pytest.fixture
def gateway(aiohttp_client, engine, settings):
    """Makes a client of a gateway with its own settings, through the same middlewares as in production."""

    async def make(within: float = 12.0, waits: list[float] | None = None, **changed):
        async def wait(seconds: float) -> None:
            (waits if waits is not None else []).append(seconds)

        own = replace(settings, **changed)
        conversations = Conversations(engine, own, lambda place: "112" if place == "montreuil" else "911")
        app = web.Application(client_max_size=MAX_BODY, middlewares=MIDDLEWARES)
        webchat = WebChannel(conversations, frozenset())
        app.router.add_post("/api/v1/chat", webchat.post)
        Webhooks(conversations, own, sender=Sender(wait), within=within).mount(app)
        client = await aiohttp_client(app)
        client.conversations = conversations
        return client

    return make


@pytest.fixture
def phone(gateway, api):
    """Makes a phone of a channel, with a gateway of its own or of another phone."""

    async def make(channel: str, client=None, number: str = "+15145550123", **changed):
        return PHONES[channel](client or await gateway(**changed), api, number)

    return make
