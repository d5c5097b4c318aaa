"""The open data: what the OpenAPI document says is what is served, cached by tag, safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest
import yaml

from bot.gateway.app import create_app
from bot.gateway.lookup.api.open_data import OPENAPI
from bot.messages import LANGUAGES, PLACES
from knowledge import papers
from knowledge.models import STATUSES, TOPICS

DOCUMENT = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))
READ = ["/api/v1/services", "/api/v1/statuses", "/api/v1/matrix", "/api/v1/hsds", "/api/v1/search?q=bibliothèque"]
TABLES = ["/api/v1/services.csv", "/api/v1/matrix.csv"]


def schema_of(path: str, method: str = "get") -> dict:
    """The schema of a 200 answer, with the components it refers to."""
    answer = DOCUMENT["paths"][path][method]["responses"]["200"]
    return {**answer["content"]["application/json"]["schema"], "components": DOCUMENT["components"]}


def wrong(data: object, schema: dict) -> list[str]:
    """What does not fit a schema."""
    return [f"{list(e.path)}: {e.message[:120]}" for e in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_the_document_names_every_route(engine, knowledge, settings) -> None:
    """Every `/api` route is in the document, and the document names no other."""
    routes = create_app(engine, knowledge, settings).router.routes()
    served = {
        (r.resource.canonical, r.method) for r in routes if r.resource and r.resource.canonical.startswith("/api")
    }
    told = {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods}

    assert told == {(path, method) for path, method in served if method != "HEAD"}


def test_the_document_lists_what_the_house_knows() -> None:
    """Places, languages, topics, statuses and papers of the document are those of the house."""
    schemas = DOCUMENT["components"]["schemas"]
    told = [schemas[name]["enum"] for name in ("Place", "Language", "Topic", "AccessStatus", "Paper")]

    assert [list(PLACES), list(LANGUAGES), list(TOPICS), list(STATUSES), list(papers.kinds())] == told


def test_every_schema_is_a_schema() -> None:
    """Each schema of the document is valid JSON Schema 2020-12."""
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("path", READ)
async def test_answers_fit_the_document(client, path, place, language) -> None:
    """Every answer, for each place and language, has the documented shape and holds something."""
    response = await client.get(path, params={"place": place, "language": language})
    data = await response.json()

    assert [] == wrong(data, schema_of(path.split("?")[0]))
    assert max(len(value) for value in data.values() if isinstance(value, list)) >= 1


async def test_the_chat_fits_the_document(client) -> None:
    """The chat's answers have the documented shape too."""
    data = await (await client.post("/api/v1/chat", json={"message": {"text": "bonjour"}})).json()

    assert [] == wrong(data, schema_of("/api/v1/chat", "post"))


async def test_a_card_fits_the_document(client) -> None:
    """So does a card."""
    body = {"id": "mtl-identity-residence-card", "language": "es", "place": "montreal"}
    data = await (await client.post("/api/v1/card", json=body)).json()

    assert [] == wrong(data, schema_of("/api/v1/card", "post"))


@pytest.mark.parametrize("path", [*READ[:4], *TABLES, "/api/openapi.json"])
async def test_a_tag_saves_the_second_reading(client, path) -> None:
    """A reader who sends the tag back learns that nothing changed, without a body."""
    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    other = await client.get(path, headers={"If-None-Match": '"0"'})

    assert (304, b"") == (again.status, await again.read())
    assert 200 == other.status
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "public, no-cache" == first.headers["Cache-Control"]


async def test_searches_are_stored_nowhere(client) -> None:
    """What is searched is held by no cache; the same wish by body gives the same results."""
    by_address = await client.get("/api/v1/search", params={"q": "carte", "language": "fr"})
    by_body = await client.post("/api/v1/search", json={"q": "carte", "language": "fr"})

    assert "no-store" == by_address.headers["Cache-Control"]
    assert await by_address.json() == await by_body.json()


BAD = [
    ("a place that is not there", "get", "/api/v1/services?place=atlantis", None, 400),
    ("a language that is not there", "get", "/api/v1/statuses?language=de", None, 400),
    ("a topic that is not there", "get", "/api/v1/matrix?topic=x", None, 400),
    ("a name that is not known", "get", "/api/v1/hsds?nothing=1", None, 400),
    ("a paper that is not known", "get", "/api/v1/search?papers=x", None, 400),
    ("open_now is a word", "get", "/api/v1/search?open_now=maybe", None, 400),
    ("a query that is a number", "post", "/api/v1/search", {"q": 3}, 400),
    ("papers that are a number", "post", "/api/v1/search", {"papers": 3}, 400),
    ("a body that is a list", "post", "/api/v1/search", [], 400),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
async def test_refuses_by_name(client, method, path, body, status) -> None:
    """A wrong value is refused with a problem document that names it and repeats nothing."""
    response = await client.request(method, path, **({"json": body} if body is not None else {}))
    problem = await response.json(content_type="application/problem+json")

    assert status == response.status
    assert [] == wrong(problem, {**DOCUMENT["components"]["schemas"]["Problem"], "components": DOCUMENT["components"]})
    assert "atlantis" not in json.dumps(problem)


@pytest.mark.parametrize("path", TABLES)
async def test_tables_open_in_a_spreadsheet(client, path) -> None:
    """Tables have one row a sheet, accents that survive, and no cell that a spreadsheet would run."""
    raw = await (await client.get(path, params={"place": "montreal", "language": "fr"})).read()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert 1 == len({len(row) for row in rows})
    assert len(rows) > 30
    assert [] == [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


async def test_unconfirmed_and_confidential_facts_stay_in(client, knowledge) -> None:
    """No answer carries a confidential address, nor the contact of a sheet nobody could confirm."""
    entries = {e.id: e for place in PLACES for e in knowledge.all_entries(place)}
    secret = [
        e.contact.address.in_("en") for e in entries.values() if e.contact.address_confidential and e.contact.address
    ]
    low = {e.id for e in entries.values() if e.confidence == "low"}
    for path in READ[:4]:
        for place in PLACES:
            text = await (await client.get(path, params={"place": place, "language": "en"})).text()
            assert [] == [address for address in secret if address in text]
            if path == "/api/v1/services":
                told = [s for s in json.loads(text)["services"] if s["id"] in low]
                assert [] == [s["id"] for s in told if {"phones", "summary", "address"} & s.keys()]

    assert low


def test_cells_are_never_formulas() -> None:
    """A cell that a spreadsheet would run is written as text."""
    from bot.gateway.lookup.api.answers import _cell

    assert ["'=1+1", "'@x", "safe"] == [_cell(text) for text in ("=1+1", "@x", "safe")]
