"""What holds for every page of the desk: where it begins, its headers, and forms of other sites."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gateway.app import create_app
from bot.messages import LANGUAGES


@pytest.mark.parametrize(
    ("accepted", "language"), [("es-MX,es;q=0.9", "es"), ("en", "en"), ("ht,de;q=0.5", "fr"), ("", "fr")]
)
async def test_begins_in_the_language_of_the_browser(client, accepted, language) -> None:
    """`/desk` leads to the first language of the browser that the house speaks."""
    response = await client.get("/desk", headers={"Accept-Language": accepted}, allow_redirects=False)

    assert f"/desk/{language}/montreal" == response.headers["Location"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_are_kept_nowhere(client, language) -> None:
    """No page is stored, framed, told to another site or allowed to load from one; no cookie is set."""
    response = await client.get(f"/desk/{language}/montreal")

    assert "no-store" == response.headers["Cache-Control"]
    assert "same-origin" == response.headers["Referrer-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
    assert f'<html lang="{language}">' in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_forms_of_other_sites_are_refused(client, headers) -> None:
    """A form that another site sends is not read."""
    response = await client.post("/desk/en/montreal", data={"q": "card"}, headers=headers)

    assert 403 == response.status
    assert "another site" in await response.text()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://boussole.example"},
        {"Origin": "https://boussole.example"},
    ],
)
async def test_own_forms_are_read(aiohttp_client, engine, settings, knowledge, headers) -> None:
    """Our own forms are read, also behind a proxy that hides the public name, and from browsers that say nothing."""
    public = replace(settings, public_base_url="https://boussole.example")
    client = await aiohttp_client(create_app(engine, knowledge, public))

    assert 200 == (await client.post("/desk/en/montreal", data={"q": "card"}, headers=headers)).status


async def test_files_are_small_and_cached(client) -> None:
    """Style and script together stay under 20 kB, and a named version is cached for good."""
    sizes = [len(await (await client.get(f"/desk/{name}")).read()) for name in ("desk.css", "desk.js")]

    assert sum(sizes) < 20_000


async def test_no_page_needs_a_script(client) -> None:
    """No page carries a script inside; the one file it names is not needed."""
    html = await (await client.get("/desk/fr/montreal")).text()

    assert 1 == html.count("<script")
    assert "onclick" not in html
