"""What pages and API read about families. Only for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select

from services.loans.domain.household import Household
from services.loans.domain.search import after_prefix, plain
from services.loans.store.households import household_from
from services.loans.store.tables import disclosure, household
from shared.bus.unit import Unit
from shared.contracts.disclosure import DisclosurePurpose
from shared.domain import NotFound

PAGE = 50
MOST_LOOKS = 50


@dataclass(frozen=True, slots=True)
class Look:
    """Once that somebody looked: who (of which service), why, at what, and when (UTC)."""

    service: str
    person_id: UUID
    purpose: DisclosurePurpose
    what: Sequence[str]
    at: datetime


async def list_households(unit: Unit, after: UUID | None = None) -> Sequence[Household]:
    """A page of families, the newest first. `after` is the id of the last one of the page before."""
    query = select(household).where(household.c.organisation == unit.organisation).order_by(household.c.id.desc()).limit(PAGE)
    if after is not None:
        query = query.where(household.c.id < after)
    return [household_from(row) for row in await unit.connection.execute(query)]


async def search_households(unit: Unit, text: str) -> Sequence[Household]:
    """Families whose code or name begins like this, in that order; at most one page.

    Ranges instead of LIKE, and each in the order of its own index: see decision 4.
    """
    code, name = "-".join(text.upper().replace("-", " ").split()), plain(text)
    found: dict[UUID, Household] = {}
    for column, prefix in ((household.c.code, code), (household.c.name_key, name)):
        if prefix:
            begins = and_(household.c.organisation == unit.organisation, column >= prefix, column < after_prefix(prefix))
            rows = await unit.connection.execute(select(household).where(begins).order_by(column).limit(PAGE))
            found |= {row.id: household_from(row) for row in rows}
    return list(found.values())[:PAGE]


async def get_household(unit: Unit, household_id: UUID) -> Household:
    """One family, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(select(household).where(household.c.id == household_id))).first()
    if row is None:
        raise NotFound()
    return household_from(row)


async def who_looked(unit: Unit, household_id: UUID, at_most: int = MOST_LOOKS) -> Sequence[Look]:
    """Who was told how to call this family, and why; the newest first."""
    query = select(disclosure).where(disclosure.c.household_id == household_id).order_by(disclosure.c.id.desc()).limit(at_most)
    return [
        Look(row.service, row.person_id, DisclosurePurpose(row.purpose), row.what, row.at)
        for row in await unit.connection.execute(query)
    ]
