"""The handout: what is on it, what its code holds, and that it leads nowhere else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest

from bot.gateway.app import create_app
from bot.gateway.channels.segments import segments
from bot.gateway.lookup.texts import qr_code, short_text
from bot.gateway.lookup.vcard import vcard
from bot.messages import LANGUAGES, PLACES
from tests.gateway.lookup.html import text_of

CARD = "mtl-identity-residence-card"


async def post(client, address="fr/montreal", **form):
    """Ask for a handout and give its page."""
    return await (await client.post(f"/desk/{address}/handout", data=form)).text()


async def test_both_languages_with_limits_and_source(client, knowledge) -> None:
    """Each chosen sheet is there in both languages, with its limits, its source and the emergency number."""
    html = await post(client, id=[CARD, "mtl-praida"], other="es")
    shown = text_of(html)
    limits = [
        text.in_(each) for i in (CARD, "mtl-praida") for text in knowledge.entry(i).limits for each in ("fr", "es")
    ]

    assert [] == [limit for limit in limits if limit not in shown]
    assert "Fuente: Une carte pour ne plus vivre dans la peur" in shown
    assert "En peligro: llame al 911" in shown
    assert 2 == html.count('src="data:image/png')


async def test_nothing_chosen_says_how(client) -> None:
    """Without a sheet the page says how to choose one."""
    assert "Cochez des fiches dans une recherche" in await post(client, id="nonsense")


async def test_nothing_on_it_leads_elsewhere(client) -> None:
    """The handout loads nothing from anywhere and holds no address of ours unless a link was asked for."""
    html = await post(client, id=CARD, size="wallet")

    assert set() == {u for u in re.findall(r'src="([^"]+)"', html) if not u.startswith(("data:", "/desk/"))}
    assert "/desk/" not in text_of(html)


async def test_a_link_only_where_people_reach_us(aiohttp_client, engine, settings, knowledge) -> None:
    """With a public address the code may lead to the public sheet: no session, no number, no name in it."""
    public = replace(settings, public_base_url="https://boussole.example")
    client = await aiohttp_client(create_app(engine, knowledge, public))
    html = await post(client, id=CARD, other="es", code="link")

    assert f"https://boussole.example/desk/es/montreal/sheet/{CARD}" in text_of(html)
    assert qr_code(f"https://boussole.example/desk/es/montreal/sheet/{CARD}") in html


async def test_a_link_is_not_offered_without_a_public_address(client) -> None:
    """Where nobody could reach the link, the code holds the text."""
    html = await post(client, id=CARD, code="link")

    assert 'value="link"' not in html
    assert 'value="content" checked' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_short_text_keeps_title_and_limit(knowledge, language) -> None:
    """Each sheet of each place has a short text with its name, its first limit when it has one, and its source."""
    lacking = []
    for place in PLACES:
        for entry in knowledge.all_entries(place):
            told = short_text(knowledge, entry, language, place)
            limit = (
                entry.limits[0].in_(language).split(". ")[0][:12] if entry.limits and entry.confidence != "low" else ""
            )
            lacking += [entry.id] if not told.text or _plain(limit) not in _plain(told.text) else []
            assert segments(told.text) == told.segments

    assert [] == lacking


async def test_a_full_handout_is_within_the_budget(client, knowledge) -> None:
    """Four sheets with their codes and texts stay within 60 kB."""
    html = await post(client, id=[CARD, "mtl-praida", "mtl-211", "mtl-cavac-montreal"], other="es")

    assert len(html.encode()) <= 60_000


def test_vcard_lines_are_short_and_safe(knowledge) -> None:
    """A contact card has a number a phone can dial, no secret address, and no line above 75 bytes."""
    cards = {entry.id: vcard(entry, "fr") for place in PLACES for entry in knowledge.all_entries(place)}
    secret = [e for p in PLACES for e in knowledge.all_entries(p) if e.contact.address_confidential]

    assert "TEL;VALUE=uri:tel:+15148720311" in cards[CARD]
    assert [] == [i for i, card in cards.items() for line in card.split("\r\n") if len(line.encode()) > 75]
    assert secret
    assert [] == [entry.id for entry in secret if "ADR" in cards[entry.id]]


async def test_vcard_is_a_download(client) -> None:
    """The contact card is served as such; one of an unconfirmed sheet does not exist."""
    card = await client.get("/desk/fr/montreal/sheet/mtl-211.vcf")
    none = await client.get("/desk/fr/montreal/sheet/nothing.vcf")

    assert "text/vcard" == card.content_type
    assert 404 == none.status


def _plain(text: str) -> str:
    """Letters only: the short text gives up some accents and signs."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFD", text.lower().replace("œ", "oe")))
