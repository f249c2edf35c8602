"""Donors whose name is almost what somebody typed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, distinct, func, or_, select

from services.inventory.domain.near_name import is_near
from services.inventory.domain.search import after_prefix, words_of
from services.inventory.queries.choice_names import names_of_donors
from services.inventory.store.finding_tables import giver_term
from shared.bus.unit import Unit

MOST_NEAR = 5
_LOOK = 200
"""So many names are compared at most: those of which a word begins with the same two letters as one that was typed,
and first those of which several words do, for many names here have a word such as `van`."""
_SAME = 2
_MOST_WORDS = 5


async def donors_near(unit: Unit, typed: str) -> Sequence[tuple[UUID, str]]:
    """At most `MOST_NEAR` donors that are not found by these words, but almost, by name. A private person has no name."""
    begins = {word[:_SAME] for word in words_of(typed)[:_MOST_WORDS] if len(word) > _SAME}
    if not begins:
        return []
    term, facet = giver_term.c.term, giver_term.c.facet
    wanted = (
        select(facet)
        .where(
            giver_term.c.organisation == unit.organisation,
            facet >= "donor=",
            facet < "donor>",
            or_(*(and_(term >= word, term < after_prefix(word)) for word in sorted(begins))),
        )
        .group_by(facet)
        .order_by(func.count(distinct(func.left(term, _SAME))).desc(), facet)
        .limit(_LOOK)
    )
    ids = [UUID(one.partition("=")[2]) for one in await unit.connection.scalars(wanted)]
    names = await names_of_donors(unit, ids)
    near = sorted((name, donor_id) for donor_id, name in names.items() if name and is_near(typed, name))
    return [(donor_id, name) for name, donor_id in near[:MOST_NEAR]]
