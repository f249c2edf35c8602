"""The pages of inventory: the list, and the start page's part."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.queries import devices as queries
from services.inventory.web.texts import GROUPS, NEXT, STATUS, TAB, TODAY, TONE
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.identity.permissions import Permission
from shared.language.formats import in_words
from shared.runtime.service import Today
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

MOST = 1000
WORDS = {"STATUS": STATUS, "TONE": TONE, "NEXT": NEXT}


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
    context = {
        "devices": found,
        "text": text,
        "chosen": chosen,
        "tab": next((tab for tab, own in GROUPS.items() if set(states) <= set(own)), "") if states else "",
        "tabs": TAB,
        "title": STATUS[states[0]] if len(states) == 1 and chosen not in TAB else TAB[chosen],
        "following": following,
        "first": before is None,
        "full": bool(text) and len(found) == queries.PAGE,
    }
    return page(request, "inventory/devices.html", WORDS | context)


def states_of(status: str) -> tuple[DeviceState, ...]:
    """The states that an address asks for: those of a tab, or one by its name; none for anything else."""
    if status in GROUPS:
        return GROUPS[status]
    return (DeviceState(status),) if status in [known.value for known in DeviceState] else ()


async def today(unit: Unit) -> Today:
    """What lies on the workbench, on the start page."""
    counts = await queries.count_by_status(unit, MOST)
    rows = [
        (state, in_words(counts[state], MOST), counts[state], words)
        for state, words in TODAY.items()
        if counts[state] or state in (DeviceState.ARRIVED, DeviceState.READY, DeviceState.RESERVED)
    ]
    return Today("inventory/today.html", WORDS | {"rows": rows, "any": any(counts.values())})
