"""What pages read about the counter: who is there, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select

from services.loans.domain.counter_visit import CounterStep, CounterVisit, step_of
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.request import RequestStatus
from services.loans.store.counter import visit_from
from services.loans.store.tables import counter_visit, household, loan, request
from shared.bus.unit import Unit
from shared.domain import NotFound

MOST = 20
"""As many as a list shows, the newest first: more families than that stand at no counter."""


@dataclass(frozen=True, slots=True)
class AtTheCounter:
    """A time at the counter, and how far it is now.

    Attributes:
        household_code: the friendly code; None while nobody said which family it is.
        status: of what the family asks; None until it is known.
        loan_id: what it became, as soon as a machine is kept.
    """

    visit: CounterVisit
    household_code: str | None
    status: RequestStatus | None
    loan_id: UUID | None
    step: CounterStep


EVERYTHING = (
    select(
        counter_visit,
        household.c.code.label("household_code"),
        request.c.status.label("request_status"),
        loan.c.id.label("loan_id"),
        loan.c.chosen,
    )
    .outerjoin(household, household.c.id == counter_visit.c.household_id)
    .outerjoin(request, request.c.id == counter_visit.c.request_id)
    .outerjoin(loan, (loan.c.request_id == counter_visit.c.request_id) & (loan.c.status != LoanStatus.CANCELLED.value))
)


async def get_counter(unit: Unit, visit_id: UUID) -> AtTheCounter:
    """One time at the counter. Raises `NotFound`."""
    found = await _first(unit, EVERYTHING.where(counter_visit.c.id == visit_id))
    if found is None:
        raise NotFound()
    return found


async def under_way(unit: Unit, me: UUID) -> Sequence[AtTheCounter]:
    """Who is at the counter, what changed last first. What a colleague began without a family is nothing to go on with: only `me`
    sees its own."""
    has_family = counter_visit.c.household_id.is_not(None)
    query = EVERYTHING.where(counter_visit.c.organisation == unit.organisation, counter_visit.c.closed_at.is_(None))
    query = query.where(or_(has_family, counter_visit.c.held_by == me))
    query = query.order_by(counter_visit.c.changed_at.desc(), counter_visit.c.id.desc()).limit(MOST)
    return [_now(row) for row in await unit.connection.execute(query)]


async def held_by(
    unit: Unit, person_id: UUID, *, request_id: UUID | None = None, household_id: UUID | None = None
) -> AtTheCounter | None:
    """The time at the counter that this colleague is busy with, about a request or else about a family; None for none."""
    mine = EVERYTHING.where(counter_visit.c.held_by == person_id, counter_visit.c.closed_at.is_(None))
    about = counter_visit.c.request_id == request_id if request_id else counter_visit.c.household_id == household_id
    return await _first(unit, mine.where(about).order_by(counter_visit.c.changed_at.desc()))


async def _first(unit: Unit, query: Select[Any]) -> AtTheCounter | None:
    row = (await unit.connection.execute(query.limit(1))).first()
    return None if row is None else _now(row)


def _now(row: Row[Any]) -> AtTheCounter:
    visit = visit_from(row)
    status = RequestStatus(row.request_status) if row.request_status else None
    return AtTheCounter(visit, row.household_code, status, row.loan_id, step_of(visit, status, chosen=bool(row.chosen)))
