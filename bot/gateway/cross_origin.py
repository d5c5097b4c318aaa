"""Which other sites may hold the chat: browsers ask before a foreign page speaks to the API, and hear it here."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

API = "/api/v1/"
ALLOWED = {
    "Access-Control-Allow-Headers": "Content-Type, X-Boussole-Session",
    "Access-Control-Allow-Methods": "POST, DELETE",
    "Access-Control-Max-Age": "600",
}


def cross_origin(origins: frozenset[str]) -> Middleware:
    """Lets the pages of the listed sites read the answers of the API, refusals included; never with cookies."""

    @web.middleware
    async def share(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(API):
            return await handler(request)
        allowed = request.headers.get("Origin") in origins
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = web.Response(status=204 if allowed else 403) if asks else await handler(request)
        response.headers.setdefault("Vary", "Origin")
        if allowed:
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers.update(ALLOWED if asks else {})
        return response

    return share
