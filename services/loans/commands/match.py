"""Bring waiting requests and ready machines together. Everything here runs behind the lock on the organisation's line.

Whichever comes last finds the other: a request that starts waiting looks for a machine, a machine that becomes ready looks for
a request. Both first make sure that what they tell is stored, then take the lock, then look. What the daily round finds in
addition are requests that no event speaks of any more, for instance after a person discarded a dead letter.
"""

from datetime import timedelta
from uuid import UUID

from services.loans.domain.request import Request, RequestStatus
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import MachineWish, UseProfile

ANSWER_WITHIN = timedelta(hours=12)
ROUND_SIZE = 200


async def match_request(request_id: UUID, unit: LoansUnit) -> None:
    """Claim the best free machine for a request that waits; nothing when it waits no more or there is none."""
    await unit.requests.lock_line()
    await _claim_best(await unit.requests.get(request_id), unit)


async def match_device(device_id: UUID, unit: LoansUnit) -> None:
    """Claim a ready machine for whoever is next among those it suits; nothing when it is promised, lent or not ready any more."""
    await unit.requests.lock_line()
    profiles = await unit.known_devices.suited_profiles(device_id)
    if not profiles or await unit.known_devices.is_promised(device_id) or await unit.loans.with_device(device_id):
        return
    meets = await unit.known_devices.meets(device_id)
    while (request_id := await unit.requests.first_waiting_for(profiles, meets)) is not None:
        request = await unit.requests.get(request_id)
        if request.status is RequestStatus.WAITING and not request.waits_for_talk:
            request.claim(device_id)
            await unit.requests.save(request)
            return
        # It was withdrawn in the moment between looking and locking: look again.


async def match_all(unit: LoansUnit) -> int:
    """The daily round: try everybody who waits, in order, and repeat claims that got no answer; returns how many claims.

    Doing it twice changes nothing more.
    """
    await unit.requests.lock_line()
    claims = 0
    for request_id in await unit.requests.claimed_before(unit.now() - ANSWER_WITHIN, ROUND_SIZE):
        request = await unit.requests.get(request_id)
        request.ask_again()
        await unit.requests.save(request)
        claims += 1
    last: Request | None = None
    nothing_for: set[tuple[UseProfile, tuple[MachineWish, ...]]] = set()  # machines only become fewer while we hold the line
    while page := await unit.requests.waiting_after(last, ROUND_SIZE):
        for waiting in page:
            asks = (waiting.profile, waiting.machine.must)
            if asks in nothing_for:
                continue
            if await unit.known_devices.best_free_for(waiting.profile, waiting.machine) is None:
                nothing_for.add(asks)
            else:
                claims += await _claim_best(await unit.requests.get(waiting.id), unit)
        last = page[-1]
    return claims


async def _claim_best(request: Request, unit: LoansUnit) -> bool:
    if request.status is not RequestStatus.WAITING or request.waits_for_talk:
        return False
    device_id = await unit.known_devices.best_free_for(request.profile, request.machine)
    if device_id is None:
        return False
    request.claim(device_id)
    await unit.requests.save(request)
    return True
