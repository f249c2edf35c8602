"""What pages and API read about families. Only for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, Text, and_, any_, cast, func, literal, select, true

from services.loans.domain.household import Household
from services.loans.domain.search import after_prefix, code_begins, plain
from services.loans.store.closed import ClosedFiles
from services.loans.store.households import KNOWN, family_ids, household_from
from services.loans.store.tables import disclosure, household, household_name
from shared.bus.unit import Unit
from shared.contracts.disclosure import TOLD, DisclosurePurpose
from shared.domain import NotFound

PAGE = 50
MOST_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Look:
    """A day on which somebody looked: who (of which service), why, at what, how often, and when last (UTC)."""

    service: str
    person_id: UUID
    purpose: DisclosurePurpose
    what: Sequence[str]
    times: int
    at: datetime


async def list_households(unit: Unit, me: UUID, after: UUID | None = None) -> Sequence[Household]:
    """A page of families, the newest first, each once. `after` is the id of the last one of the page before; a file that is closed
    to `me`, a colleague, is not there."""
    shut = await ClosedFiles(unit).shut_for(me)
    query = select(household).where(household.c.organisation == unit.organisation, household.c.merged_into.is_(None), KNOWN)
    query = query.order_by(household.c.id.desc()).limit(PAGE)
    if shut:
        query = query.where(household.c.id.not_in(shut))
    if after is not None:
        query = query.where(household.c.id < after)
    return [household_from(row) for row in await unit.connection.execute(query)]


async def search_households(unit: Unit, me: UUID, text: str) -> Sequence[Household]:
    """Families whose code, or a word of whose name, begins like this, in that order; at most one page. A row that is one family
    with another is found too, and the one that counts stands there, once. A file that is closed to `me`, a colleague, is not found.

    Ranges instead of LIKE, and each in the order of its own index: see decision 4.
    """
    code, name = code_begins(text), plain(text)
    if not name:
        return []
    named = household_name.c.household_id.label("household_id")
    by_code = select(household).where(_begins(unit, household, household.c.code, code)).order_by(household.c.code).limit(PAGE)
    names = select(named).where(_begins(unit, household_name, household_name.c.beginning, name)).limit(PAGE).subquery()
    by_name = select(household).where(household.c.id.in_(select(names.c.household_id))).order_by(household.c.code)
    found: dict[UUID, Household] = {}
    for query in (by_code, by_name) if code else (by_name,):
        found |= {row.id: household_from(row) for row in await unit.connection.execute(query)}
    counting = {one.counts_as for one in found.values()} - set(found)
    rows = await unit.connection.execute(select(household).where(household.c.id.in_(counting))) if counting else ()
    counts = found | {row.id: household_from(row) for row in rows}
    shut = await ClosedFiles(unit).shut_for(me)
    return list({one.counts_as: counts[one.counts_as] for one in found.values() if one.id not in shut}.values())[:PAGE]


def _begins(unit: Unit, table: Table, column: Column[str], prefix: str) -> ColumnElement[bool]:
    return and_(
        KNOWN if table is household else true(),
        table.c.organisation == unit.organisation,
        column >= prefix,
        column < after_prefix(prefix),
    )


async def counting_household(unit: Unit, household_id: UUID) -> Household:
    """The row that counts for the family of this one, to look at. Raises `NotFound`."""
    found = await get_household(unit, household_id)
    return found if found.merged_into is None else await get_household(unit, found.merged_into)


async def get_household(unit: Unit, household_id: UUID, *, forgotten_too: bool = False) -> Household:
    """One family, to look at. Raises `NotFound`; with `forgotten_too` a family that was forgotten is there, with nothing in it."""
    query = select(household).where(household.c.id == household_id, true() if forgotten_too else KNOWN)
    row = (await unit.connection.execute(query)).first()
    if row is None:
        raise NotFound()
    return household_from(row)


async def who_looked(unit: Unit, household_id: UUID, at_most: int = MOST_LOOKS) -> Sequence[Look]:
    """Who was told how to call this family, and why; the newest first.

    Who looks often on one day, for one reason, has one line: nobody can push the lines of somebody else out of sight.
    """
    seen = disclosure.c
    same = (seen.service, seen.person_id, seen.purpose, func.date(func.timezone(unit.zone.key, seen.at)))
    query = (
        select(
            *same[:3],
            *[func.bool_or(literal(what) == any_(seen.what)).label(what) for what in TOLD],
            func.count().label("times"),
            func.max(seen.at).label("last"),
        )
        .where(seen.household_id.in_(family_ids(household_id)))
        .group_by(*same)
        .order_by(func.max(cast(seen.id, Text)).desc())  # ids grow with time
        .limit(at_most)
    )
    return [
        Look(
            row.service,
            row.person_id,
            DisclosurePurpose(row.purpose),
            [what for what in TOLD if getattr(row, what)],
            row.times,
            row.last,
        )
        for row in await unit.connection.execute(query)
    ]
