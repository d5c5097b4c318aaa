"""The phone in a console: it writes through the real webhook, signature included, and shows what a person reads."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree

import aiohttp
from aiohttp import web

from bot.gateway.app import create_app
from bot.gateway.channels.segments import encoding, segments, units
from bot.gateway.channels.signatures import META, TWILIO, twilio_signature
from bot.run import opened_engine, opened_knowledge
from bot.settings import Secret, Settings, settings_from_environment

NUMBER, OURS = "+15145550123", "+15145550199"  # 555-01xx belongs to nobody
PATIENCE: Final = 15.0  # seconds, as Twilio's
PRESS: Final = "#"  # "#2" presses the second button; "2" types it


def simulate(channel: str, place: str, language: Any) -> int:
    """Play a phone until the input ends."""
    settings = _trial(replace(settings_from_environment(), place=place, language=language or "fr"))
    knowledge = opened_knowledge(settings)
    engine = opened_engine(settings, knowledge)
    asyncio.run(_play(channel, settings, lambda own: create_app(engine, knowledge, own)))
    return 0


def _trial(settings: Settings) -> Settings:
    """The operator's settings with secrets of this trial only."""
    return replace(
        settings,
        public_base_url=settings.public_base_url or "https://boussole.example.org",
        sms_auth_token=Secret(secrets.token_hex()),
        sms_account_sid="AC-trial",
        sms_api_key="SK-trial",
        sms_api_secret=Secret(secrets.token_hex()),
        whatsapp_app_secret=Secret(secrets.token_hex()),
        whatsapp_verify_token=Secret(secrets.token_hex()),
        whatsapp_access_token=Secret(secrets.token_hex()),
        whatsapp_phone_number_id="1",
        opt_out_file="",
    )


async def _play(channel: str, settings: Settings, made: Any) -> None:
    vendor = Vendor()
    async with _listening(vendor.app) as api:
        own = replace(settings, sms_api_url=api, whatsapp_api_url=api)
        async with _listening(made(own)) as gateway, aiohttp.ClientSession() as client:
            phone = Phone(own, gateway, client, vendor)
            say = phone.sms if channel == "sms" else phone.whatsapp
            print(f"{channel}: write as on a phone. {PRESS}2 presses a button. End with Ctrl-D.")
            while True:
                try:
                    typed = await asyncio.to_thread(input, "> ")
                except EOFError:
                    return
                print(await say(typed))


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


class Vendor:
    """What the gateway believes to be Twilio's and Meta's API."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self.app = web.Application()
        self.app.router.add_post("/{path:.*}", self._take)

    async def _take(self, request: web.Request) -> web.Response:
        is_json = request.content_type == "application/json"
        await self.sent.put(await request.json() if is_json else dict(await request.post()))
        return web.json_response({"messages": [{"id": "wamid.trial"}]})


@dataclass
class Phone:
    """One person's phone."""

    settings: Settings
    gateway: str
    client: aiohttp.ClientSession
    vendor: Vendor
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _buttons: list[Mapping[str, str]] = field(default_factory=list)

    async def sms(self, text: str) -> str:
        """Send an SMS; read the answer as the carrier would bill it."""
        path = "/webhooks/sms"
        form = {"MessageSid": f"SM{next(self._ids):032d}", "From": NUMBER, "To": OURS, "Body": text, "NumMedia": "0"}
        url = self.settings.public_base_url.rstrip("/") + path
        signature = twilio_signature(self.settings.sms_auth_token, url, form.items())
        headers = {TWILIO: signature, "Content-Type": "application/x-www-form-urlencoded"}
        async with self.client.post(self.gateway + path, data=urlencode(form), headers=headers) as response:
            answer = ElementTree.fromstring(await response.text())  # noqa: S314  # our own gateway wrote it
        texts = [each.text or "" for each in answer.findall("Message")]
        while not self.vendor.sent.empty():
            texts.append(str((await self.vendor.sent.get())["Body"]))
        shown = [f"{each}\n[{segments(each)} segments, {encoding(each)}, {units(each)}]" for each in texts]
        return "\n".join(shown) or "[no answer]"

    async def whatsapp(self, text: str) -> str:
        """Send a WhatsApp message, or press a button; read the answer with its buttons."""
        await self._post_to_whatsapp(self._pressed(text) or {"type": "text", "text": {"body": text}})
        try:
            message = await asyncio.wait_for(self.vendor.sent.get(), PATIENCE)
        except TimeoutError:
            return "[no answer]"
        if message["type"] == "text":
            self._buttons = []
            return str(message["text"]["body"])
        interactive = message["interactive"]
        rows = [row for part in interactive["action"].get("sections", ()) for row in part["rows"]]
        self._buttons = rows or [each["reply"] for each in interactive["action"]["buttons"]]
        titles = "  ".join(f"[{PRESS}{number} {each['title']}]" for number, each in enumerate(self._buttons, start=1))
        return f"{interactive['body']['text']}\n{titles}"

    def _pressed(self, text: str) -> Mapping[str, Any] | None:
        number = text.removeprefix(PRESS)
        if text == number or not number.isdigit() or not 1 <= int(number) <= len(self._buttons):
            return None
        button = self._buttons[int(number) - 1]
        reply = {"id": button["id"], "title": button["title"]}
        return {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": reply}}

    async def _post_to_whatsapp(self, content: Mapping[str, Any]) -> None:
        now = str(int(time.time()))
        message = {"from": NUMBER[1:], "id": f"wamid.{next(self._ids)}", "timestamp": now, **content}
        metadata = {"phone_number_id": self.settings.whatsapp_phone_number_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, "messages": [message]}
        body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
        secret = self.settings.whatsapp_app_secret.reveal().encode()
        headers = {META: "sha256=" + hmac.new(secret, body, sha256).hexdigest(), "Content-Type": "application/json"}
        async with self.client.post(f"{self.gateway}/webhooks/whatsapp", data=body, headers=headers) as response:
            response.raise_for_status()
