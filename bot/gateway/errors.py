"""Refusals of the gateway: each knows its HTTP status; mapped once, at the edge, to a problem body (RFC 9457)."""

from __future__ import annotations

from aiohttp import web


class Refused(Exception):
    """The request cannot be served; the message says why and what to send instead."""

    status = 400


class BadRequest(Refused):
    """The body does not have the documented shape."""

    status = 400


class UnknownSession(Refused):
    """The session was forgotten (age, erasure or a restart); a new one begins without it."""

    status = 404


class UnknownSheet(Refused):
    """No entry has this id: it was mistyped, or the facts have changed."""

    status = 404


class OriginNotAllowed(Refused):
    """A page that is not on the allow-list called the API."""

    status = 403


class TooSlow(Refused):
    """The body did not come in time: a line that broke, or somebody who holds connections open."""

    status = 408


class TooLarge(Refused):
    """The body is larger than any message can be."""

    status = 413


class NotJson(Refused):
    """The content type is not JSON: a form on a foreign page could have sent it."""

    status = 415


class TooManyRequests(Refused):
    """The person or the gateway is over its rate; nothing was kept of the message."""

    status = 429


def problem(refusal: Refused) -> web.Response:
    """The refusal as `application/problem+json`; it never repeats what was sent."""
    body = {"type": "about:blank", "title": type(refusal).__name__, "status": refusal.status, "detail": str(refusal)}
    return web.json_response(body, status=refusal.status, content_type="application/problem+json")
