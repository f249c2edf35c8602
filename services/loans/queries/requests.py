"""What pages and API read about requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, text, tuple_

from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.request import Request, RequestStatus
from services.loans.store.households import family_ids
from services.loans.store.requests import WAITING, WITH_CODE, request_from
from services.loans.store.tables import household, known_device, loan, request
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound
from shared.runtime.faces import limits_here, rhythm_here

PAGE = 50
SOON_DAYS = 3
"""So many days before the end of a reservation inventory begins to warn."""
RESERVED = text("'reserved'")
TO_CALL = 5
"""As many families as somebody talks with in one go."""


async def list_requests(unit: Unit, status: RequestStatus, after: UUID | None = None) -> Sequence[Request]:
    """A page of requests of one status: those that wait in the order of the line, others the newest first.

    `after` is the id of the last one of the page before.
    """
    query = WITH_CODE.where(request.c.organisation == unit.organisation, request.c.status == status.value).limit(PAGE)
    if status is RequestStatus.WAITING:
        query = query.order_by(request.c.place_in_line, request.c.line_key)
        if after is not None:
            last = request.alias()
            place = select(last.c.place_in_line).where(last.c.id == after).scalar_subquery()
            key = select(last.c.line_key).where(last.c.id == after).scalar_subquery()
            query = query.where(tuple_(request.c.place_in_line, request.c.line_key) > tuple_(place, key))
    else:
        query = query.order_by(request.c.id.desc())
        if after is not None:
            query = query.where(request.c.id < after)
    return [request_from(row) for row in await unit.connection.execute(query)]


@dataclass(frozen=True, slots=True)
class WithoutTalk:
    """Families that wait and that somebody should talk with: mine first, then those that nobody took, the longest first.

    Attributes:
        more: whether there are more that nobody took.
        taken: those that a colleague took.
        not_by_telephone: ids of the requests of families that do not want to be called: somebody talks with them another way.
    """

    requests: Sequence[Request]
    more: bool
    taken: Sequence[Request]
    not_by_telephone: Collection[UUID]


async def without_talk(unit: Unit, me: UUID, most: int = TO_CALL) -> WithoutTalk:
    """Whom somebody should talk with: who did not come for a machine that lay ready, who asked some days ago and heard nobody
    since, and who last heard somebody as long ago as the limit of the organisation says."""
    limit = (await limits_here(unit)).waiting_days_without_talk
    first = min((await rhythm_here(unit)).first_talk_days, limit)
    heard = func.coalesce(request.c.talked_on, request.c.since)
    waiting = WITH_CODE.add_columns(household.c.calls).where(
        request.c.organisation == unit.organisation, request.c.status == WAITING
    )
    nobodys = waiting.where(request.c.talk_by.is_(None))
    not_fetched = nobodys.where(request.c.lay_ready_until.is_not(None)).order_by(request.c.lay_ready_until, request.c.id)
    silent = (
        nobodys.where(request.c.lay_ready_until.is_(None), heard <= unit.today() - timedelta(days=first))
        .where(or_(request.c.talked_on.is_(None), heard <= unit.today() - timedelta(days=limit)))
        .order_by(heard, request.c.id)
        .limit(most + 1)
    )
    taken = waiting.where(request.c.talk_by.is_not(None)).order_by(request.c.id)
    mine = list(await unit.connection.execute(taken.where(request.c.talk_by == me).limit(most)))
    others = list(await unit.connection.execute(taken.where(request.c.talk_by != me).limit(PAGE)))
    rows = list(await unit.connection.execute(not_fetched.limit(most + 1)))
    rows += await unit.connection.execute(silent)
    not_by_telephone = frozenset(row.id for row in (*mine, *rows, *others) if row.calls == ConsentAnswer.NO)
    shown = [request_from(row) for row in (*mine, *rows[:most])]
    return WithoutTalk(shown, len(rows) > most, [request_from(row) for row in others], not_by_telephone)


async def kept_not_long(unit: Unit) -> Sequence[tuple[Request, date]]:
    """Requests whose machine is kept for a few days more at most, and the last of them; the first to end first, at most a page."""
    query = (
        WITH_CODE.add_columns(known_device.c.kept_until)
        .join(known_device, known_device.c.device_id == request.c.device_id)
        .where(request.c.organisation == unit.organisation, request.c.status == RESERVED)
        .where(known_device.c.kept_until <= unit.today() + timedelta(days=SOON_DAYS))
        .order_by(known_device.c.kept_until, request.c.id)
        .limit(PAGE)
    )
    return [(request_from(row), row.kept_until) for row in await unit.connection.execute(query)]


async def get_request(unit: Unit, request_id: UUID) -> Request:
    """One request, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(WITH_CODE.where(request.c.id == request_id))).first()
    if row is None:
        raise NotFound()
    return request_from(row)


async def loans_of(unit: Unit, request_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The loan that each of these requests became; one that was cancelled is none."""
    found = await unit.connection.execute(
        select(loan.c.request_id, loan.c.id).where(loan.c.request_id.in_(request_ids), loan.c.status != LoanStatus.CANCELLED.value)
    )
    return {row.request_id: row.id for row in found}


async def requests_of_household(unit: Unit, household_id: UUID) -> Sequence[Request]:
    """What a family asked, of all its rows, the newest first; as many as a page shows."""
    query = WITH_CODE.where(request.c.household_id.in_(family_ids(household_id))).order_by(request.c.id.desc()).limit(PAGE)
    return [request_from(row) for row in await unit.connection.execute(query)]


async def place_of(unit: Unit, waiting: Request, at_most: int = 1000) -> int:
    """Which one in line a waiting request is, from 1; counting stops at `at_most`."""
    before = (
        select(request.c.id)
        .where(
            request.c.organisation == unit.organisation,
            request.c.status == RequestStatus.WAITING.value,
            tuple_(request.c.place_in_line, request.c.line_key) < tuple_(waiting.place, waiting.spot.key),
        )
        .limit(at_most - 1)
    )
    return 1 + (await unit.connection.scalar(select(func.count()).select_from(before.subquery())) or 0)
