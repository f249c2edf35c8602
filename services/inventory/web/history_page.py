"""All that happened to a machine."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.queries import devices as queries
from services.inventory.queries.history import PAGE, Happening, history_of
from services.inventory.web.device_parts import names_of_lists
from services.inventory.web.history_texts import say_all
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)


@router.get("/devices/{device_id}/history", dependencies=[may(Permission.SEE_DEVICES)])
async def show(request: Request, device_id: UUID, person: SignedIn, before: str = "") -> Response:
    """A page of it, the newest first; `before` is where the page before it ended."""
    units, place = running_service(request).units, _read_place(before)
    async with units.open(person.organisation) as unit:
        device = await queries.get_device(unit, device_id)
        happened = await history_of(unit, device_id, before=place)
        names = await names_of_lists(unit)
    context = {
        "device": device,
        "happened": say_all(happened, names, person.id, units.zone),
        "following": f"/inventory/devices/{device_id}/history?before={_place(happened[-1])}" if len(happened) == PAGE else None,
        "first": place is None,
    }
    return page(request, "inventory/history.html", context)


def _place(one: Happening) -> str:
    """A moment and an id, in letters that an address can carry."""
    return f"{one.at.isoformat().replace('+00:00', 'Z')}_{one.id}"


def _read_place(text: str) -> tuple[datetime, UUID] | None:
    """The place again; None, which is the beginning, for anything else."""
    moment, _, number = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at, UUID(number)) if at.tzinfo is not None else None
    except ValueError:
        return None
