"""What a family may know of what it asks: since when it waits, and when somebody of us calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.loans.domain.request import Request, RequestStatus
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.queries.requests import requests_of_household
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.runtime.faces import limits_here, rhythm_here

UNDER_WAY = (RequestStatus.WAITING, RequestStatus.CLAIMED, RequestStatus.RESERVED)


@dataclass(frozen=True, slots=True)
class Place:
    """What a family asks, as it may see it. No number in line: it would go up for reasons of others, and none can be told.

    Attributes:
        talk_by: the last day on which somebody of us should have talked with it; None when it does not wait, when it would rather
            not be called or gave no number, and when that day is past: we promise nothing that we did not keep.
        kept_until: the last day on which a machine is kept for it; None when there is none.
        stopped: whether it stopped, and may still come back to its place.
    """

    asked: Request
    talk_by: date | None
    kept_until: date | None
    stopped: bool


async def asked_by_family(unit: Unit, household_id: UUID) -> Sequence[Place]:
    """What the family asks now, the newest first; with what it stopped so short ago that it can come back."""
    today = unit.today()
    all_asked = await requests_of_household(unit, household_id)
    asks = any(one.status in UNDER_WAY for one in all_asked)
    stopped = [one for one in all_asked if one.can_come_back(today)][:1]
    shown = [one for one in all_asked if one.status in UNDER_WAY] if asks else stopped
    if not shown:
        return []
    limit = (await limits_here(unit)).waiting_days_without_talk
    first = (await rhythm_here(unit)).first_talk_days
    household = await get_household(unit, household_id)
    may_call = bool(household.telephone) and household.consents[ConsentPurpose.CALLS] is not ConsentAnswer.NO
    devices = await known_devices(unit, [one.device_id for one in shown if one.device_id])
    places = []
    for one in shown:
        due = max(one.since, one.talked_on or one.since) + timedelta(days=one.talk_due_after(first, limit))
        waits = one.status is RequestStatus.WAITING and may_call and due >= today
        device = devices.get(one.device_id) if one.device_id and one.status is RequestStatus.RESERVED else None
        until = device.kept_until if device else None
        places.append(Place(one, due if waits else None, until, one.status is RequestStatus.WITHDRAWN))
    return places
