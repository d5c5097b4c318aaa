"""WhatsApp by Meta's Cloud API: signed JSON comes in, one message a turn goes out with buttons or a list."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.gateway.channels.channel import MORE, Arrival, NotSigned, Page, Post
from bot.gateway.channels.layout import Layout
from bot.gateway.channels.sending import Sender, SendFailed, Throttled, Unavailable, WindowClosed
from bot.gateway.channels.short import lines_of
from bot.gateway.channels.signatures import META, is_from_meta, same_secret
from bot.gateway.channels.whatsapp_arrivals import arrivals, read, receipts
from bot.messages import Choice, Turn
from bot.replies.catalogue import catalogue
from bot.settings import Settings

MOST_TEXT: Final = 4096
MOST_BODY: Final = 1024  # with buttons or a list
MOST_BUTTONS, BUTTON_TITLE = 3, 20
MOST_ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72

_FAILURES: Final[Mapping[int, type[SendFailed]]] = {
    4: Throttled, 80007: Throttled, 130429: Throttled, 131048: Throttled, 131056: Throttled, 133016: Throttled,
    1: Unavailable, 2: Unavailable, 131000: Unavailable, 131016: Unavailable, 131047: WindowClosed,
}  # fmt: skip


class WhatsAppChannel:
    """`GET` and `POST /webhooks/whatsapp`."""

    name = "whatsapp"
    max_body = 3 * 1024 * 1024  # Meta's batches may be that large
    in_response = False
    carrier_stops = False
    can_deliver = True
    needs = (
        "public_base_url", "whatsapp_app_secret", "whatsapp_verify_token", "whatsapp_access_token",
        "whatsapp_phone_number_id",
    )  # fmt: skip

    def __init__(self, settings: Settings, sender: Sender, *, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._sender = sender
        self._clock = clock
        self._went: OrderedDict[str, None] = OrderedDict()

    def challenge(self, query: Mapping[str, str]) -> str:
        """What Meta wants back when the webhook is registered.

        Raises:
            NotSigned: the word is not the one of the settings.
        """
        word = same_secret(self._settings.whatsapp_verify_token, query.get("hub.verify_token", ""))
        if not word or query.get("hub.mode") != "subscribe":
            raise NotSigned("The verify token is not the one of this gateway.")
        return query.get("hub.challenge", "")

    def verify(self, post: Post) -> None:
        """Meta signs the raw bytes with the app's secret."""
        if not is_from_meta(self._settings.whatsapp_app_secret, post.body, post.headers.get(META, "")):
            raise NotSigned("This request is not signed by Meta for this app.")

    def parse(self, post: Post) -> tuple[Arrival, ...]:
        """All messages of a batch; receipts of our own messages are noted on the way."""
        document = read(post.body)
        ours = self._settings.whatsapp_phone_number_id
        for mark in receipts(document, ours):
            self._went[mark] = None
            if len(self._went) > 10_000:
                self._went.popitem(last=False)
        return arrivals(document, ours, self._clock())

    def render(self, turn: Turn, token: str, *, first: bool) -> tuple[Page, ...]:
        """One message; a long one is cut to what buttons allow, with "more" as one choice further."""
        book = catalogue(turn.language)
        privacy = " ".join((book.reply("privacy_whatsapp"), self._settings.public_base_url)) if first else ""
        pressable = 0 < len(turn.choices) < MOST_ROWS
        most = MOST_BODY if pressable else MOST_TEXT
        title = book.choices["more"]
        lines = lines_of(turn)
        layout = Layout(lambda text: len(text) <= most, privacy, "", f"{len(turn.choices) + 1}. {title}")
        numbered = [f"{number}. {choice.title}" for number, choice in enumerate(turn.choices, start=1)]
        texts = layout.pages(lines.short, numbered, kept=lines.kept, rest=lines.rest)
        more = Choice(MORE, title, "")
        return tuple(
            Page(text, (*turn.choices, more) if number < len(texts) else turn.choices, turn.language, token)
            for number, text in enumerate(texts, start=1)
        )

    async def deliver(self, arrival: Arrival, page: Page) -> None:
        """By the Graph API; the mark of the turn comes back in the statuses and tells whether a lost answer went."""
        settings = self._settings
        message = outgoing(page)
        recipient = {"to": arrival.reply_to.removeprefix("+")}
        if not arrival.reply_to.startswith("+"):
            recipient = {"recipient": arrival.reply_to}
        body = {"messaging_product": "whatsapp", "recipient_type": "individual", **recipient, **message}
        await self._sender.post(
            f"{settings.whatsapp_api_url}/{settings.whatsapp_phone_number_id}/messages",
            _judged,
            went=lambda: page.token in self._went,
            json={**body, "biz_opaque_callback_data": page.token},
            headers={"Authorization": f"Bearer {settings.whatsapp_access_token.reveal()}"},
        )


def outgoing(page: Page) -> dict[str, Any]:
    """A page in Meta's words: a text, three buttons, or a list of ten rows; ids are opaque and good for this turn."""
    choices = page.choices
    if not choices or len(choices) > MOST_ROWS or len(page.text) > MOST_BODY:
        return {"type": "text", "text": {"preview_url": False, "body": page.text[:MOST_TEXT]}}
    body = {"text": page.text}
    ids = [f"{page.token}.{choice.id}" for choice in choices]
    if len(choices) <= MOST_BUTTONS:
        titles = _titles(choices, BUTTON_TITLE)
        buttons = [
            {"type": "reply", "reply": {"id": each, "title": title}} for each, title in zip(ids, titles, strict=True)
        ]
        return {"type": "interactive", "interactive": {"type": "button", "body": body, "action": {"buttons": buttons}}}
    rows = [{"id": each, "title": title} for each, title in zip(ids, _titles(choices, ROW_TITLE), strict=True)]
    for row, choice in zip(rows, choices, strict=True):
        if len(choice.title) > ROW_TITLE:
            row["description"] = _cut(choice.title, ROW_DESCRIPTION)
    action = {"button": catalogue(page.language).labels["open_list"], "sections": [{"rows": rows}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": body, "action": action}}


def _titles(choices: Sequence[Choice], most: int) -> list[str]:
    """Titles within the limit and all different; those that are too long or alike begin with their number."""
    plain = [choice.title for choice in choices]
    return [
        title if len(title) <= most and plain.count(title) == 1 else _cut(f"{number}. {title}", most)
        for number, title in enumerate(plain, start=1)
    ]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _judged(status: int, body: Mapping[str, Any]) -> SendFailed:
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    number = code if isinstance(code, int) else status
    if number in _FAILURES:
        return _FAILURES[number](number)
    if status == 429:
        return Throttled(number)
    return Unavailable(number) if status >= 500 else SendFailed(number)
