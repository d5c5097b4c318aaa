"""What the log of the channels holds: no number, no text, no id of a message, no secret, on any path."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest

from bot import logs

NUMBER, TEXT = "+15145550123", "canary-text je suis Canary"
SECRETS = (
    "sms-token-canary",
    "sms-key-canary",
    "app-secret-canary",
    "verify-canary",
    "access-token-canary",
    "api-secret-canary",
)


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_no_path_writes_who_or_what(capfd, talkative, phone, engine, api, channel) -> None:
    """A whole life of messages, faults included, leaves nothing of a person behind."""
    talkative()
    caller = await phone(channel, within=0.2, number=NUMBER)
    for text in (TEXT, "break", "fall silent", "hang", "2", "AIDE"):
        await caller.say(text)
    await caller.send_voice()
    await caller.unsigned()
    await caller.forged()
    await caller.raw(f"{TEXT} {NUMBER}".encode())
    for fault in (500, 131047, 190, 21610, "html"):
        api.faults.append(fault)
        if channel == "whatsapp":
            await caller.post(caller.envelope(caller.message("text", {"body": TEXT})))
        else:
            await caller.say("hang")
    await asyncio.sleep(0.5)
    await caller.say("ARRET")
    captured = capfd.readouterr()
    written = captured.out + captured.err

    assert '"event": "turn.broken"' in written
    for canary in (NUMBER, "5145550123", "canary-text", "Canary", "wamid", "SM000", *SECRETS):
        assert canary not in written, canary
        assert base64.b64encode(canary.encode()).decode().rstrip("=")[:-1] not in written, canary
    for line in filter(None, written.splitlines()):
        assert set(json.loads(line)) <= logs.ALLOWED


def test_nothing_in_flight_prints_itself(settings) -> None:
    """The objects that carry a number or a text hide them, should anything ever print them."""
    from bot.gateway.channels.channel import Arrival, Page, Post

    shown = repr([
        Arrival("wamid.x", NUMBER, NUMBER, text=TEXT), Page(TEXT), Post(NUMBER, {"x": NUMBER}, TEXT.encode()), settings,
    ])  # fmt: skip

    assert not [canary for canary in (NUMBER, "canary-text", "wamid", *SECRETS) if canary in shown]
