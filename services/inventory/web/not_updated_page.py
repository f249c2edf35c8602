"""Machines that were not updated for long, to take along to a workshop or a visit; and those that are out at a partner."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.queries.upkeep import PAGE, list_at_partners, list_not_updated
from shared.identity.permissions import Permission
from shared.runtime.faces import rhythm_here
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE = may(Permission.SEE_DEVICES)


@router.get("/not-updated", dependencies=[SEE])
async def not_updated(request: Request, person: SignedIn, after: str = "") -> Response:
    """Who waited longest first; `after` is where the page before ended."""
    place = _read_place(after)
    async with running_service(request).units.open(person.organisation) as unit:
        found = await list_not_updated(unit, after=place)
        months = (await rhythm_here(unit)).update_months
    following = f"/inventory/not-updated?after={found[-1].since}_{found[-1].id}" if len(found) == PAGE else None
    context = {
        "devices": found,
        "months": months,
        "following": following,
        "first": place is None,
        "STATUS": DEVICE_STATE,
        "TONE": DEVICE_TONE,
    }
    return page(request, "inventory/not_updated.html", context)


@router.get("/at-partners", dependencies=[SEE])
async def at_partners(request: Request, person: SignedIn) -> Response:
    """Those that are out, the longest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await list_at_partners(unit)
    return page(request, "inventory/at_partners.html", {"devices": found, "full": len(found) == PAGE})


def _read_place(text: str) -> tuple[date, UUID] | None:
    """A day and an id; None, which is the beginning, for anything else."""
    day, _, number = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(number)
    except ValueError:
        return None
