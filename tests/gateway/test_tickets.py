"""A ticket tells an organisation a need, a city and a language; the answer is read once, by the code alone."""

from __future__ import annotations

from dataclasses import asdict, replace

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.gateway.tickets import MemoryTickets
from bot.messages import IncomingMessage
from bot.settings import Settings

DAY = 24 * 3600


def test_an_organisation_sees_no_identity() -> None:
    """A ticket holds its id, the need, the place, the language and the answer, and nothing else."""
    tickets = MemoryTickets()
    tickets.open("intervention_cell", "montreal", "es")
    seen = asdict(tickets.waiting()[0])

    assert {"id", "need", "place", "language", "answer"} == set(seen)
    assert ("intervention_cell", "montreal", "es", "") == (
        seen["need"],
        seen["place"],
        seen["language"],
        seen["answer"],
    )


def test_an_answer_is_read_once() -> None:
    """The person reads the answer with the code; then neither code nor ticket exists."""
    tickets = MemoryTickets()
    code = tickets.open("intervention_cell", "montreal", "fr")
    assert "" == tickets.read(code)
    tickets.answer(tickets.waiting()[0].id, "Appelez le matin.")

    assert "Appelez le matin." == tickets.read(code)
    assert tickets.read(code) is None
    assert () == tickets.waiting()


def test_a_ticket_is_gone_after_fourteen_days() -> None:
    """Whatever an operator sets, nothing is kept longer, and a late answer reaches nobody."""
    now = [0.0]
    tickets = MemoryTickets(days=90, clock=lambda: now[0])
    code = tickets.open("police_fear", "quebec", "en")
    ticket = tickets.waiting()[0].id
    now[0] = 14 * DAY

    assert tickets.read(code) is None
    assert not tickets.answer(ticket, "too late")


async def test_the_answer_reaches_the_person_by_code(engine, settings, knowledge) -> None:
    """Whoever types the code in any talk reads the answer, once."""
    tickets = MemoryTickets()
    talks = Conversations(engine, replace(settings, ticket_days=14), EmergencyNumbers(knowledge), tickets=tickets)
    code = tickets.open("intervention_cell", "montreal", "fr")
    tickets.answer(tickets.waiting()[0].id, "Venez mardi.")
    first = await talks.answer(IncomingMessage("one", "web", text=code.lower(), language="fr"))
    second = await talks.answer(IncomingMessage("two", "web", text=code, language="fr"))

    assert "Venez mardi." in first.replies[0].text
    assert ("code_unknown",) == second.meta.said


def test_tickets_are_off_by_default() -> None:
    """No operator gets tickets without asking for them."""
    assert 0 == Settings().ticket_days
