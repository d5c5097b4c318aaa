"""Canaries: words that stand for what a person writes, and the search for them in every shape they could be kept in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

SHORTEST = 6  # bytes; a shorter needle would be met by chance


def _digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))


@dataclass(frozen=True)
class Canaries:
    """One person, different in each run, so that no older file can hold anything of them."""

    name: str = field(default_factory=lambda: f"Zorayda-É{secrets.token_hex(5)}")
    phone: str = field(default_factory=lambda: f"+1514{secrets.choice('23456789')}{_digits(6)}")
    other_phone: str = field(default_factory=lambda: f"+336{_digits(8)}")
    file_number: str = field(default_factory=lambda: f"{_digits(2)}-{_digits(4)}-{_digits(4)}")
    wamid: str = field(default_factory=lambda: f"wamid.HBg{secrets.token_hex(12)}")
    message_sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")
    address: str = field(default_factory=lambda: f"{_digits(5)} rue Zq{secrets.token_hex(4)}")
    email: str = field(default_factory=lambda: f"zq{secrets.token_hex(5)}@example.org")
    story: str = field(default_factory=lambda: f"je suis arrivée par Zq{secrets.token_hex(6)}")
    ip: str = field(default_factory=lambda: f"203.0.113.{_digits(3)}zq{secrets.token_hex(2)}")

    def all(self) -> dict[str, str]:
        """Each canary by its name."""
        return dict(vars(self))

    def told(self) -> str:
        """A message that tells everything."""
        return f"je m'appelle {self.name}, {self.other_phone}, dossier {self.file_number}, {self.address}, {self.email}, {self.story}"


def shapes(text: str) -> set[bytes]:
    """The shapes a text may take in a file: encodings, escapes, base64 wherever it begins, plain hashes."""
    found: set[bytes] = set()
    for plain in {text, text.removeprefix("+"), text.lower(), text.upper()}:
        raw = plain.encode()
        found |= {raw, plain.encode("utf-16-le"), plain.encode("latin-1", "replace"), raw.hex().encode()}
        found |= {quote(plain, safe="").encode(), quote_plus(plain).encode(), html.escape(plain).encode()}
        found |= {json.dumps(plain)[1:-1].encode(), repr(plain)[1:-1].encode(), plain.encode("unicode_escape")}
        found |= {plain.replace(" ", "").encode(), plain.replace("-", "").encode()}
        for offset in range(3):
            # The letters at both ends depend on the neighbours; those between do not.
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                found.add(encode(b"\0" * offset + raw).rstrip(b"=")[4 if offset else 0 : -2])
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(algorithm, raw).digest()
            found |= {digest, digest.hex().encode(), base64.b64encode(digest)[:-4]}
    return {each.lower() for each in found if len(each) >= SHORTEST}


def found_in(data: bytes, wanted: dict[str, str]) -> set[str]:
    """Names of the canaries that some bytes hold, compressed parts opened."""
    streams = [data.lower(), *(each.lower() for each in _opened(data))]
    return {name for name, text in wanted.items() for shape in shapes(text) if any(shape in each for each in streams)}


def search(folders: list[Path], wanted: dict[str, str], *, since: float) -> dict[str, set[str]]:
    """Files under the folders, changed since a moment, that hold a canary in their name or in what they hold."""
    holding: dict[str, set[str]] = {}
    for path in changed(folders, since):
        held = found_in(str(path).encode() + b"\n" + path.read_bytes(), wanted)
        if held:
            holding[str(path)] = held
    return holding


def changed(folders: list[Path], since: float) -> Iterator[Path]:
    """Regular files changed since a moment."""
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                    yield path
            except OSError:  # it went away meanwhile
                continue


def _opened(data: bytes) -> Iterator[bytes]:
    """What is behind the compression that files and bodies use."""
    for magic, opened in ((b"\x1f\x8b\x08", _gunzipped), (b"\x78\x9c", _inflated), (b"\x78\xda", _inflated)):
        at = data.find(magic)
        while at >= 0:
            yield opened(data[at:])
            at = data.find(magic, at + 1)


def _gunzipped(data: bytes) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(data) if _is_whole(data) else b""


def _is_whole(data: bytes) -> bool:
    try:
        zlib.decompressobj(wbits=31).decompress(data)
    except zlib.error:
        return False
    return True


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def compressed(data: bytes) -> bytes:
    """The same bytes as a compressed file would hold them."""
    return gzip.compress(data)
