"""Our verifiers against published vectors, and against Twilio's own library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.gateway.channels import signatures as ours
from bot.settings import Secret

TOKEN = Secret("12345")
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = [
    ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"), ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]  # fmt: skip
DOUBLED = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")]
# twilio-python, tests/unit/test_request_validator.py
TWILIO = [
    (URL, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    (URL, DOUBLED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    (URL.replace("mycompany.com", "mycompany.com:1234").replace("https", "http"), CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    (URL.replace("mycompany.com", "mycompany.com:443"), CALL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    (URL.replace("https", "http"), CALL, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
]
# pywa, tests/test_server.py::test_webhook_updates_validator
META_SECRET = Secret("1222e786b144d0e85b9f365372d93676")
META_BODY = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"264937493375603","changes":[{"value":{"messaging_product":'
    b'"whatsapp","metadata":{"display_phone_number":"15550953877","phone_number_id":"277321005464405"},"contacts":[{'
    b'"profile":{"name":"PyWa Tests"},"wa_id":"972544401243"}],"messages":[{"from":"972544401243","id":"wamid.HBgMOTcy'
    b'NTQ0NDAxMjQzFQIAEhggM0RFQTNCMEEwRTY3QzUwODYzMDc4NjQ4QzM4ODAxM0YA","timestamp":"1730231903","text":{"body":"Hey th'
    b'ere! I am using PyWa."},"type":"text"}]},"field":"messages"}]}]}'
)
META_SIGNATURE = "sha256=54edfa1d7259e0eb13c677cc7d73d1b5c86cfa12433d19156e058ab9251bc441"


@pytest.mark.parametrize(("url", "fields", "signature"), TWILIO)
def test_published_vectors_of_twilio(url, fields, signature) -> None:
    """Twilio's own vectors pass; with one letter changed none does."""
    assert ours.is_from_twilio(TOKEN, url, fields, signature)
    assert not ours.is_from_twilio(TOKEN, url, [*fields, ("x", "")], signature)
    assert not ours.is_from_twilio(Secret("54321"), url, fields, signature)
    assert not ours.is_from_twilio(TOKEN, url + "3", fields, signature)


def test_published_vector_of_a_json_body() -> None:
    """The hash of the body is in the address, and the address is signed."""
    body = b'{"property": "value", "boolean": true}'
    digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    url = f"{URL}&bodySHA256={digest}"

    assert ours.is_body_from_twilio(TOKEN, url, body, "a9nBmqA0ju/hNViExpshrM61xv4=")
    assert not ours.is_body_from_twilio(TOKEN, url, body + b" ", "a9nBmqA0ju/hNViExpshrM61xv4=")


def test_published_vector_of_meta() -> None:
    """The bytes as they came pass; the same JSON written otherwise does not."""
    assert ours.is_from_meta(META_SECRET, META_BODY, META_SIGNATURE)
    assert not ours.is_from_meta(META_SECRET, META_BODY.replace(b",", b", "), META_SIGNATURE)
    assert not ours.is_from_meta(META_SECRET, META_BODY, META_SIGNATURE.removeprefix("sha256="))
    assert not ours.is_from_meta(META_SECRET, META_BODY, "")


FIELDS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=8),
    st.text(st.characters(codec="utf-8"), max_size=20),
    max_size=8,
)


@given(
    FIELDS,
    st.sampled_from([None, "HMAC_SHA1", "HMAC_SHA256"]),
    st.sampled_from(["https://a.example/sms?x=%C3%A9", "http://a.example:8080/sms"]),
)
def test_agrees_with_twilios_library(fields, algorithm, url) -> None:
    """What the library signs we take, and what we sign it takes, for both algorithms."""
    library, name = RequestValidator(TOKEN.reveal()), algorithm or "HMAC_SHA1"
    signature = library.compute_signature(url, fields, algorithm)

    assert ours.is_from_twilio(TOKEN, url, fields.items(), signature, name)
    assert library.validate(url, fields, ours.twilio_signature(TOKEN, url, fields.items(), name), algorithm)


@pytest.mark.parametrize(
    "header", ["", "key=wk,algorithm=HMAC_SHA256", "algorithm= hmac_sha1", "algorithm=", "algorithm=MD5", "nonsense,,="]
)
def test_reads_the_settings_header_like_the_library(header) -> None:
    """The algorithm is the one Twilio's library would read."""
    from twilio.request_validator import get_signature_algorithm

    assert get_signature_algorithm(header).upper() == ours.twilio_algorithm(header)


def test_nothing_passes_without_a_secret_or_a_known_algorithm() -> None:
    """An empty secret or an unknown algorithm verifies nothing."""
    assert not ours.is_from_twilio(Secret(""), URL, CALL, ours.twilio_signature(Secret(""), URL, CALL))
    assert not ours.is_from_twilio(TOKEN, URL, CALL, TWILIO[0][2], "MD5")
    assert not ours.is_from_meta(
        Secret(""), b"", "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    )
    assert not ours.same_secret(Secret(""), "")


@given(st.binary(max_size=50), st.text(max_size=80))
def test_no_header_breaks_the_verifiers(body, header) -> None:
    """Any header is compared and refused."""
    assert not ours.is_from_meta(META_SECRET, body, header)
    assert not ours.is_from_twilio(TOKEN, URL, CALL, header)
