"""Ids of people: keyed, of one channel, and forgotten with the key."""

from __future__ import annotations

import base64
import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.duplicates import Duplicates
from bot.gateway.optouts import OptOuts
from bot.gateway.pseudonyms import WEEK, NotAnAddress, Pseudonyms, address, e164
from bot.settings import Secret

NUMBER = "+15145550123"
NOBODY = Secret("")


def unknown(_: str) -> bool:
    """No talk is known."""
    return False


@pytest.mark.parametrize("raw", ["+15145550123", "15145550123", "+1 514 555 0123", "+1 (514) 555-0123"])
def test_one_number_has_one_form(raw) -> None:
    """However it is written, a number is hashed the same."""
    assert e164(raw) == NUMBER


@pytest.mark.parametrize(
    "raw", ["", "12345", "TWILIO", "whatsapp:+15145550123", "+", "+00000", "client:x", "1" * 30, "٣٣٣"]
)
def test_what_is_no_number_is_refused(raw) -> None:
    """Short codes, names and nonsense are no people."""
    with pytest.raises(NotAnAddress):
        e164(raw)


def test_whatsapp_ids_are_addresses() -> None:
    """A person without a visible number has an id that is one."""
    assert address("US.13491208655302741918") == "US.13491208655302741918"


def test_channels_never_share_an_id() -> None:
    """The channel is in the key: the same number by SMS and by WhatsApp is two talks."""
    people = Pseudonyms(NOBODY, NOBODY)

    assert people.conversation("sms", NUMBER, unknown) != people.conversation("whatsapp", NUMBER, unknown)


def test_an_id_is_no_plain_hash() -> None:
    """No unkeyed hash of the number gives the id, and two processes give two ids."""
    made = Pseudonyms(NOBODY, NOBODY).conversation("sms", NUMBER, unknown)
    plain = base64.b32encode(hashlib.sha256(f"sms\0{NUMBER}".encode()).digest()).decode().lower()[:26]

    assert "s" + plain != made
    assert made != Pseudonyms(NOBODY, NOBODY).conversation("sms", NUMBER, unknown)
    assert NUMBER[-7:] not in made


def test_gateways_with_one_secret_agree() -> None:
    """Several gateways name a person alike when the operator gave them one secret."""
    one, two = (Pseudonyms(Secret("shared"), NOBODY, clock=lambda: 0.0) for _ in range(2))

    assert one.conversation("sms", NUMBER, unknown) == two.conversation("sms", NUMBER, unknown)


def test_keys_rotate_and_are_destroyed() -> None:
    """A talk going on survives one rotation; after two weeks nobody can compute its id again."""
    now = [WEEK * 10.0]
    people = Pseudonyms(NOBODY, NOBODY, clock=lambda: now[0])
    first = people.conversation("sms", NUMBER, unknown)
    now[0] += WEEK

    assert first == people.conversation("sms", NUMBER, {first}.__contains__)
    assert first != people.conversation("sms", NUMBER, unknown)
    now[0] += 2 * WEEK
    people.conversation("sms", NUMBER, unknown)
    now[0] -= 3 * WEEK
    assert first != people.conversation("sms", NUMBER, unknown)


def test_the_stop_id_is_stable_and_opens_no_talk() -> None:
    """It is the same after a restart, and not the id of a talk."""
    one, two = Pseudonyms(NOBODY, Secret("stable")), Pseudonyms(NOBODY, Secret("stable"))

    assert one.stable("sms", NUMBER) == two.stable("sms", NUMBER)
    assert one.stable("sms", NUMBER) != one.conversation("sms", NUMBER, unknown)


def test_stops_outlive_a_restart_and_hold_no_number(tmp_path) -> None:
    """The file keeps ids, one a line, readable by its owner alone."""
    file = tmp_path / "kept" / "stops.txt"
    stops = OptOuts(file)
    stops.add("sabc")
    stops.add("sdef")
    stops.discard("sabc")

    assert "sdef" in OptOuts(file)
    assert "sabc" not in OptOuts(file)
    assert file.read_text() == "sdef\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_duplicates_are_remembered_for_two_days_and_bounded() -> None:
    """An id is new once, new again after two days, and memory cannot grow."""
    now = [0.0]
    seen = Duplicates(most=3, clock=lambda: now[0])

    assert [seen.is_new("a"), seen.is_new("a")] == [True, False]
    now[0] = 48 * 3600 + 1
    assert seen.is_new("a")
    assert all(seen.is_new(str(n)) for n in range(10))
    assert len(seen._seen) <= 3


def test_duplicates_keep_no_id() -> None:
    """A wamid contains the phone number; what is kept does not."""
    seen = Duplicates()
    seen.is_new("wamid.HBgLMTUxNDU1NTAxMjM=")

    assert b"15145550123" not in b"".join(seen._seen)


@given(st.text(max_size=60))
def test_no_sender_breaks_the_naming(raw) -> None:
    """Any sender is an address or is refused."""
    with contextlib.suppress(NotAnAddress):
        assert address(raw)
