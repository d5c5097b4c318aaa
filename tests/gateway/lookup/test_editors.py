"""The editors' pages: behind one hashed password, few tries, own forms only, every act in the log."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.gateway.app import create_app
from bot.gateway.lookup.editing import doors
from bot.gateway.lookup.editing.passwords import hashed, matches
from bot.settings import Secret
from tests.gateway.lookup.html import text_of
from tests.gateway.lookup.test_disputes import CARD, FORM, SHEET

EDITORS = "/desk/en/montreal/editors"
PASSWORD = "a long and boring sentence"
HASH = hashed(PASSWORD)


@pytest.fixture
def settings(settings, tmp_path):
    """Settings with an editors' password."""
    return replace(settings, state_dir=str(tmp_path), editors_password=Secret(HASH))


async def come_in(client, password=PASSWORD, who="ab"):
    """Open a session; gives the page of the queue."""
    return await client.post(EDITORS, data={"who": who, "password": password})


async def csrf_of(client) -> str:
    """The token of the session's own forms."""
    return re.search(r'name="csrf" value="([^"]+)"', await (await client.get(EDITORS)).text())[1]


def test_the_hash_is_not_the_password() -> None:
    """A hash matches its password only; two hashes of one password differ; a broken hash matches nothing."""
    assert matches(PASSWORD, HASH)
    assert not matches(PASSWORD + "x", HASH)
    assert hashed(PASSWORD) != HASH
    assert PASSWORD not in HASH
    assert [False] * 4 == [matches("", kept) for kept in ("", "scrypt", "scrypt:1:1:1:x:y", "plain:a:b:c:d:e")]


async def test_without_a_password_there_is_no_door(aiohttp_client, engine, settings, knowledge) -> None:
    """Without the setting the editors' pages do not exist."""
    client = await aiohttp_client(create_app(engine, knowledge, replace(settings, editors_password=Secret(""))))

    assert [404] * 3 == [(await client.get(EDITORS + tail)).status for tail in ("", "/queue.yml", "/queue.diff")]
    assert 404 == (await come_in(client, "")).status


async def test_deciding_takes_the_mark_away_and_is_logged(client) -> None:
    """An accepted dispute loses its mark, stays in the list of decisions, and is in the log with the initials."""
    await client.post(f"{SHEET}/dispute", data=FORM)
    await come_in(client)
    waiting = text_of(await (await client.get(EDITORS)).text())
    form = {"csrf": await csrf_of(client), "dispute": "1", "decision": "accept", "note": "called back"}
    after = text_of(await (await client.post(f"{EDITORS}/decide", data=form)).text())
    patch = await (await client.get(f"{EDITORS}/queue.yml")).text()

    assert "514 555-0199" in waiting
    assert "Accepted ( 20" in after.replace("(20", "( 20")
    assert "AB accepted (1)" in after
    assert "Reported as wrong" not in await (await client.get(SHEET)).text()
    assert "state: accepted" in patch
    assert CARD in patch


async def test_cookie_is_closed(client) -> None:
    """The session cookie is for this site's desk, no script, no other site."""
    response = await client.post(EDITORS, data={"who": "ab", "password": PASSWORD}, allow_redirects=False)
    cookie = response.headers["Set-Cookie"]

    assert [] == [part for part in ("HttpOnly", "SameSite=Strict", "Path=/desk", "Max-Age=1800") if part not in cookie]


WRONG = [
    ("another password", {"who": "ab", "password": "x"}),
    ("no initials", {"who": "", "password": PASSWORD}),
    ("initials with signs", {"who": "<b>", "password": PASSWORD}),
    ("nothing", {}),
]


@pytest.mark.parametrize("form", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_wrong_tries_stay_outside(client, form) -> None:
    """A wrong password or no initials opens nothing."""
    response = await client.post(EDITORS, data=form)

    assert 403 == response.status
    assert 403 == (await client.get(f"{EDITORS}/queue.yml")).status


async def test_tries_are_few(aiohttp_client, engine, settings, knowledge, monkeypatch) -> None:
    """After the tries of a minute even the right password must wait."""
    monkeypatch.setattr(doors, "TRIES_A_MINUTE", 1)  # few, so that a slow machine gives no new one meanwhile
    client = await aiohttp_client(create_app(engine, knowledge, settings))
    status = [(await come_in(client, password)).status for password in ("x", PASSWORD)]

    assert [403, 429] == status


@pytest.mark.parametrize("csrf", ["", "x", None])
async def test_only_own_forms_decide(client, csrf) -> None:
    """A form without the session's token decides nothing."""
    await client.post(f"{SHEET}/dispute", data=FORM)
    await come_in(client)
    form = {"dispute": "1", "decision": "accept"} | ({} if csrf is None else {"csrf": csrf})
    response = await client.post(f"{EDITORS}/decide", data=form)

    assert 403 == response.status
    assert "Reported as wrong" in await (await client.get(SHEET)).text()


async def test_leaving_closes_the_door(client) -> None:
    """After leaving, the old cookie opens nothing."""
    await come_in(client)
    await client.post(f"{EDITORS}/leave", data={"csrf": await csrf_of(client)})

    assert "Password" in text_of(await (await client.get(EDITORS)).text())


async def test_the_log_never_holds_a_password(client, tmp_path) -> None:
    """Neither right nor wrong passwords are in the file."""
    await come_in(client, "canary password")
    await come_in(client)
    kept = (tmp_path / "desk.sqlite").read_bytes()

    assert b"canary" not in kept
    assert PASSWORD.encode() not in kept
    assert b"refused" in kept
