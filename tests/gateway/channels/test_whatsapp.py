"""WhatsApp: the challenge, buttons and lists within Meta's limits, and sends that survive faults."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.channels.channel import Page
from bot.gateway.channels.whatsapp import outgoing
from bot.messages import Choice, Reply, Turn
from bot.replies.catalogue import catalogue
from bot.settings import NO_SECRET
from tests.gateway.channels.phones import until
from tests.gateway.channels.standins import meta_problems
from tests.gateway.channels.test_sms import CARD


@pytest.fixture
async def whatsapp(phone):
    """A phone that writes by WhatsApp."""
    return await phone("whatsapp")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"hub.mode": "subscribe", "hub.verify_token": "verify-canary", "hub.challenge": "1158201444"}, 200),
        ({"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"}, 403),
        ({"hub.mode": "unsubscribe", "hub.verify_token": "verify-canary", "hub.challenge": "1"}, 403),
        ({"hub.verify_token": "", "hub.mode": "subscribe"}, 403),
        ({}, 403),
    ],
)
async def test_the_challenge(whatsapp, query, status) -> None:
    """The bare challenge for the right word, 403 for anything else."""
    response = await whatsapp.client.get("/webhooks/whatsapp", params=query)

    assert status == response.status
    if status == 200:
        assert await response.text() == "1158201444"


async def test_the_doors_are_absent_without_the_secrets(phone) -> None:
    """One missing secret closes the channel, the challenge included."""
    caller = await phone("whatsapp", whatsapp_access_token=NO_SECRET)

    assert (await caller.post(caller.envelope())).status == 404
    assert (await caller.client.get("/webhooks/whatsapp")).status == 404


async def test_meta_is_answered_at_once(whatsapp, engine) -> None:
    """200 comes before the work is done."""
    response = await asyncio.wait_for(
        whatsapp.post(whatsapp.envelope(whatsapp.message("text", {"body": "hang"}))), 0.25
    )

    assert response.status == 200


async def test_one_message_a_turn_with_buttons(whatsapp, api) -> None:
    """Two choices are two buttons, numbered in the text as well."""
    answer = (await whatsapp.say("hello"))[0]

    assert [each["title"] for each in whatsapp.buttons()] == ["Bibliothèque", "La carte municipale"]
    assert "1. Bibliothèque\n2. La carte municipale" in answer
    assert len(api.sent) == 1


async def test_a_pressed_button_is_its_choice(whatsapp, engine) -> None:
    """A button of the last answer reaches the engine as what it stands for."""
    await whatsapp.say("hello")
    await whatsapp.press(whatsapp.buttons()[1]["id"])

    assert engine.received[-1].payload == "/id_card"


async def test_an_old_button_means_nothing(whatsapp, engine) -> None:
    """A button of an older answer is refused kindly, even if the same number stands there today."""
    await whatsapp.say("hello")
    old = whatsapp.buttons()[1]["id"]
    await whatsapp.say("something else")
    answer = await whatsapp.press(old)

    assert len(engine.received) == 2
    assert "1. " in answer[0]


@pytest.mark.parametrize("identifier", ["1", "2", "/restart", "", ".", "x.1", "../1", "🙂"])
async def test_an_invented_button_means_nothing(whatsapp, engine, identifier) -> None:
    """Only ids that we gave out mean anything."""
    await whatsapp.say("hello")
    await whatsapp.press(identifier)

    assert len(engine.received) == 1


async def test_a_long_card_has_a_button_for_more(whatsapp, engine, api) -> None:
    """A card longer than buttons allow is cut; "more" is one choice further and brings the rest."""
    scripted = engine.answer

    async def answer(message):
        await scripted(message)
        return CARD

    engine.answer = answer
    first = (await whatsapp.say("carte"))[0]
    titles = [each["title"] for each in whatsapp.buttons()]
    await whatsapp.press(whatsapp.buttons()[-1]["id"])

    assert titles == ["Où?", "Quels papiers?", "Menu", "Voir la suite"]
    assert "4. Voir la suite" in first
    assert len(engine.received) == 1
    assert len(api.sent) == 2
    assert all(meta_problems(each) == [] for each in api.sent)


@pytest.mark.parametrize("count", range(15))
def test_any_number_of_choices_fits_meta(count) -> None:
    """None is text, three are buttons, ten are a list, more are numbers in the text."""
    choices = tuple(Choice(str(n), f"Un titre assez long pour {n}", "/x") for n in range(1, count + 1))
    message = {"messaging_product": "whatsapp", **outgoing(Page("texte", choices, "fr", "token"))}

    assert meta_problems(message) == []
    kind = message.get("interactive", {}).get("type", "text")
    assert kind == ("text" if count in {0, *range(11, 15)} else "button" if count <= 3 else "list")


def test_titles_alike_or_too_long_stay_apart() -> None:
    """Meta refuses equal titles: they get their number, within the limit."""
    choices = tuple(Choice(str(n), "Alojamiento de emergencia", "/x") for n in (1, 2))
    page = Page("texto", choices, "es", "token")

    titles = [each["reply"]["title"] for each in outgoing(page)["interactive"]["action"]["buttons"]]

    assert titles == ["1. Alojamiento de e…", "2. Alojamiento de e…"]
    assert meta_problems({"messaging_product": "whatsapp", **outgoing(page)}) == []


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_title_of_the_house_fits(language) -> None:
    """Titles are linted per language: a list row and its opening button take them as they are."""
    book = catalogue(language)

    assert [title for title in book.choices.values() if len(title) > 24] == []
    assert len(book.labels["open_list"]) <= 20


@pytest.mark.parametrize(
    ("faults", "calls", "sent"),
    [
        ([130429], 2, 1), ([131056, 500], 3, 1), (["html"], 2, 1), ([131047], 1, 0), ([190], 1, 0),
        ([500, 500, 500, 500], 4, 0),
    ],
)  # fmt: skip
async def test_faults_of_meta(whatsapp, engine, api, faults, calls, sent) -> None:
    """A full or broken API is tried again with back-off, a refusal is final; either way the turn is kept."""
    api.faults.extend(faults)
    response = await whatsapp.post(whatsapp.envelope(whatsapp.message("text", {"body": "hello"})))
    await until(lambda: api.calls >= calls)

    assert response.status == 200
    assert (calls, sent) == (api.calls, len(api.sent))
    await whatsapp.answers(0)
    await whatsapp.say("2")
    assert engine.received[-1].payload == "/id_card"


async def test_waits_grow(phone, api) -> None:
    """Each wait is about twice the one before."""
    waits: list[float] = []
    api.faults.extend([500, 500, 500])
    await (await phone("whatsapp", waits=waits)).say("hello")

    assert len(waits) == 3
    assert waits[0] < waits[1] < waits[2]


async def test_a_lost_answer_is_not_sent_twice(phone, api, monkeypatch) -> None:
    """When Meta took the message but its answer was lost, the status with our mark keeps us from sending again."""
    import aiohttp

    monkeypatch.setattr("bot.gateway.channels.sending.TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    api.faults.append("lost")
    caller = await phone("whatsapp")
    await caller.say("hello")
    mark = api.sent[0]["biz_opaque_callback_data"]
    await caller.post(caller.envelope(statuses=[{"id": "wamid.o", "status": "sent", "biz_opaque_callback_data": mark}]))
    await asyncio.sleep(0.4)

    assert api.calls == 1


async def test_a_lost_answer_without_a_status_is_sent_again(phone, api, monkeypatch) -> None:
    """When nothing tells that it went, once too often is better than silence."""
    import aiohttp

    monkeypatch.setattr("bot.gateway.channels.sending.TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    api.faults.append("hang")
    caller = await phone("whatsapp")

    assert len(await caller.say("hello")) == 1


async def test_a_person_without_a_number_is_answered(whatsapp, engine, api) -> None:
    """Who hides the number is answered by the id WhatsApp gives them, and hashed like anyone."""
    import time

    person = "US.13491208655302741918"
    api.wrote[person] = time.time()
    message = whatsapp.message("text", {"body": "hola"})
    message.pop("from")
    message["from_user_id"] = person
    await whatsapp.arrive(whatsapp.envelope(message, contacts=[{"user_id": person}]))

    assert person == api.sent[0]["recipient"]
    assert "to" not in api.sent[0]
    assert "13491208655302741918" not in engine.received[0].conversation


async def test_one_person_with_and_without_a_number_is_one_talk(whatsapp, engine, api) -> None:
    """The id decides who it is when it is there; the number only where the answer goes."""
    import time

    person = "US.13491208655302741918"
    api.wrote[person] = time.time()
    contact = {"wa_id": whatsapp.number, "user_id": person}
    await whatsapp.arrive(whatsapp.envelope(whatsapp.message("text", {"body": "a"}), contacts=[contact]))
    hidden = {**whatsapp.message("text", {"body": "b"}), "from": person}
    await whatsapp.arrive(whatsapp.envelope(hidden, contacts=[]))

    assert len({each.conversation for each in engine.received}) == 1


async def test_nothing_is_ever_written_first(whatsapp, api) -> None:
    """Statuses, reactions, old messages: nothing goes out without a message of the last 24 hours."""
    old = whatsapp.message("text", {"body": "x"}, timestamp="1454119029")
    reaction = whatsapp.message("reaction", {"message_id": "wamid.x", "emoji": "❤️"})
    await whatsapp.arrive(whatsapp.envelope(old, reaction, statuses=[{"status": "read", "id": "x"}]), expected=0)

    assert api.calls == 0


async def test_stop_works_here_too_but_an_offered_title_comes_first(whatsapp, engine) -> None:
    """No carrier stops WhatsApp: we do; "Stop" in a list of choices is that choice."""
    offering = Turn(
        "fr", "montreal", (Reply("Question?", choices=(Choice("1", "Stop", "/leave"), Choice("2", "Oui", "/y"))),)
    )
    scripted = engine.answer

    async def answer(message):
        await scripted(message)
        return offering if message.text == "question" else Turn("fr", "montreal", (Reply("fin"),))

    engine.answer = answer
    await whatsapp.say("question")
    await whatsapp.say("stop")
    stopped = await whatsapp.say("stop")
    reminded = await whatsapp.say("hello")

    assert engine.received[1].payload == "/leave"
    assert "START" in stopped[0]
    assert "START" in reminded[0]
    assert await whatsapp.say("hello", expected=0) == []


async def test_carrier_words_are_words_here(whatsapp, engine) -> None:
    """ "End" and "cancel" stop SMS only."""
    await whatsapp.say("cancel")

    assert engine.received[0].text == "cancel"


async def test_a_flood_of_one_person_does_not_stop_others(phone, gateway, engine, api) -> None:
    """Five are in work and one says why; another person is answered meanwhile."""
    client = await gateway()
    flooding, other = await phone("whatsapp", client), await phone("whatsapp", client, number="+15145550777")
    await flooding.post(flooding.envelope(*(flooding.message("text", {"body": f"m {n}"}) for n in range(50))))
    await other.post(other.envelope(other.message("text", {"body": "autre"})))
    await until(lambda: len(api.sent) >= 7)

    assert len(api.sent) <= 7
    assert "15145550777" in {each["to"] for each in api.sent}
