"""The edge: headers, limits, and bytes that no browser sends."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from bot.gateway import bodies
from bot.settings import Secret

ROOT = Path(__file__).parents[2]
CHAT = "/api/v1/chat"
SECRET = "canary-of-the-edge"
PAGES = ("/", "/desk/fr/montreal", "/emergency/montreal")
DATA = ("/healthz", "/readyz", "/api/v1/statuses?place=montreal", "/nothing-here")
BODY = json.dumps({"message": {"text": SECRET}}).encode()
POST = b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_leaks_nothing(gateway, path) -> None:
    """No page is framed, sniffed, told to others or allowed to load from elsewhere."""
    response = await (await gateway()).get(path)
    policy = response.headers["Content-Security-Policy"]

    assert 200 == response.status
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert "same-origin" == response.headers["Cross-Origin-Opener-Policy"]
    assert response.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}  # the desk checks its own forms by it
    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", DATA)
async def test_data_leaks_nothing(gateway, path) -> None:
    """Data and refusals carry what data needs."""
    response = await (await gateway()).get(path)

    assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "no-referrer" == response.headers["Referrer-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_an_answer_is_stored_nowhere(gateway) -> None:
    """No proxy and no browser keeps a turn."""
    response = await (await gateway()).post(CHAT, json={"message": {"text": "x"}})

    assert "no-store" == response.headers["Cache-Control"]


@pytest.mark.parametrize(("url", "told"), [("https://b.example", True), ("http://localhost:8080", False), ("", False)])
async def test_browsers_are_told_to_stay_encrypted(gateway, url, told) -> None:
    """Only where people come by HTTPS: a trial on this machine must stay reachable."""
    response = await (await gateway(public_base_url=url)).get("/")

    assert told == ("Strict-Transport-Security" in response.headers)


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
async def test_a_channel_without_secrets_has_no_door(gateway, channel) -> None:
    """Nothing listens that cannot check who speaks; a part of the secrets is not enough."""
    client = await gateway(public_base_url="https://b.example", whatsapp_app_secret=Secret("x"))
    statuses = [
        (await client.post(f"/webhooks/{channel}", data=b"x")).status,
        (await client.get(f"/webhooks/{channel}")).status,
    ]

    assert [404, 404] == statuses


@pytest.mark.parametrize("path", [
    "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2fpyproject.toml", "/widget.js/../../app.py",
    "/emergency/..%2f..%2fpack", "/desk/fr/..%2fmontreal", "/.env", "/%00", "/desk/static/..%2f..%2fdesk.py",
])  # fmt: skip
async def test_no_path_leads_out(bare, path) -> None:
    """A path that climbs finds nothing, and never a trace."""
    answered = await bare(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert re.match(rb"HTTP/1\.[01] (400|404) ", answered)
    assert b"Traceback" not in answered and b"dependencies" not in answered


SMUGGLED = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 40\r\n\r\n{}\n",
    "length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "length in words": POST + b"Content-Length: two\r\n\r\n{}",
    "negative length": POST + b"Content-Length: -1\r\n\r\n{}",
    "unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunk of no number": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "chunk without an end": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}GET /readyz HTTP/1.1\r\n\r\n",
    "space before the colon": POST + b"Content-Length : 2\r\n\r\n{}",
    "folded header": POST + b"X-A: b\r\n Content-Length: 2\r\n\r\n{}",
    "zero in a header": POST + b"X-A: b\x00c\r\nContent-Length: 2\r\n\r\n{}",
    "no http at all": SECRET.encode() + b"\r\n\r\n",
    "a head without end": b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 40_000 + b"\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", SMUGGLED)
async def test_a_request_that_could_be_read_in_two_ways_is_refused(bare, engine, kind) -> None:
    """One refusal and the end of the connection: nothing behind it is taken for a second request."""
    answered = await bare(SMUGGLED[kind])
    statuses = re.findall(rb"HTTP/1\.[01] (\d+)", answered)

    assert b"400" == statuses[0]
    assert 1 == len(statuses)
    assert b'"ready"' not in answered and b"Traceback" not in answered
    assert [] == engine.received


async def test_nothing_typed_becomes_a_header(gateway) -> None:
    """Line ends in what a person sends stay in the body."""
    client = await gateway()
    told = "x\r\nSet-Cookie: a=b\r\n\r\n"
    answers = [
        await client.post(CHAT, json={"message": {"text": told}}),
        await client.post("/", data={"language": "fr", "place": "montreal", "text": told}),
        await client.get("/?next=%0d%0aSet-Cookie:%20a=b"),
        await client.get("/emergency/%0d%0aSet-Cookie:%20a=b"),
    ]

    assert [] == [each.url for each in answers if "Set-Cookie" in each.headers]


@pytest.mark.parametrize("body", [
    b"[" * 16_000, b'{"a":' * 3_000, b'{"message":{"text":"' + b"\\u0000" * 2_000 + b'"}}', b"1" * 16_000, b'"', b"\xff\xfe",
    b'{"message":{"text":1e999}}', b'{"message":' + b"9" * 9_000 + b"}",
])  # fmt: skip
async def test_json_made_to_break_is_refused_or_answered(gateway, body) -> None:
    """Depth, great numbers and wrong bytes are no failure of ours."""
    response = await (await gateway()).post(CHAT, data=body, headers={"Content-Type": "application/json"})

    assert response.status in {200, 400}


async def test_a_large_body_is_refused(gateway, engine) -> None:
    """Whatever it says of its length."""
    client = await gateway()
    told = [
        (await client.post(path, data=b"x" * 70_000, headers={"Content-Type": kind})).status
        for path, kind in ((CHAT, "application/json"), ("/", "application/x-www-form-urlencoded"))
    ]

    assert [413, 413] == told
    assert [] == engine.received


async def test_files_are_never_taken(gateway, engine) -> None:
    """A body that could carry a file is refused before a library writes it to disk."""
    parts = b'--b\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nx\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    client = await gateway()
    statuses = [(await client.post(path, data=parts, headers=kind)).status for path in ("/", CHAT, "/desk/fr/montreal")]

    assert [415, 415, 415] == statuses
    assert [] == engine.received


async def test_a_body_that_never_ends_is_let_go(bare, engine, monkeypatch) -> None:
    """A connection is not held open by sending nothing more."""
    monkeypatch.setattr(bodies, "MOST_SECONDS", 0.2)
    answered = await bare(POST + b"Content-Length: 500\r\n\r\n", BODY[:5])

    assert answered.startswith(b"HTTP/1.1 408 ")
    assert [] == engine.received


async def test_a_body_in_pieces_is_read_whole(bare, engine) -> None:
    """A slow phone sends a message in several packets: it is one message."""
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(BODY)
    answered = await bare(head, BODY[:9], BODY[9:20], BODY[20:])

    assert answered.startswith(b"HTTP/1.1 200 ")
    assert [SECRET] == [each.text for each in engine.received]


def test_secrets_are_compared_in_constant_time() -> None:
    """No `==` meets a signature, a secret, a digest or a token that verifies."""
    wrong = []
    for path in sorted((ROOT / "bot/gateway").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops):
                text = ast.unparse(node).lower()
                if re.search(r"signature|secret|digest|verify_token|hmac", text) and "algorithm" not in text:
                    wrong.append(f"{path.name}: {text}")

    assert [] == wrong
    assert "compare_digest" in (ROOT / "bot/gateway/channels/signatures.py").read_text(encoding="utf-8")


def test_no_code_looks_at_where_a_request_came_from() -> None:
    """The address of a person is never read, so that it cannot be kept."""
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")}
    reads = re.compile(r"\.remote\b|peername|X-Forwarded-For|X-Real-IP|request\.transport")

    assert [] == [path.name for path, text in sources.items() if reads.search(text)]
