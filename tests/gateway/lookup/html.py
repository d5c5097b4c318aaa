"""Reads the pages of the desk as a person would: results, texts."""

from __future__ import annotations

import html as entities
import re


def results(page: str) -> list[str]:
    """The ids of the results, in order."""
    return re.findall(r'<h3><a href="/desk/\w+/\w+/sheet/([\w-]+)">', page)


def first_result(page: str) -> str:
    """The text of the first result."""
    return text_of(page.split('<li class="result">')[1].split("</ul>")[0])


def text_of(page: str) -> str:
    """The text without tags, with single spaces."""
    body = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", body)).split())
