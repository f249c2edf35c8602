"""Helpdesk's part of the start page: who waits for a call, what waits for us, where to go this week."""

from services.helpdesk.queries import tickets as ticket_queries
from services.helpdesk.queries import visits as visit_queries
from services.helpdesk.web.texts import SYMPTOM
from shared.bus.unit import Unit
from shared.language.formats import in_words
from shared.runtime.service import Today

MOST = 1000
FIRST = 3


async def today(unit: Unit) -> Today:
    """The template leaves out what somebody may not see."""
    waiting, calls = await ticket_queries.count_tickets(unit, MOST)
    visits = await visit_queries.count_due(unit, unit.today() + visit_queries.THIS_WEEK, MOST)
    lines = await ticket_queries.list_tickets(unit, ticket_queries.Show.OPEN)
    facts = {
        "calls": calls,
        "waiting": waiting,
        "visits": visits,
        "words": {"calls": in_words(calls, MOST), "waiting": in_words(waiting, MOST), "visits": in_words(visits, MOST)},
        "first": lines[:FIRST],
        "SYMPTOM": SYMPTOM,
    }
    return Today("helpdesk/today.html", facts)
