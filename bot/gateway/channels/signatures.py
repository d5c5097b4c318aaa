"""Signatures of Twilio and Meta, computed by ourselves and compared in constant time."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qs, urlsplit, urlunsplit

from bot.settings import Secret

TWILIO: Final = "X-Twilio-Signature"
TWILIO_SETTINGS: Final = "X-Twilio-Webhooks-Signature-Settings"
META: Final = "X-Hub-Signature-256"
_ALGORITHMS: Final = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
_PORTS: Final = {"https": 443, "http": 80}

Parameters = Iterable[tuple[str, str]]


def twilio_algorithm(settings_header: str) -> str:
    """The algorithm the settings header names; the older one when there is no such header."""
    for part in settings_header.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip().upper()
    return "HMAC_SHA1"


def twilio_signature(secret: Secret, url: str, parameters: Parameters = (), algorithm: str = "HMAC_SHA1") -> str:
    """What Twilio signs: the address and each parameter with its values, sorted, each once."""
    signed = url + "".join(name + value for name, value in sorted(set(parameters)))
    key, data = secret.reveal().encode(), signed.encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(key, data, _ALGORITHMS[algorithm])).decode()


def is_from_twilio(
    secret: Secret, url: str, parameters: Parameters, signature: str, algorithm: str = "HMAC_SHA1"
) -> bool:
    """Whether a signature fits, with the port in the address or without: Twilio's own servers differ in that."""
    if not secret or algorithm not in _ALGORITHMS:
        return False
    parameters = tuple(parameters)
    fits = [
        _same(twilio_signature(secret, each, parameters, algorithm), signature) for each in _with_and_without_port(url)
    ]
    return any(fits)


def is_body_from_twilio(secret: Secret, url: str, body: bytes, signature: str, algorithm: str = "HMAC_SHA1") -> bool:
    """The same for a body that is not a form: its hash is in the address, and the address alone is signed."""
    named = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    return _same(sha256(body).hexdigest(), named) and is_from_twilio(secret, url, (), signature, algorithm)


def is_from_meta(secret: Secret, body: bytes, header: str) -> bool:
    """Whether Meta signed these very bytes; JSON read and written again would already differ."""
    if not secret:
        return False
    expected = "sha256=" + hmac.new(secret.reveal().encode(), body, sha256).hexdigest()
    return _same(expected, header)


def same_secret(secret: Secret, given: str) -> bool:
    """Constant-time comparison; an empty secret equals nothing."""
    return bool(secret) and _same(secret.reveal(), given)


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


def _with_and_without_port(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@")[-1]
    bare = parts.hostname or host
    port = parts.port or _PORTS.get(parts.scheme, 443)
    with_port = urlunsplit(parts._replace(netloc=host if parts.port else f"{host}:{port}"))
    return urlunsplit(parts._replace(netloc=bare if parts.port else host)), with_port
