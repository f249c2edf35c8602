"""Staff chooses a machine for a family that waits, instead of waiting for the rule to find one."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.refusals import DeviceNotFree, NotInLine, SomebodyAhead, TalkFirst
from services.loans.domain.request import Request, RequestStatus
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ChooseDevice:
    """Which machine for which request.

    Attributes:
        passing: the request ahead that would get it by the rule, as whoever chooses saw it; None when nobody was shown.
    """

    request_id: UUID
    device_id: UUID
    passing: UUID | None = None


async def choose_device(command: ChooseDevice, unit: LoansUnit) -> Request:
    """Claim it for this family, also when it only will do. Inventory has the last word: refused, the family waits again and is
    matched by the rule.

    The other order: what the rule claimed first is not free any more, and a request that has a machine chooses none. Of two
    colleagues who choose the same machine the second is refused, since both wait for the lock on the line.

    Raises `NotFound`, `NotInLine`, `TalkFirst`, `DeviceNotFree`; `SomebodyAhead` when the rule gives it to somebody further in
    front, unless just that one is passed knowingly.
    """
    await unit.requests.lock_line()  # first, as everybody does
    request = await unit.requests.get(command.request_id)
    if request.status is not RequestStatus.WAITING:
        raise NotInLine()
    if request.waits_for_talk:
        raise TalkFirst()
    if not await unit.known_devices.is_free_for(command.device_id, request.profile):
        raise DeviceNotFree()
    await _look_ahead(command, request, unit)
    request.claim(command.device_id)
    await unit.requests.save(request)
    return request


async def _look_ahead(command: ChooseDevice, request: Request, unit: LoansUnit) -> None:
    """Raises `SomebodyAhead` when the rule gives the machine to somebody in front of this request."""
    suited = await unit.known_devices.suited_profiles(command.device_id)
    meets = await unit.known_devices.meets(command.device_id)
    next_id = await unit.requests.first_waiting_for(suited, meets) if suited else None
    if next_id is None or next_id in (request.id, command.passing):
        return
    ahead = await unit.requests.look_at(next_id)
    if ahead.spot < request.spot:
        number = await unit.line.number_of(ahead.spot)
        raise SomebodyAhead(request_id=str(ahead.id), household_code=ahead.household_code, number=number)
