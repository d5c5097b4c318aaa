"""The contract: what every channel promises, as one table over all of them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

ALL = ("web", "sms", "whatsapp")
SIGNED = ("sms", "whatsapp")
NAUGHTY = json.loads((Path(__file__).parent / "payloads" / "blns.json").read_text(encoding="utf-8"))


@pytest.fixture(params=ALL)
async def anyone(request, phone):
    """A phone of each channel."""
    return await phone(request.param)


@pytest.fixture(params=SIGNED)
async def caller(request, phone):
    """A phone of each signed channel."""
    return await phone(request.param)


async def test_a_message_is_answered(anyone, engine) -> None:
    """A valid message reaches the engine once and its answer comes back."""
    answer = await anyone.say("où est la bibliothèque?")

    assert [each.text for each in engine.received] == ["où est la bibliothèque?"]
    assert "est la biblioth" in answer[0]


async def test_the_engine_never_sees_who_it_is(caller, engine) -> None:
    """The conversation id has no digit run of the number and nothing else of the message says it."""
    await caller.say("hello")

    assert "5145550123" not in repr(vars(engine.received[0]))
    assert caller.name[0] == engine.received[0].conversation[0]


async def test_missing_signatures_are_refused(caller, engine) -> None:
    """A message nobody signed gets 403 and reaches nothing."""
    assert await caller.unsigned() == 403
    assert engine.received == []


async def test_wrong_signatures_are_refused(caller, engine) -> None:
    """A message signed with another secret gets 403 and reaches nothing."""
    assert await caller.forged() == 403
    assert engine.received == []


async def test_duplicates_and_replays_are_answered_once(caller, engine) -> None:
    """The same message delivered again is neither asked nor answered again."""
    answers = await caller.twice("hello")

    assert len(answers) == 1
    assert len(engine.received) == 1


async def test_media_are_never_met_with_silence(caller, engine) -> None:
    """A voice note is answered with what can be done instead; the engine is not asked."""
    answers = await caller.send_voice()

    assert len(answers) == 1
    assert "1. " in answers[0]
    assert engine.received == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "/"])
async def test_empty_messages_get_choices(caller, engine, text) -> None:
    """A message without words is answered with choices."""
    answers = await caller.say(text)

    assert "1. " in answers[0]
    assert engine.received == []


async def test_huge_bodies_are_refused(anyone) -> None:
    """What no message can be is refused before it is read."""
    assert await anyone.raw(b"x" * (4 * 1024 * 1024)) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"a=1&b", b"[" * 5000, b"1e999999"])
async def test_bodies_of_no_shape_are_refused_cleanly(anyone, engine, body) -> None:
    """Whatever is posted, the answer is a refusal, never a failure of ours."""
    assert await anyone.raw(body) in {400, 403}
    assert engine.received == []


@pytest.mark.parametrize(
    "typed", ["2", "2.", "deux", "dos", "la segunda", "the second one", "la carte municipale", "carte municipale"]
)
async def test_the_choice_offered_last_by_any_name(anyone, engine, typed) -> None:
    """A number, its word in any language and a title or a part of it mean the choice offered last."""
    await anyone.say("hello")
    await anyone.say(typed)

    assert engine.received[-1].payload == "/id_card"


async def test_a_number_without_an_offer_is_text(caller, engine) -> None:
    """Before anything was offered, "2" means nothing."""
    await caller.say("2")

    assert engine.received[-1].payload is None


async def test_typed_commands_stay_text(anyone, engine) -> None:
    """A typed payload is text, not an intent."""
    await anyone.say('/find_my_status{"answer": "work"}')

    assert engine.received[-1].payload is None
    assert not engine.received[-1].text.startswith("/")


@pytest.mark.parametrize(("language", "word"), [("fr", "Désolé"), ("en", "Sorry"), ("es", "Lo siento")])
@pytest.mark.parametrize("failure", ["fall silent", "break", "hang"])
async def test_a_silent_engine_is_an_apology(phone, failure, language, word) -> None:
    """Whatever breaks behind it, every channel apologises with the emergency number, in the person's language."""
    for channel in ALL:
        caller = await phone(channel, language=language)
        answer = (await caller.say(failure))[0]

        assert word in answer
        assert "911" in answer


async def test_people_and_channels_never_mix(phone, gateway, engine) -> None:
    """The same number on two channels, and two numbers on one, are different talks."""
    client = await gateway()
    callers = [
        await phone("sms", client), await phone("whatsapp", client), await phone("sms", client, number="+15145550124"),
    ]  # fmt: skip
    for each in callers:
        await each.say("hello")

    assert len({each.conversation for each in engine.received}) == 3


async def test_messages_of_one_person_stay_in_order(caller, engine) -> None:
    """Messages sent fast are answered in the order they came."""
    said = [f"message {n}" for n in range(4)]
    if caller.name == "whatsapp":
        await caller.arrive(caller.envelope(*(caller.message("text", {"body": text}) for text in said)), expected=4)
    else:
        # Each has a connection of its own, and which of four is read first is up to the system: a moment between them.
        sent = []
        for text in said:
            sent.append(asyncio.ensure_future(caller.say(text)))
            await asyncio.sleep(0.01)
        await asyncio.gather(*sent)

    assert said == [each.text for each in engine.received]


async def test_no_payload_is_ever_shown(caller, api) -> None:
    """Neither the text nor the buttons carry what a choice stands for."""
    answers = await caller.say("hello")

    assert "/library" not in "".join(answers) + json.dumps(api.sent)


async def test_the_first_answer_says_who_can_see_it(caller) -> None:
    """The first answer begins with the privacy line and the web address; the second does not repeat them."""
    first, second = (await caller.say("hello"))[0], (await caller.say("hello again"))[0]

    assert first.startswith("Boussole, guide gratuit.")
    assert "https://boussole.example.org" in first
    assert "https://boussole.example.org" not in second


async def test_naughty_strings_are_survived(caller, engine) -> None:
    """Each of the Big List of Naughty Strings is answered once, through every check of the vendor."""
    for number, text in enumerate(NAUGHTY):
        caller.number = caller.number[:-4] + f"{number + 1000:04d}"
        caller.api.wrote[caller.number] = 10**12
        assert len(await caller.say(text)) == 1, number
