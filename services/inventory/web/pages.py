"""The pages of inventory: the list, and the start page's part."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.queries import devices as queries
from services.inventory.web.steps import next_step, states_of_drives
from services.inventory.web.texts import EMPTY, GROUPS, LOOK, NEXT, STEP, TAB
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE

router = APIRouter(prefix="/inventory", include_in_schema=False)

WORDS = {"STATUS": DEVICE_STATE, "TONE": DEVICE_TONE, "NEXT": NEXT, "LOOK": LOOK, "TAB": TAB, "EMPTY": EMPTY}


@router.get("/devices", dependencies=[may(Permission.SEE_DEVICES)])
async def list_devices(request: Request, person: SignedIn, status: str = "", q: str = "", before: UUID | None = None) -> Response:
    """Machines, the newest first: all, those of a tab, those in one state; or those that a search finds."""
    states = states_of(status)
    chosen = status if states else ""
    text = "".join(letter for letter in q if letter.isprintable()).strip()[:100]
    async with running_service(request).units.open(person.organisation) as unit:
        if text:
            found, following = await queries.search_devices(unit, text), None
        else:
            found = await queries.list_devices(unit, states=states, before=before)
            following = f"/inventory/devices?before={found[-1].id}" if len(found) == queries.PAGE else None
            if following and chosen:
                following += f"&status={chosen}"
        steps = await _steps(unit, found) if person.may(Permission.PREPARE_DEVICES) else {}
    tab = next((tab for tab, own in GROUPS.items() if set(states) <= set(own)), "") if states else ""
    context = {
        "devices": found,
        "steps": steps,
        "text": text,
        "chosen": chosen,
        "tabs": [
            (f"/inventory/devices?status={value}" if value else "/inventory/devices", words, _current(value, tab, chosen, text))
            for value, words in TAB.items()
        ],
        "title": DEVICE_STATE[states[0]] if len(states) == 1 and chosen not in TAB else TAB[chosen],
        "following": following,
        "first": before is None,
        "full": bool(text) and len(found) == queries.PAGE,
    }
    return page(request, "inventory/devices.html", WORDS | context)


async def _steps(unit: Unit, lines: Sequence[queries.DeviceLine]) -> dict[UUID, str]:
    """What to do next with each of these machines, in words; those with which one can only wait are left out."""
    steps = {line.id: STEP[line.status.value] for line in lines if line.status.value in STEP}
    on_bench = await queries.get_devices(unit, [line.id for line in lines if line.status in ON_THE_WORKBENCH])
    for device in on_bench.values():
        what, _which = next_step(device, states_of_drives(device))
        if what in STEP:
            steps[device.id] = STEP[what]
    return steps


def _current(value: str, tab: str, chosen: str, text: str) -> str:
    """What `aria-current` says of a tab: `page` on the tab itself, `true` on one of its states, nothing while searching."""
    if text or value != tab:
        return ""
    return "page" if value == chosen else "true"


def states_of(status: str) -> tuple[DeviceState, ...]:
    """The states that an address asks for: those of a tab, or one by its name; none for anything else."""
    if status in GROUPS:
        return GROUPS[status]
    return (DeviceState(status),) if status in [known.value for known in DeviceState] else ()
