"""The headers that keep a page from leaking: nothing stored, told or loaded elsewhere, nothing framed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def hash_of(text: str) -> str:
    """The name by which a policy allows one script or style that stands inside a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(*, script: str = "", style: str = "") -> str:
    """The content security policy of a page; `script` and `style` are hashes of what stands inside it."""
    return (
        f"default-src 'none'; script-src 'self' {script}; style-src 'self' {style}; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "worker-src 'self'; manifest-src 'none'"
    )


ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FOR_PAGES: Mapping[str, str] = {
    **ALWAYS,
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# Data is never shown as a page; what only pages obey would cost every turn some hundred bytes of a phone's plan.
FOR_DATA: Mapping[str, str] = {**ALWAYS, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


HALF_A_YEAR = 15_768_000  # seconds


def stay_encrypted(public_base_url: str) -> tuple[Middleware, ...]:
    """For a gateway that people reach over HTTPS: browsers are told never to come by plain HTTP again."""

    @web.middleware
    async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        response.headers.setdefault("Strict-Transport-Security", f"max-age={HALF_A_YEAR}")
        return response

    return (told,) if public_base_url.startswith("https://") else ()


def protect(response: web.StreamResponse) -> None:
    """Give a response the headers of its kind; what the handler set itself stays."""
    for name, value in (FOR_DATA if response.content_type.endswith("json") else FOR_PAGES).items():
        response.headers.setdefault(name, value)


async def unnamed(_: web.Request, response: web.StreamResponse) -> None:
    """Before a response goes out: it does not tell our software and its version, and is that much shorter."""
    response.headers.popall("Server", None)
