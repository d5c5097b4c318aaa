"""Payload files: one a shape of the outside world, with what must come of it; then anything hypothesis can think of."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.channels.channel import Post
from bot.gateway.channels.sending import Sender
from bot.gateway.channels.sms import SmsChannel
from bot.gateway.channels.whatsapp import WhatsAppChannel
from bot.gateway.errors import BadRequest
from bot.settings import Settings

FOLDER = Path(__file__).parent / "payloads"
OURS = Settings(whatsapp_phone_number_id="1122334455667")
NOW = 1_790_000_000.0
SMS = SmsChannel(OURS, Sender())
WHATSAPP = WhatsAppChannel(OURS, Sender(), clock=lambda: NOW)


def cases(folder: str) -> list:
    """The files of a folder, named as they are."""
    return [pytest.param(path, id=path.stem) for path in sorted((FOLDER / folder).glob("*.json"))]


def parsed(channel, body: bytes):
    """What a channel makes of a body."""
    return channel.parse(Post("", {}, body))


def told(arrivals, expected) -> list:
    """The parts of the arrivals that a file speaks about."""
    return [
        {name: getattr(arrival, name) for name in (expected[n] if n < len(expected) else {"text": ""})}
        for n, arrival in enumerate(arrivals)
    ]


@pytest.mark.parametrize("file", cases("whatsapp"))
def test_whatsapp(file) -> None:
    """Each shape of the Cloud API becomes the arrivals its file names, and nothing else."""
    text = file.read_text(encoding="utf-8").replace('"NOW-60"', f'"{int(NOW) - 60}"').replace('"NOW"', f'"{int(NOW)}"')
    case = json.loads(text)

    assert case["expected"] == told(parsed(WHATSAPP, json.dumps(case["payload"]).encode()), case["expected"])


@pytest.mark.parametrize("file", cases("sms"))
def test_sms(file) -> None:
    """Each form of Twilio becomes the arrivals its file names, or is refused."""
    case = json.loads(file.read_text(encoding="utf-8"))
    body = urlencode(case["payload"]).encode()
    if case["expected"] == "refused":
        with pytest.raises(BadRequest):
            parsed(SMS, body)
    else:
        assert case["expected"] == told(parsed(SMS, body), case["expected"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)
KEYS = (
    "from",
    "from_user_id",
    "id",
    "timestamp",
    "type",
    "text",
    "interactive",
    "edit",
    "audio",
    "group_id",
    "context",
)
MESSAGE = st.fixed_dictionaries(
    {}, optional={key: JSON | st.sampled_from(["text", "edit", "15145550123"]) for key in KEYS}
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.lists(MESSAGE | JSON, max_size=3), JSON, JSON)
def test_any_json_parses_or_is_refused(anything, messages, contacts, statuses) -> None:
    """Unseen payloads of anyone parse or are refused; none breaks the parser."""
    metadata = {"phone_number_id": "1122334455667"}
    value = {"metadata": metadata, "messages": messages, "contacts": contacts, "statuses": statuses}
    for document in (anything, {"entry": anything}, {"entry": [{"changes": [{"field": "messages", "value": value}]}]}):
        try:
            for arrival in parsed(WHATSAPP, json.dumps(document).encode()):
                assert arrival.id and arrival.sender and isinstance(arrival.text, str)
        except BadRequest:
            assert not isinstance(document, dict)


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_parse_or_are_refused(body) -> None:
    """Bytes that are no form and no JSON are refused."""
    for channel in (SMS, WHATSAPP):
        with contextlib.suppress(BadRequest):
            parsed(channel, body)


@given(
    st.dictionaries(
        st.sampled_from(["MessageSid", "From", "To", "Body", "NumMedia", "OptOutType"]), st.text(max_size=30)
    )
)
def test_any_form_parses_or_is_refused(form) -> None:
    """Any form of Twilio's fields becomes at most one arrival."""
    try:
        assert len(parsed(SMS, urlencode(form, errors="replace").encode())) <= 1
    except BadRequest:
        assert not (form.get("MessageSid") and "From" in form)


def test_now_is_the_clock_of_production() -> None:
    """Without a clock of a test, the window is counted from now."""
    channel = WhatsAppChannel(OURS, Sender())
    message = {
        "from": "15145550123",
        "id": "x",
        "type": "text",
        "text": {"body": "a"},
        "timestamp": str(int(time.time())),
    }
    value = {"metadata": {"phone_number_id": "1122334455667"}, "messages": [message]}

    assert (
        len(parsed(channel, json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()))
        == 1
    )
