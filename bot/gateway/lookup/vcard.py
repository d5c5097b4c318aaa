"""A contact card (vCard 4, RFC 6350) of a sheet: a file that any phone keeps among its contacts."""

from __future__ import annotations

from aiohttp import web

from knowledge.errors import UnknownEntry
from knowledge.models import Entry
from knowledge.phones import e164
from knowledge.queries import Knowledge

_MOST_BYTES = 75  # of one line; longer ones are folded


class ContactCards:
    """`/sheet/{id}.vcf`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    async def get(self, request: web.Request) -> web.Response:
        """The card of one sheet; a sheet that nobody could confirm has none."""
        try:
            entry = self._knowledge.entry(request.match_info["id"])
        except UnknownEntry as unknown:
            raise web.HTTPNotFound from unknown
        if entry.confidence == "low":
            raise web.HTTPNotFound
        text = vcard(entry, request.match_info["language"])
        return web.Response(text=text, content_type="text/vcard", headers={"Cache-Control": "no-store"})


def vcard(entry: Entry, language: str) -> str:
    """Name, phones, address and link; a confidential address stays out."""
    name, contact = entry.name.in_(language), entry.contact
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_escaped(name)}", f"ORG:{_escaped(name)}", f"LANG:{language}"]
    lines += [f"TEL;VALUE=uri:tel:{e164(phone.number, entry.country) or phone.number}" for phone in contact.phones]
    lines += [f"EMAIL:{_escaped(contact.email)}"] if contact.email else []
    if contact.address and not contact.address_confidential:
        lines.append(f"ADR:;;{_escaped(contact.address.in_(language))};;;;")
    lines += [f"URL:{contact.url}"] if contact.url else []
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCARD"] for folded in _folded(line))


def _escaped(text: str) -> str:
    for letter in ("\\", ",", ";"):
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split())


def _folded(line: str) -> list[str]:
    """A line in pieces of at most 75 bytes, the later ones begun with a space; no letter is split."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > _MOST_BYTES:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
