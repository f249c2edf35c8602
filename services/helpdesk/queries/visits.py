"""What pages and API read about visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, text, tuple_, union

from services.helpdesk.domain.covering import without_trail
from services.helpdesk.domain.visit import Visit
from services.helpdesk.queries.tickets import DeviceFacts, get_device, household_codes, wish_of
from services.helpdesk.store.known_files import KnownFiles
from services.helpdesk.store.known_loans import KnownLoans
from services.helpdesk.store.tables import known_training, visit, visit_attempt
from services.helpdesk.store.visits import trail_of, visit_from
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound
from shared.runtime.faces import limits_here

PAGE = 50
# Part of the statement and not a value in it: a plan for all values could not use the index on this state alone.
PLANNED = text("visit.status = 'planned'")
THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """A visit in a list, without its trail, and the friendly code of the family. `covered`: its file is closed for who looks."""

    visit: Visit
    household_code: str | None
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit, to prepare and to look back on.

    Attributes:
        wish: what the family said about visits; None when we heard nothing.
        practise: ids of competences that learners of this family want to practise.
        covered: the file is closed for who looks: nothing of what the family said, what came of visits, or what it practises.
        readers: for whom it is not, then.
    """

    visit: Visit
    household_code: str | None
    device: DeviceFacts | None
    wish: ConsentAnswer | None
    practise: list[str]
    covered: bool = False
    readers: frozenset[UUID] = frozenset()


async def list_due(unit: Unit, until: date, reader: UUID, after: UUID | None = None) -> Sequence[Line]:
    """A page of visits that are due by a day, the longest due first, as this colleague may read them; `after` is the id of the last
    one of the page before."""
    query = (
        select(visit)
        .where(visit.c.organisation == unit.organisation, PLANNED, visit.c.due_on <= until)
        .order_by(visit.c.due_on, visit.c.id)
        .limit(PAGE)
    )
    if after is not None:
        last = visit.alias()
        day = select(last.c.due_on).where(last.c.id == after).scalar_subquery()
        query = query.where(tuple_(visit.c.due_on, visit.c.id) > tuple_(day, after))
    visits = [visit_from(row) for row in await unit.connection.execute(query)]
    codes = await household_codes(unit, [one.household_id for one in visits])
    shut = await KnownFiles(unit).visits_shut_for(reader, [one.household_id for one in visits])
    return [Line(one, codes.get(one.household_id), one.household_id in shut) for one in visits]


@dataclass(frozen=True, slots=True)
class Week:
    """How many visits a helper does in one week from Monday to Sunday, and how many are enough.

    What is done counts, and what is still to do; a visit to which a helper went twice in that week is one visit.
    """

    visits: int
    enough: int

    @property
    def is_too_full(self) -> bool:
        """More than the organisation wants for one helper: it says so, and keeps nobody from going."""
        return self.visits > self.enough

    @property
    def is_full(self) -> bool:
        """One more would be too many."""
        return self.visits >= self.enough


async def week_of(unit: Unit, helper: UUID, day: date) -> Week:
    """How full the week around a day is for a helper. What could have been before today is to do in the week of today."""
    today = unit.today()
    day = max(day, today)
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    went = select(visit_attempt.c.visit_id).where(
        visit_attempt.c.organisation == unit.organisation,
        visit_attempt.c.noted_by == helper,
        visit_attempt.c.noted_on.between(monday, sunday),
    )
    goes = select(visit.c.id).where(
        visit.c.organisation == unit.organisation, PLANNED, visit.c.claimed_by == helper, visit.c.due_on <= sunday
    )
    if monday > today:
        goes = goes.where(visit.c.due_on >= monday)
    count = await unit.connection.scalar(select(func.count()).select_from(union(went, goes).subquery()))
    return Week(count or 0, (await limits_here(unit)).visits_per_helper_week)


def same_week(one: date, other: date) -> bool:
    """Whether two days are in the same week from Monday to Sunday."""
    return one.isocalendar()[:2] == other.isocalendar()[:2]


async def next_due(unit: Unit, beyond: date) -> date | None:
    """The day of the first visit that is due after a day, or None."""
    day: date | None = await unit.connection.scalar(
        select(func.min(visit.c.due_on)).where(visit.c.organisation == unit.organisation, PLANNED, visit.c.due_on > beyond)
    )
    return day


async def get_visit(unit: Unit, visit_id: UUID, reader: UUID) -> Seen:
    """One visit with its trail and what helps to prepare it, as this colleague may read it. Raises `NotFound`."""
    row = (await unit.connection.execute(select(visit).where(visit.c.id == visit_id))).first()
    if row is None:
        raise NotFound()
    found = visit_from(row, await trail_of(unit, visit_id))
    device_id = await KnownLoans(unit).device_of(found.loan_id) if found.loan_id else None
    code = (await household_codes(unit, [found.household_id])).get(found.household_id)
    device = await get_device(unit, device_id) if device_id else None
    shut = await KnownFiles(unit).visits_shut_for(reader, [found.household_id])
    if found.household_id in shut:
        return Seen(without_trail(found), code, device, None, [], covered=True, readers=shut[found.household_id])
    return Seen(
        found,
        code,
        device,
        await wish_of(unit, found.household_id),
        await practise_of(unit, found.household_id),
    )


async def practise_of(unit: Unit, household_id: UUID) -> list[str]:
    """Ids of the competences that learners of a family shared, each once, in order."""
    training = known_training
    lists = await unit.connection.scalars(
        select(training.c.competences).where(training.c.organisation == unit.organisation, training.c.household_id == household_id)
    )
    return sorted({competence for shared in lists for competence in shared})
