"""Lines and choices laid out as numbered messages that each fit; no word, link or phone number is ever split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.gateway.channels.segments import Fits, broken, head_and_rest, pieces

MOST_PAGES: Final = 99
GOES_ON: Final = "..."
SENTENCE_ENDS: Final = ".!?"
LEAST_PIECES: Final = 12  # words of the text that the first message tells beside what it keeps


@dataclass(frozen=True)
class Layout:
    """How the messages of one turn look.

    Attributes:
        fits: whether a whole message is short enough.
        opening: what each message begins with; the first has its own.
        more: the line that offers the rest.
    """

    fits: Fits
    first_opening: str
    opening: str
    more: str

    def pages(
        self, short: Sequence[str], choices: Sequence[str], *, kept: Sequence[str] = (), rest: Sequence[str] = ()
    ) -> list[str]:
        """The texts of the messages, in order.

        Args:
            short: what comes first.
            choices: numbered lines that follow it.
            kept: what the first message tells even when `short` has to be cut for it.
            rest: what comes after everything else.
        """
        whole = _joined([self.first_opening, *short, *kept, *rest, *choices])
        if self.fits(whole):
            return [whole]
        begun = pieces(" ".join(short))[:LEAST_PIECES]
        if self._has_room(_joined([self.first_opening, " ".join(begun), *kept, *choices, self.more])):
            laid = self._split([*short, *rest], list(choices), list(kept))
        else:
            laid = self._split([*short, *kept, *rest], list(choices), [])
        return [_numbered(text, number, len(laid)) for number, text in enumerate(laid, start=1)]

    def _split(self, left: list[str], choices: list[str], kept: list[str]) -> list[str]:
        """Messages with room for their number; choices stand on the first, what does not fit there on the next."""
        laid: list[str] = []
        waiting = list(choices)
        while left or waiting:
            opening = self.opening if laid else self.first_opening
            last = _joined([opening, *left, *kept, *waiting])
            if self._has_room(last):
                return [*laid, last]
            shown, waiting = self._choices_shown(opening, waiting, left)
            taken, left = self._filled(left, opening, [*kept, *shown, self.more])
            laid.append(_joined([opening, *taken, *kept, *shown, self.more]))
            kept = []
            if len(laid) == MOST_PAGES:
                break
        return laid

    def _choices_shown(self, opening: str, waiting: list[str], left: list[str]) -> tuple[list[str], list[str]]:
        """The choices that leave as much room for text as they take; at least one when there is no text any more."""
        begun = pieces(left[0])[:1] if left else []
        shown = list(waiting)
        while shown and not self._has_room(_joined([opening, *begun, *shown, *(shown if left else ()), self.more])):
            shown.pop()
        if not shown and not left:
            shown = waiting[:1]
        return shown, waiting[len(shown) :]

    def _filled(self, lines: list[str], opening: str, below: list[str]) -> tuple[list[str], list[str]]:
        """As many lines as fit; the last one may be cut between two words."""
        taken: list[str] = []
        left = list(lines)

        def fits(text: str) -> bool:
            return self._has_room(_joined([opening, *taken, text, *below]))

        while left and fits(left[0]):
            taken.append(left.pop(0))
        if left:
            head, tail = head_and_rest(left[0], lambda text: fits(text + GOES_ON))
            if head and tail and head[-1] not in SENTENCE_ENDS:
                head += GOES_ON  # half a sentence must not read as a whole promise
            if not head and not taken:
                head, tail = broken(left[0], fits)
            if head:
                taken.append(head)
                left[0:1] = [tail] if tail else []
        return taken, left

    def _has_room(self, text: str) -> bool:
        return self.fits(_numbered(text, MOST_PAGES, MOST_PAGES))


def _numbered(text: str, number: int, of: int) -> str:
    return f"({number}/{of}) {text}"


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
