"""The coordinator's way to everything about the house itself: people, the organisation, how the system is doing, who did what."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.queries.organisation import find_organisation
from services.portal.queries.people import count_people
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page

router = APIRouter(prefix="/manage", include_in_schema=False)


@router.get("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def manage(request: Request, person: SignedIn) -> Response:
    """Each page in a sentence, with what is set now."""
    async with running_service(request).units.open(person.organisation) as unit:
        people, organisation = await count_people(unit), await find_organisation(unit)
        today = unit.today()
    chosen = organisation.rhythm.model_dump(exclude_none=True) if organisation else {}
    limits = organisation.limits.model_dump(exclude_none=True) if organisation else {}
    context = {
        "people": people,
        "details": organisation.details if organisation else None,
        "open_days": [day.weekday for day in organisation.opening.days] if organisation else [],
        "own_numbers": len(chosen),
        "own_limits": len(limits),
        "notice": organisation.notice if organisation and organisation.notice and organisation.notice.is_shown_on(today) else None,
    }
    return page(request, "portal/manage.html", context)
