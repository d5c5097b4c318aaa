"""Nothing of a person is kept: the real product, every door, every failure, a crash; then every file is searched."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import aiohttp
import pytest

from tests.gateway.channels import standins
from tests.gateway.channels.phones import BASE, SmsPhone, WhatsAppPhone
from tests.privacy.canaries import Canaries, compressed, found_in, search, shapes
from tests.privacy.product import BOOT_BROKEN, ROOT, Product

CHAT = "/api/v1/chat"


@pytest.fixture
async def api(aiohttp_server) -> standins.StandIn:
    """The stand-in of both vendors."""
    stand_in = standins.StandIn()
    server = await aiohttp_server(stand_in.app)
    stand_in.url = str(server.make_url("")).rstrip("/")
    return stand_in


@pytest.fixture
def product(tmp_path, api):
    """The product with all channels on, and a file of those who said stop."""
    made = Product(tmp_path, {
        "BOUSSOLE_PUBLIC_BASE_URL": BASE,
        "BOUSSOLE_SMS_AUTH_TOKEN": "sms-token-canary",
        "BOUSSOLE_SMS_ACCOUNT_SID": standins.ACCOUNT,
        "BOUSSOLE_SMS_API_KEY": standins.API_KEY,
        "BOUSSOLE_SMS_API_SECRET": standins.API_SECRET,
        "BOUSSOLE_SMS_API_URL": api.url,
        "BOUSSOLE_WHATSAPP_APP_SECRET": "app-secret-canary",
        "BOUSSOLE_WHATSAPP_VERIFY_TOKEN": "verify-canary",
        "BOUSSOLE_WHATSAPP_ACCESS_TOKEN": standins.ACCESS_TOKEN,
        "BOUSSOLE_WHATSAPP_PHONE_NUMBER_ID": standins.PHONE_NUMBER_ID,
        "BOUSSOLE_WHATSAPP_API_URL": f"{api.url}/v23.0",
        "BOUSSOLE_OPT_OUT_KEY": "opt-out-canary",
        "BOUSSOLE_OPT_OUT_FILE": str(tmp_path / "build" / "stopped"),
    })  # fmt: skip
    yield made
    made.stop(signal.SIGKILL)


async def test_no_file_holds_anything_of_a_person(product, api) -> None:
    """After talks by all doors, failures, a crash and a restart, no file, log or database holds a canary."""
    person = Canaries()
    await product.start()
    began = time.time()
    session = await live(product, api, person)
    held = [each for each in product.files_open_for_writing() if not each.startswith(str(product.folder))]
    product.stop(signal.SIGKILL)
    await product.start(BOOT_BROKEN)
    forgotten = await say(product, session, "et maintenant")
    await live(product, api, person)
    product.stop()
    secrets = {"session": session, "sms token": "sms-token-canary", "app secret": "app-secret-canary"}

    assert {} == search([product.folder, ROOT / "build"], {**person.all(), **secrets}, since=began - 1)
    assert [] == held
    assert 404 == forgotten["status"]
    written = (product.folder / "output-2").read_text()
    assert '"event": "turn.' in written, written  # the second life failed aloud, as it was made to
    assert 1 == len((product.folder / "build" / "stopped").read_text().split())


async def live(product: Product, api: standins.StandIn, person: Canaries) -> str:
    """One person, by every door, through every failure a stranger can cause; returns the session of the page."""
    headers = {
        "X-Forwarded-For": person.ip,
        "User-Agent": person.name.encode().decode("latin-1"),
        "Referer": person.address,
    }
    async with aiohttp.ClientSession(base_url=product.url, headers=headers) as client:
        session = await _by_page(client, product, person)
        await _by_form_and_desk(client, person)
        await _by_sms(SmsPhone(client, api, person.phone), person)
        await _by_whatsapp(WhatsAppPhone(client, api, person.other_phone), api, person)
        await _by_wrong_doors(client, product, person)
    return session


async def _by_page(client: aiohttp.ClientSession, product: Product, person: Canaries) -> str:
    told = {"place": "montreal", "language": "fr", "message": {"text": person.told()}}
    async with client.post(CHAT, json=told) as response:
        session = (await response.json())["session"]
    for text in (person.told(), "quel statut est le mien", "1", person.story, "recommencer"):
        await say(product, session, text)
    wrong = (
        json.dumps(told)[:-3],
        "[" * 9000 + person.name,
        json.dumps({"session": person.name, "message": {"text": "x"}}),
    )
    for body in wrong:
        await (await client.post(CHAT, data=body.encode(), headers={"Content-Type": "application/json"})).read()
    await (await client.post(CHAT, data=person.told().encode())).read()
    await (await client.post(CHAT, json=told, headers={"Origin": f"https://{person.wamid}.example"})).read()
    return session


async def _by_form_and_desk(client: aiohttp.ClientSession, person: Canaries) -> None:
    form = {"language": "fr", "place": "montreal", "text": person.told(), "session": ""}
    upload = aiohttp.FormData({"language": "fr", "place": "montreal", "text": person.told()})
    upload.add_field("file", person.told().encode(), filename=f"{person.name}.txt")
    for path in ("/", "/desk/fr/montreal", "/desk/fr/montreal/handout", "/desk/fr/montreal/status", "/api/v1/search"):
        await (await client.post(path, data=form | {"q": person.told(), "note": person.told()})).read()
    await (await client.post("/", data=upload)).read()
    for path in (f"/{quote(person.told())}", f"/?q={quote(person.told())}", f"/emergency/{quote(person.name)}",
                 f"/api/v1/search?q={quote(person.told())}&place=montreal"):  # fmt: skip
        await (await client.get(path)).read()


async def _by_sms(phone: SmsPhone, person: Canaries) -> None:
    await phone.say(person.told(), MessageSid=person.message_sid, FromCity=person.address)
    await phone.say(person.story)
    await phone.send_voice()
    await phone.unsigned()
    await phone.post(phone.form(person.told()), token="another secret")
    await phone.raw(person.told().encode())
    await phone.say("STOP")


async def _by_whatsapp(phone: WhatsAppPhone, api: standins.StandIn, person: Canaries) -> None:
    contacts = [{"profile": {"name": person.name}, "wa_id": phone.number}]
    message = phone.message("text", {"body": person.told()}, id=f"{person.wamid}{len(api.sent)}")
    await phone.arrive(phone.envelope(message, contacts=contacts))
    for fault in (500, 131047, "html"):
        api.faults.append(fault)
        await phone.say(person.story, expected=1 if fault == 500 else 0)
    await phone.send_voice()
    await phone.unsigned()
    await phone.post(phone.envelope(message), secret="another secret")
    await phone.raw(person.told().encode())
    await asyncio.sleep(0.5)


async def _by_wrong_doors(client: aiohttp.ClientSession, product: Product, person: Canaries) -> None:
    """Bytes that are no HTTP, and a talk cut off in the middle."""
    where = urlsplit(product.url)
    told = person.told().encode()
    for data in (told + b"\r\n\r\n", b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n" + told,
                 b"GET / HTTP/1.1\r\nHost: x\r\n" + told + b"\r\n\r\n"):  # fmt: skip
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()


async def say(product: Product, session: str, text: str) -> dict:
    """A message by the API: the body of the answer; a problem body holds its status."""
    async with aiohttp.ClientSession() as client:
        body = {"session": session, "message": {"text": text}}
        async with client.post(product.url + CHAT, json=body) as response:
            return await response.json(content_type=None)


@pytest.mark.parametrize("name", sorted(Canaries().all()))
def test_the_search_finds_what_was_planted(tmp_path: Path, name: str) -> None:
    """A search that finds nothing proves nothing unless it finds each canary in each shape, and in a database."""
    person = Canaries()
    canary = person.all()[name]
    raw = canary.encode()
    planted = {
        "plain": b"x " + raw + b" y",
        "json": json.dumps({"text": canary}).encode(),
        "url": quote(canary, safe="").encode(),
        "hex": raw.hex().upper().encode(),
        "base64": base64.b64encode(b"said: " + raw + b" and more"),
        "base64 of one further": base64.b64encode(b"said:: " + raw + b" and more"),
        "base64 of two further": base64.urlsafe_b64encode(b"said::: " + raw + b" and more"),
        "utf-16": canary.encode("utf-16-le"),
        "compressed": b"head" + compressed(b"x" + raw),
    }
    for kind, data in planted.items():
        (tmp_path / kind).write_bytes(data)
    with sqlite3.connect(tmp_path / "database") as database:
        database.execute("create table t (a text)")
        database.execute("insert into t values (?)", (f"they said {canary}",))

    found = search([tmp_path], {name: canary}, since=0)

    assert {*planted, "database"} == {Path(path).name for path in found}


def test_the_search_finds_nothing_where_nothing_is() -> None:
    """Another person's canaries are not this one's."""
    assert set() == found_in(Canaries().told().encode(), Canaries().all())
    assert all(shapes(each) for each in Canaries().all().values())
