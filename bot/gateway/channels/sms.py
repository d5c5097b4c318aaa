"""SMS by Twilio: signed forms come in, TwiML answers; what comes late goes by Twilio's API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape

import aiohttp

from bot.gateway.channels.channel import Arrival, Kind, NotSigned, Page, Post
from bot.gateway.channels.folding import folding
from bot.gateway.channels.layout import Layout
from bot.gateway.channels.segments import Budget
from bot.gateway.channels.sending import OptedOut, Sender, SendFailed, Throttled, Unavailable, WindowClosed
from bot.gateway.channels.short import lines_of
from bot.gateway.channels.signatures import TWILIO, TWILIO_SETTINGS, is_from_twilio, twilio_algorithm
from bot.gateway.errors import BadRequest
from bot.gateway.pseudonyms import NotAnAddress, e164
from bot.messages import Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

MOST_FIELDS: Final = 200
MOST_TITLE: Final = 28
MOST_LETTERS: Final = 1600  # Twilio refuses more with 21617
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILURES: Final[Mapping[int, type[SendFailed]]] = {
    21610: OptedOut,
    20429: Throttled,
    14107: Throttled,
    63016: WindowClosed,
}


class SmsChannel:
    """`POST /webhooks/sms`."""

    name = "sms"
    max_body = 64 * 1024
    in_response = True
    carrier_stops = True
    needs = ("public_base_url", "sms_auth_token|sms_signing_key")

    def __init__(self, settings: Settings, sender: Sender) -> None:
        self._settings = settings
        self._sender = sender
        self._budget = Budget(settings.sms_segments, settings.sms_first_segment)

    def verify(self, post: Post) -> None:
        """Twilio signs with the auth token, or with a shared key when the header of the newer setting says so."""
        algorithm = twilio_algorithm(post.headers.get(TWILIO_SETTINGS, ""))
        by_key = TWILIO_SETTINGS in post.headers and algorithm == "HMAC_SHA256"
        secret = self._settings.sms_signing_key if by_key else self._settings.sms_auth_token
        if not is_from_twilio(secret, post.url, _fields(post), post.headers.get(TWILIO, ""), algorithm):
            raise NotSigned("This request is not signed by Twilio for this address.")

    def parse(self, post: Post) -> tuple[Arrival, ...]:
        """One message, or none when the sender is no person (a short code, a name)."""
        form = dict(_fields(post))
        identifier = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
        if not identifier or "From" not in form:
            raise BadRequest("Send Twilio's form with MessageSid, From and Body.")
        try:
            sender = e164(form["From"].strip())
        except NotAnAddress:
            return ()
        if sender == form.get("To", "").strip():
            return ()
        kind: Kind = "text" if form.get("NumMedia", "0").strip() in {"", "0"} else "media"
        settled = form.get("OptOutType", "").lower()
        return (Arrival(identifier, sender, sender, form.get("To", ""), kind, form.get("Body", ""), settled=settled),)

    def render(self, turn: Turn, token: str, *, first: bool) -> tuple[Page, ...]:
        """Short messages; the first words of each say nothing to whoever glances at the screen."""
        book = catalogue(turn.language)
        fold = folding(turn.language)
        privacy = " ".join((book.reply("privacy_sms"), self._settings.public_base_url))
        opening = book.labels["sms_opening"]
        layout = Layout(
            fits=lambda text: len(text) <= MOST_LETTERS and self._budget.fits(fold(text)),
            first_opening=privacy if first else opening,
            opening=opening,
            more=f"{len(turn.choices) + 1}. {book.choices['more']}",
        )
        lines = lines_of(turn)
        numbered = [f"{number}. {_short(choice.title)}" for number, choice in enumerate(turn.choices, start=1)]
        texts = layout.pages(lines.short, numbered, kept=lines.kept, rest=lines.rest)
        return tuple(Page(fold(text), language=turn.language, token=token) for text in texts)

    @property
    def can_deliver(self) -> bool:
        """Whether the operator gave the account that late answers go by."""
        settings = self._settings
        return bool(settings.sms_account_sid and settings.sms_api_key and settings.sms_api_secret)

    async def deliver(self, arrival: Arrival, page: Page) -> None:
        """By Twilio's API, from the number that was written to; Twilio is asked not to keep the words."""
        settings = self._settings
        url = f"{settings.sms_api_url}/2010-04-01/Accounts/{quote(settings.sms_account_sid, safe='')}/Messages.json"
        form = {"From": arrival.receiver, "To": arrival.reply_to, "Body": page.text, "ContentRetention": "discard"}
        login = aiohttp.BasicAuth(settings.sms_api_key, settings.sms_api_secret.reveal())
        await self._sender.post(url, _judged, data=form, auth=login)


def _short(title: str) -> str:
    """A title that leaves room for the answer; its number means it, and so does the whole title."""
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 3].rstrip() + "..."


def twiml(*pages: Page) -> str:
    """The answer to a webhook: one message, or none."""
    messages = "".join(f"<Message>{escape(_NOT_IN_XML.sub('', page.text))}</Message>" for page in pages)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'


def _fields(post: Post) -> list[tuple[str, str]]:
    """The form as it was sent, blank fields included: they are signed too."""
    try:
        return parse_qsl(post.body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as wrong:
        raise BadRequest("The body is not a form.") from wrong


def _judged(status: int, body: Mapping[str, Any]) -> SendFailed:
    code = body.get("code")
    number = code if isinstance(code, int) else status
    if number in _FAILURES:
        return _FAILURES[number](number)
    if status == 429:
        return Throttled(number)
    return Unavailable(number) if status >= 500 else SendFailed(number)
