"""Phones, one for each channel: everything goes through the public doors, signed as the vendors sign."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from bot.gateway.channels.signatures import META, TWILIO, TWILIO_SETTINGS, twilio_signature
from bot.settings import Secret
from tests.gateway.channels.standins import PHONE_NUMBER_ID, StandIn, twiml_messages

BASE = "https://boussole.example.org"
SMS_URL, WHATSAPP_URL, WEB_URL = "/webhooks/sms", "/webhooks/whatsapp", "/api/v1/chat"
OURS = "+15145550199"
_ids = itertools.count(1)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens behind; a busy machine may take a while."""
    for _ in range(1000):
        if true():
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)  # so that anything too much would show


class SmsPhone:
    """A phone that writes by SMS through Twilio."""

    name = "sms"
    most_texts = 1

    def __init__(self, client: Any, api: StandIn, number: str) -> None:
        self.client, self.api, self.number = client, api, number
        self.screen: list[str] = []

    def form(self, text: str = "", **more: str) -> dict[str, str]:
        """What Twilio posts for a message."""
        return {
            "MessageSid": f"SM{next(_ids):032d}", "AccountSid": "AC0", "From": self.number, "To": OURS, "Body": text,
            "NumMedia": "0", "NumSegments": "1", "FromCity": "", "ApiVersion": "2010-04-01", **more,
        }  # fmt: skip

    async def post(self, form: dict[str, str] | bytes, *, token: str = "sms-token-canary", headers: Any = None) -> Any:
        """Post a form, signed."""
        body = form if isinstance(form, bytes) else urlencode(form).encode("utf-8", "surrogatepass")
        fields = [] if isinstance(form, bytes) else list(form.items())
        signed = {TWILIO: twilio_signature(Secret(token), BASE + SMS_URL, fields)} if headers is None else headers
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.client.post(SMS_URL, data=body, headers={**kind, **signed})

    async def post_sha256(
        self, form: dict[str, str], key: str = "sms-key-canary", algorithm: str = "HMAC_SHA256"
    ) -> Any:
        """Post a form signed with the shared key of the newer setting."""
        signature = twilio_signature(Secret(key), BASE + SMS_URL, form.items(), "HMAC_SHA256")
        return await self.post(form, headers={TWILIO: signature, TWILIO_SETTINGS: f"key=wk1,algorithm={algorithm}"})

    async def say(self, text: str, **more: str) -> list[str]:
        """Write and read what comes back."""
        response = await self.post(self.form(text, **more))
        assert response.status == 200
        new = twiml_messages(await response.text())
        self.screen += new
        return new

    async def send_voice(self) -> list[str]:
        """Send something that is not text."""
        return await self.say("", NumMedia="1", MediaUrl0="https://api.twilio.com/x", MediaContentType0="audio/amr")

    async def unsigned(self) -> int:
        """Status of a message nobody signed."""
        return (await self.post(self.form("hello"), headers={})).status

    async def forged(self) -> int:
        """Status of a message signed with another secret."""
        return (await self.post(self.form("hello"), token="other")).status

    async def twice(self, text: str) -> list[str]:
        """The very same request, delivered twice."""
        form = self.form(text)
        answers = [twiml_messages(await (await self.post(form)).text()) for _ in range(2)]
        return answers[0] + answers[1]

    async def raw(self, body: bytes) -> int:
        """Status of any body, signed."""
        return (await self.post(body)).status


class WhatsAppPhone:
    """A phone that writes by WhatsApp; answers arrive at Meta's stand-in."""

    name = "whatsapp"
    most_texts = 1

    def __init__(self, client: Any, api: StandIn, number: str) -> None:
        self.client, self.api, self.number = client, api, number.removeprefix("+")
        api.wrote[self.number] = time.time()
        self.seen = 0

    def message(self, kind: str = "text", body: Any = None, **more: Any) -> dict[str, Any]:
        """One message as the Cloud API gives it."""
        return {
            "from": self.number, "id": f"wamid.HBg{next(_ids):08d}", "timestamp": str(int(time.time())), "type": kind,
            kind: body if body is not None else {}, **more,
        }  # fmt: skip

    def envelope(self, *messages: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A batch."""
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15145550199", "phone_number_id": PHONE_NUMBER_ID},
            "contacts": [{"profile": {"name": "Canary Name"}, "wa_id": self.number}],
            "messages": list(messages),
            **more,
        }
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}],
        }

    async def post(self, document: Any, *, secret: str = "app-secret-canary", headers: Any = None) -> Any:
        """Post a document, signed."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        signed = {META: "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()} if headers is None else headers
        return await self.client.post(WHATSAPP_URL, data=body, headers={"Content-Type": "application/json", **signed})

    async def arrive(self, document: Any, expected: int = 1) -> list[str]:
        """Post and wait for the answers at the stand-in."""
        response = await self.post(document)
        assert response.status == 200
        return await self.answers(expected)

    async def answers(self, expected: int = 1) -> list[str]:
        """The texts that came since the last look."""
        for _ in range(1000 if expected else 15):
            if expected and len(self.api.sent) >= self.seen + expected:
                break
            await asyncio.sleep(0.01)
        new, self.seen = self.api.sent[self.seen :], len(self.api.sent)
        return [each["text"]["body"] if each["type"] == "text" else each["interactive"]["body"]["text"] for each in new]

    async def say(self, text: str, expected: int = 1) -> list[str]:
        """Write and read what comes back."""
        return await self.arrive(self.envelope(self.message("text", {"body": text})), expected)

    async def press(self, identifier: str, title: str = "x", expected: int = 1) -> list[str]:
        """Press a button."""
        reply = {"type": "button_reply", "button_reply": {"id": identifier, "title": title}}
        return await self.arrive(self.envelope(self.message("interactive", reply)), expected)

    def buttons(self) -> list[dict[str, str]]:
        """The buttons or rows of the last answer."""
        action = self.api.sent[-1].get("interactive", {}).get("action", {})
        rows = [row for section in action.get("sections", ()) for row in section["rows"]]
        return rows or [each["reply"] for each in action.get("buttons", ())]

    async def send_voice(self) -> list[str]:
        """Send something that is not text."""
        return await self.arrive(
            self.envelope(self.message("audio", {"id": "1", "mime_type": "audio/ogg", "voice": True}))
        )

    async def unsigned(self) -> int:
        """Status of a message nobody signed."""
        return (await self.post(self.envelope(self.message("text", {"body": "x"})), headers={})).status

    async def forged(self) -> int:
        """Status of a message signed with another secret."""
        return (await self.post(self.envelope(self.message("text", {"body": "x"})), secret="other")).status

    async def twice(self, text: str) -> list[str]:
        """The very same request, delivered twice."""
        document = self.envelope(self.message("text", {"body": text}))
        return [*await self.arrive(document), *await self.arrive(document, expected=0)]

    async def raw(self, body: bytes) -> int:
        """Status of any body, signed."""
        return (await self.post(body)).status


class WebPhone:
    """The page of the web chat, for the parts of the contract that it shares."""

    name = "web"

    def __init__(self, client: Any, api: StandIn, number: str) -> None:
        self.client, self.session = client, None

    async def say(self, text: str) -> list[str]:
        """Write and read what comes back."""
        body = {"session": self.session, "message": {"text": text}}
        response = await self.client.post(WEB_URL, json=body)
        assert response.status == 200
        answer = await response.json()
        self.session = answer["session"]
        return ["\n".join(each["text"] for each in answer["messages"])]

    async def raw(self, body: bytes) -> int:
        """Status of any body."""
        return (await self.client.post(WEB_URL, data=body, headers={"Content-Type": "application/json"})).status
