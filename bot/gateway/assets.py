"""The built files of the chat: script, style sheet, service worker. Public, the same for everybody."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web

WIDGET = Path(__file__).parent / "widget"
FILES = {"widget.js": "text/javascript", "page.css": "text/css", "offline.js": "text/javascript"}


class Assets:
    """Reads the files once; `version` changes when any of them does, so that a browser never mixes two builds."""

    def __init__(self, folder: Path = WIDGET) -> None:
        self._contents = {name: (folder / name).read_text(encoding="utf-8") for name in FILES}
        joined = "".join(self._contents.values())
        self.version = hashlib.sha256(joined.encode()).hexdigest()[:8]

    def text(self, name: str) -> str:
        """A file as it stands, for a page that carries it inside."""
        return self._contents[name]

    def routes(self) -> list[web.RouteDef]:
        """One route a file."""
        return [web.get(f"/{name}", self._serve) for name in FILES]

    async def _serve(self, request: web.Request) -> web.Response:
        name = request.path[1:]
        # The plain address may be embedded anywhere and must follow a new build soon.
        age = "max-age=31536000, immutable" if request.query.get("v") == self.version else "max-age=3600"
        headers = {"Cache-Control": f"public, {age}", "Cross-Origin-Resource-Policy": "cross-origin"}
        return web.Response(text=self._contents[name], content_type=FILES[name], headers=headers)
