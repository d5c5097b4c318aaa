"""What the gateway says itself, in the person's language: when the engine cannot or must not be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.messages import Choice, Language, Reply, Turn, TurnMeta
from bot.replies.catalogue import catalogue, payloads


class OwnWords:
    """Makes turns of replies of the catalogue; knows the emergency number of each place."""

    def __init__(self, emergency_number: Callable[[str], str]) -> None:
        self._emergency_number = emergency_number

    def turn(self, language: Language, place: str, reply: str, **blanks: str) -> Turn:
        """A turn of one reply with the choices it offers."""
        text = self.text(language, place, reply, **blanks)
        choices = named_choices(language, catalogue(language).replies[reply].get("choices", ()))
        return Turn(language, place, (Reply(text, choices=choices),), TurnMeta(outcome="refuse", said=(reply,)))

    def text(self, language: Language, place: str, reply: str, **blanks: str) -> str:
        """The words alone."""
        return catalogue(language).reply(reply, emergency_number=self._emergency_number(place), **blanks)


def named_choices(language: str, names: Iterable[str], first: int = 1) -> tuple[Choice, ...]:
    """Choices of the catalogue by their names, numbered from `first`."""
    titles = catalogue(language).choices
    return tuple(Choice(str(n), titles[name], payloads()[name]) for n, name in enumerate(names, start=first))


def opening_choices(language: str) -> tuple[Choice, ...]:
    """The four questions of the greeting."""
    return named_choices(language, catalogue(language).replies["greet"]["choices"])
