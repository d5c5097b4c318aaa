"""Who is an editor just now: sessions in memory, one password, few tries."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.lookup.editing.passwords import matches
from bot.gateway.ratelimit import RateLimit
from bot.settings import Settings

COOKIE = "boussole_editor"
MINUTES = 30
TRIES_A_MINUTE = 5  # for everybody together: no address is looked at, so a guesser also makes editors wait
_INITIALS = re.compile(r"[^\W\d_]{2,12}\Z")


@dataclass
class Session:
    """One editor who came in."""

    who: str
    csrf: str
    last_seen: float


class Doors:
    """Opens and closes sessions."""

    def __init__(self, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._password = settings.editors_password
        self._secure = settings.public_base_url.startswith("https:")
        self._clock = clock
        self._tries = RateLimit(TRIES_A_MINUTE, clock=clock)
        self._sessions: dict[str, Session] = {}

    @property
    def exist(self) -> bool:
        """Whether a password was set at all."""
        return bool(self._password)

    def may_try(self) -> bool:
        """Take one of the tries of this minute."""
        return self._tries.allows("editors")

    async def open(self, who: str, password: str) -> str:
        """A new session's token, or nothing: the password or the initials are wrong."""
        known = await asyncio.to_thread(matches, password, self._password.reveal())
        if not (self.exist and known and _INITIALS.match(who)):
            return ""
        token = secrets.token_urlsafe(32)
        self._sessions[token] = Session(who, secrets.token_urlsafe(32), self._clock())
        return token

    def session(self, request: web.Request) -> Session | None:
        """The session of a request, when it is open and was used within half an hour."""
        oldest = self._clock() - MINUTES * 60
        self._sessions = {token: each for token, each in self._sessions.items() if each.last_seen >= oldest}
        session = self._sessions.get(request.cookies.get(COOKIE, ""))
        if session:
            session.last_seen = self._clock()
        return session

    def close(self, request: web.Request) -> None:
        """End the session of a request."""
        self._sessions.pop(request.cookies.get(COOKIE, ""), None)

    def set_cookie(self, response: web.Response, token: str) -> None:
        """Let the browser show the token again, to the desk of this site only."""
        response.set_cookie(
            COOKIE, token, path="/desk", httponly=True, samesite="Strict", secure=self._secure, max_age=MINUTES * 60
        )


def is_own_form(session: Session, token: object) -> bool:
    """Whether a form carries the session's own token: another site cannot know it."""
    return hmac.compare_digest(session.csrf.encode(), str(token or "").encode())
