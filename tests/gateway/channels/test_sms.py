"""SMS: keywords, pages, what Twilio does itself, and answers that come late."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.channels.segments import encoding, segments
from bot.messages import AnswerCard, Choice, Reply, Turn
from bot.settings import NO_SECRET, Secret
from tests.gateway.channels.phones import until
from tests.gateway.channels.standins import twiml_messages

PARTS = {
    "aspect": "overview",
    "summary": "Une carte pour utiliser les services de la ville, sans dire son statut.",
    "access": {"value": "yes", "why": "Elle est ouverte à tout le monde, avec ou sans papiers."},
    "steps": ["Prenez rendez-vous.", "Apportez une preuve d'adresse.", "Venez avec une pièce d'identité."] * 12,
    "phones": [{"number": "514 872-0311", "e164": "+15148720311"}],
    "limits": ["Elle ne donne pas de statut d'immigration.", "Elle n'est pas une pièce d'identité pour la police."],
    "source": {"title": "Ville de Montréal", "url": "https://montreal.ca/demarches/carte", "date": "2026-10-01"},
    "assured": None,
}
CARD = Turn(
    "fr",
    "montreal",
    (Reply(card=AnswerCard("id-card", "La carte municipale", PARTS), choices=(
        Choice("1", "Où?", "/id_card{}"), Choice("2", "Quels papiers?", "/id_card{}"), Choice("3", "Menu", "/menu"),
    )),),
)  # fmt: skip


@pytest.fixture
async def sms(phone):
    """A phone that writes by SMS."""
    return await phone("sms")


@pytest.fixture
def card_engine(engine):
    """The engine answers everything with one long card."""
    scripted = engine.answer

    async def answer(message):
        await scripted(message)
        return CARD

    engine.answer = answer
    return engine


async def test_takes_hmac_sha256(sms) -> None:
    """The newer setting is verified with its own key; another key, or another algorithm, is refused."""
    assert (await sms.post_sha256(sms.form("a"))).status == 200
    assert (await sms.post_sha256(sms.form("b"), key="sms-token-canary")).status == 403
    assert (await sms.post_sha256(sms.form("c"), algorithm="HMAC_SHA512")).status == 403
    assert (await sms.post_sha256(sms.form("d"), algorithm="HMAC_SHA1")).status == 403


async def test_only_the_configured_way_of_signing_is_taken(phone) -> None:
    """Without an auth token, the older signature verifies nothing, and the other way round."""
    only_key = await phone("sms", sms_auth_token=NO_SECRET)
    only_token = await phone("sms", sms_signing_key=NO_SECRET)

    assert (
        (await only_key.post(only_key.form("x"))).status,
        (await only_key.post_sha256(only_key.form("x"))).status,
    ) == (403, 200)
    assert (
        (await only_token.post(only_token.form("x"))).status,
        (await only_token.post_sha256(only_token.form("x"))).status,
    ) == (200, 403)  # fmt: skip


async def test_answers_are_twiml_that_nobody_keeps(sms) -> None:
    """XML, marked up safely, not to be stored."""
    response = await sms.post(sms.form("a < b & c\u0007 > d"))

    assert response.content_type == "text/xml"
    assert response.headers["Cache-Control"] == "no-store"
    assert "a < b & c > d" in twiml_messages(await response.text())[0]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("ARRET", "C'est noté"),
        ("Arrêt", "C'est noté"),
        ("STOP", "Done"),
        ("alto!", "Hecho"),
        ("cancel", "Done"),
        ("PARAR.", "Hecho"),
    ],
)
async def test_stop_is_respected_and_explained(sms, engine, word, said) -> None:
    """After stop: one explanation, one reminder in case it was a mistake, then silence; the talk is forgotten."""
    stopped = await sms.say(word)
    after = [await sms.say("hello"), await sms.say("hello?"), await sms.say("2")]

    assert said in stopped[0]
    assert "START" in stopped[0]
    assert "911" in stopped[0]
    assert [len(each) for each in after] == [1, 0, 0]
    assert "START" in after[0][0]
    assert engine.received == []
    assert len(engine.forgotten) == 1


@pytest.mark.parametrize("word", ["START", "start", "UNSTOP"])
async def test_start_takes_stop_back(sms, engine, word) -> None:
    """After start the talk goes on."""
    await sms.say("ARRET")
    again = await sms.say(word)
    await sms.say("hello")

    assert "1. " in again[0]
    assert [each.text for each in engine.received] == ["hello"]


async def test_start_without_a_stop_is_a_word(sms, engine) -> None:
    """Who never said stop may say start."""
    await sms.say("start")

    assert engine.received[0].text == "start"


@pytest.mark.parametrize(
    ("word", "said"), [("AIDE", "En danger: 911"), ("HELP", "In danger: 911"), ("ayuda", "En peligro: 911")]
)
async def test_help_gives_the_emergency_number(sms, word, said) -> None:
    """Help tells who we are, how to stop and the emergency number, in the language it was asked in."""
    answer = (await sms.say(word))[0]

    assert said in answer
    assert "STOP" in answer
    assert "1. " in answer


async def test_help_is_answered_after_a_stop(sms) -> None:
    """Help is always answered."""
    await sms.say("STOP")

    assert len(await sms.say("HELP")) == 1


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
async def test_what_the_carrier_answered_is_not_answered_again(sms, engine, kind) -> None:
    """With advanced opt-out Twilio answers itself and says so; we only remember."""
    assert await sms.say(kind, OptOutType=kind) == []
    assert engine.received == []
    assert (1 if kind == "STOP" else 0) == (await sms.say("hello"))[0].count("START")


async def test_a_stop_outlives_the_gateway(phone, tmp_path) -> None:
    """With a key and a file, a restart forgets no stop, and the file tells no number."""
    kept = {"opt_out_key": Secret("stable-canary"), "opt_out_file": str(tmp_path / "stops")}
    await (await phone("sms", **kept)).say("ARRET")
    again = await phone("sms", **kept)

    assert "START" in (await again.say("hello"))[0]
    assert "5550123" not in (tmp_path / "stops").read_text()


async def test_a_long_card_comes_in_pages(sms, card_engine) -> None:
    """First what was asked with its limits and source, within three segments; the rest on the number offered for it."""
    await sms.say("hello")
    first = (await sms.say("la carte"))[0]
    second = (await sms.say("4"))[0]

    assert first.startswith("(1/")
    for told in (
        "La carte municipale",
        "514 872-0311",
        "statut d'immigration",
        "montreal.ca, 2026-10-01",
        "1. Où?",
        "4. Voir la suite",
    ):
        assert told in first, told
    assert "Prenez rendez-vous" in second
    assert len(card_engine.received) == 2
    assert segments(first) <= 3
    assert encoding(first) == "GSM-7"


@pytest.mark.parametrize("word", ["suite", "más", "more", "Voir la suite", "4.", "quatre"])
async def test_more_by_any_name(sms, card_engine, word) -> None:
    """The rest comes on its number, its word in three languages, or its title."""
    await sms.say("carte")

    assert (await sms.say(word))[0].startswith("(2/")


async def test_choices_still_mean_the_same_on_later_pages(sms, card_engine) -> None:
    """After reading more, "2" is still the second choice of that turn."""
    await sms.say("carte")
    await sms.say("suite")
    await sms.say("2")

    assert card_engine.received[-1].payload == "/id_card{}"


async def test_more_without_more_is_a_word(sms, engine) -> None:
    """When nothing is left, the word goes to the talk."""
    await sms.say("hello")
    await sms.say("suite")

    assert engine.received[-1].text == "suite"


async def test_a_glance_at_the_screen_tells_nothing(sms, card_engine) -> None:
    """The first 40 characters of every message are the same neutral words."""
    texts = [(await sms.say(text))[0] for text in ("hello", "carte", "suite", "suite")]

    assert all("carte" not in text[:40].lower() and "rendez" not in text[:40] for text in texts)
    assert all("Boussole" in text[:40] for text in texts)


async def test_a_picture_with_words_gets_both(sms, engine) -> None:
    """The words are answered, and the person reads that the picture was not looked at."""
    answer = (await sms.say("c'est quoi", NumMedia="1"))[0]

    assert engine.received[0].text == "c'est quoi"
    assert "photos" in answer


async def test_a_slow_answer_is_an_apology_and_then_the_answer(phone, engine, api) -> None:
    """Before Twilio hangs up the person reads an apology; the answer follows by the API when it is there."""
    slow = engine.answer

    async def answer(message):
        await asyncio.sleep(0.15)
        return await slow(message)

    engine.answer = answer
    caller = await phone("sms", within=0.05)
    first = (await caller.say("bonjour"))[0]
    await until(lambda: bool(api.sent))

    assert "Désolé" in first
    assert [each["To"] for each in api.sent] == ["+15145550123"]
    assert "bonjour" in api.sent[0]["Body"]
    assert api.sent[0]["ContentRetention"] == "discard"


async def test_without_an_account_a_late_answer_is_only_an_apology(phone, engine, api) -> None:
    """No account, no message of ours; the talk goes on."""
    caller = await phone("sms", within=0.0, sms_api_key="")
    await caller.say("bonjour")
    await asyncio.sleep(0.1)

    assert api.calls == 0


@pytest.mark.parametrize(
    ("fault", "calls", "sent", "blocked"),
    [(21610, 1, 0, True), (21617, 1, 0, False), (20429, 2, 1, False), (500, 2, 1, False), ("html", 2, 1, False)],
)
async def test_twilios_refusals(phone, api, fault, calls, sent, blocked) -> None:
    """21610 counts as a stop, 21617 is final, a full line and a broken server are tried again."""
    api.faults.append(fault)
    caller = await phone("sms", within=0.0)
    await caller.say("bonjour")
    await until(lambda: api.calls >= calls)

    assert (calls, sent) == (api.calls, len(api.sent))
    api.faults.clear()
    said = await caller.say("AIDE") and await caller.say("hello")
    assert blocked == ("START" in said[0])


async def test_the_door_is_absent_without_a_secret(phone, talkative, capfd) -> None:
    """A channel without its secrets has no door, and a start line says what is missing."""
    talkative()
    caller = await phone("sms", sms_auth_token=NO_SECRET, sms_signing_key=NO_SECRET)

    assert (await caller.post(caller.form("x"))).status == 404
    assert "BOUSSOLE_SMS_AUTH_TOKEN or BOUSSOLE_SMS_SIGNING_KEY" in capfd.readouterr().err


async def test_too_many_at_once_from_one_person(sms, engine) -> None:
    """Five are in work; the sixth reads why it was too fast; more than that is not answered."""
    answers = await asyncio.gather(*(sms.say(f"message {n}") for n in range(12)))
    texts = [text for each in answers for text in each]

    assert len(engine.received) <= 6
    assert sum("très vite" in text for text in texts) == 1


async def test_a_full_gateway_asks_for_a_moment(phone, engine) -> None:
    """Above the rate of the channel people read "one moment" with the emergency number; nobody meets an error."""
    caller = await phone("sms", phone_messages_per_minute=2)
    texts = [(await caller.say(f"m {n}"))[0] for n in range(4)]

    assert sum("Un moment" in text and "911" in text for text in texts) == 2
    assert len(engine.received) == 2


async def test_erasing_shows_the_privacy_line_again(sms, engine) -> None:
    """After "erase" the next message is a first one."""
    await sms.say("hello")
    await sms.say("erase")

    assert (await sms.say("hello"))[0].startswith("Boussole, guide gratuit.")
