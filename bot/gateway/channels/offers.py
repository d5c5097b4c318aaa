"""What was offered last to each person: the pages not yet sent, and the mark its buttons carry."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.gateway.channels.channel import MORE, Arrival, Page
from bot.gateway.keywords import keyword
from bot.gateway.typed import clean, fold, meant_choice
from bot.messages import Choice, Turn
from bot.replies.catalogue import catalogue

EXPIRED = "expired"  # an id that no choice has


@dataclass
class _Offer:
    token: str
    choices: tuple[Choice, ...] = field(repr=False)
    language: str
    pages: list[Page] = field(repr=False)
    made_at: float


class Offers:
    """Offers in memory, as many and as long as talks are kept."""

    def __init__(self, *, most: int, seconds_kept: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds_kept = seconds_kept
        self._clock = clock
        self._offers: OrderedDict[str, _Offer] = OrderedDict()

    def keep(self, conversation: str, token: str, turn: Turn, pages: tuple[Page, ...]) -> None:
        """Remember a turn whose first page is being sent."""
        self.drop(conversation)
        self._offers[conversation] = _Offer(token, turn.choices, turn.language, list(pages[1:]), self._clock())
        self.let_go()

    def let_go(self) -> None:
        """Forget offers that are too old or too many, the oldest first."""
        oldest = self._clock() - self._seconds_kept
        while self._offers and (len(self._offers) > self._most or next(iter(self._offers.values())).made_at < oldest):
            self._offers.popitem(last=False)

    def drop(self, conversation: str) -> None:
        """Forget what was offered."""
        self._offers.pop(conversation, None)

    def next_page(self, conversation: str, arrival: Arrival) -> Page | None:
        """The next page, when that is what the person asks for."""
        offer = self._fresh(conversation)
        if offer is None or not offer.pages or not _wants_more(offer, arrival):
            return None
        return offer.pages.pop(0)

    def pressed(self, conversation: str, arrival: Arrival) -> str | None:
        """The id of the choice a button stands for; a button of another turn stands for none that exists."""
        if arrival.kind != "choice":
            return None
        offer = self._fresh(conversation)
        token, _, identifier = arrival.choice.rpartition(".")
        return identifier if offer and token == offer.token and identifier else EXPIRED

    def has_title(self, conversation: str, text: str) -> bool:
        """Whether a text is the very title of something offered last."""
        offer = self._fresh(conversation)
        return offer is not None and fold(clean(text).text) in {fold(choice.title) for choice in offer.choices}

    def _fresh(self, conversation: str) -> _Offer | None:
        offer = self._offers.get(conversation)
        return offer if offer and offer.made_at >= self._clock() - self._seconds_kept else None


def _wants_more(offer: _Offer, arrival: Arrival) -> bool:
    if arrival.kind == "choice":
        return arrival.choice == f"{offer.token}.{MORE}"
    if arrival.kind != "text":
        return False
    more = Choice(MORE, catalogue(offer.language).choices["more"], "")
    meant = meant_choice(clean(arrival.text).text, (*offer.choices, more))
    if meant is not None:
        return meant is more
    found = keyword(arrival.text, by_carrier=False)
    return found is not None and found[0] == MORE
