"""What pages and API read about requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, tuple_

from services.loans.domain.request import Request, RequestStatus
from services.loans.store.requests import WITH_CODE, request_from
from services.loans.store.tables import known_device, request
from shared.bus.unit import Unit
from shared.domain import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What loans can say about a machine, from inventory's events."""

    code: str
    maker: str
    model: str
    memory_mb: int | None


async def list_requests(unit: Unit, status: RequestStatus, after: UUID | None = None) -> Sequence[Request]:
    """A page of requests of one status: those that wait in the order of the line, others the newest first.

    `after` is the id of the last one of the page before.
    """
    query = WITH_CODE.where(request.c.organisation == unit.organisation, request.c.status == status.value).limit(PAGE)
    if status is RequestStatus.WAITING:
        query = query.order_by(request.c.place_in_line, request.c.id)
        if after is not None:
            place = select(request.c.place_in_line).where(request.c.id == after).scalar_subquery()
            query = query.where(tuple_(request.c.place_in_line, request.c.id) > tuple_(place, after))
    else:
        query = query.order_by(request.c.id.desc())
        if after is not None:
            query = query.where(request.c.id < after)
    return [request_from(row) for row in await unit.connection.execute(query)]


async def get_request(unit: Unit, request_id: UUID) -> Request:
    """One request, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(WITH_CODE.where(request.c.id == request_id))).first()
    if row is None:
        raise NotFound()
    return request_from(row)


async def get_known_device(unit: Unit, device_id: UUID) -> KnownDevice | None:
    """What is known about a machine, or None when its event did not arrive yet."""
    known = await unit.connection.execute(select(known_device).where(known_device.c.device_id == device_id))
    row = known.first()
    if row is None or row.code is None:
        return None
    return KnownDevice(row.code, row.maker, row.model, row.memory_mb)


async def count_by_status(unit: Unit, at_most: int = 1000) -> dict[RequestStatus, int]:
    """How many requests are in each state, counting up to `at_most` of each."""
    counts = {}
    for status in RequestStatus:
        some = (
            select(request.c.id).where(request.c.organisation == unit.organisation, request.c.status == status.value).limit(at_most)
        )
        counts[status] = await unit.connection.scalar(select(func.count()).select_from(some.subquery())) or 0
    return counts


async def place_of(unit: Unit, waiting: Request, at_most: int = 1000) -> int:
    """Which one in line a waiting request is, from 1; counting stops at `at_most`."""
    before = (
        select(request.c.id)
        .where(
            request.c.organisation == unit.organisation,
            request.c.status == RequestStatus.WAITING.value,
            tuple_(request.c.place_in_line, request.c.id) < tuple_(waiting.place, waiting.id),
        )
        .limit(at_most - 1)
    )
    return 1 + (await unit.connection.scalar(select(func.count()).select_from(before.subquery())) or 0)
