"""The editors' password, kept as a scrypt hash in the settings; the password itself stands nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_N, _R, _P = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024


def hashed(password: str) -> str:
    """What to put into BOUSSOLE_EDITORS_PASSWORD."""
    salt = secrets.token_bytes(16)
    return f"scrypt:{_N}:{_R}:{_P}:{_text(salt)}:{_text(_key(password, salt, _N, _R, _P))}"


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one that was hashed; a hash that cannot be read matches nothing."""
    try:
        name, n, r, p, salt, key = kept.split(":")
        found = _key(password, base64.urlsafe_b64decode(salt), int(n), int(r), int(p))
        return name == "scrypt" and hmac.compare_digest(found, base64.urlsafe_b64decode(key))
    except ValueError:
        return False


def _key(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
