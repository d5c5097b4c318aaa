"""How the API answers: JSON or CSV, with a tag by which a reader learns cheaply that nothing changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiohttp import web

# The facts are public and the same for everybody: any cache may hold them, but must ask whether they are still true.
PUBLIC: Mapping[str, str] = {"Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


def as_json(request: web.Request, data: Any, *, content_type: str = "application/json") -> web.Response:
    """Public data as JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _tagged(request, text.encode(), content_type)


def as_csv(request: web.Request, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> web.Response:
    """Public data as a table that a spreadsheet opens with its accents and without running anything."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(text) for text in row] for row in rows)
    response = _tagged(request, b"\xef\xbb\xbf" + out.getvalue().encode(), "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _tagged(request: web.Request, body: bytes, content_type: str) -> web.Response:
    tag = hashlib.sha256(body).hexdigest()[:32]
    known = [each.value for each in request.if_none_match or ()]
    same = tag in known or "*" in known
    response = web.Response(status=304) if same else web.Response(body=body, content_type=content_type, charset="utf-8")
    response.headers.update(PUBLIC)
    # Weak: the same facts may travel compressed or not.
    response.headers["ETag"] = f'W/"{tag}"'
    return response


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
