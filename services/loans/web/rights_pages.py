"""What a family may ask of us, at the counter: everything on a page, on paper or as a file, and being forgotten."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.forget_household import ForgetHousehold, forget_household
from services.loans.domain.loan_status import UNDER_WAY
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.queries.loans import loans_of_household
from services.loans.web.everything import as_file, as_paper, gather, sections_of
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.pages import page

router = APIRouter(prefix="/loans/households", include_in_schema=False)


@router.get("/{household_id}/everything", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def everything(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """All that we know of the family, to read together."""
    found = await gather(running_service(request), person.organisation, household_id, person.id)
    context = {"household": found.household, "sections": sections_of(found)}
    return page(request, "loans/everything.html", context | {"address": f"/loans/households/{household_id}/everything"})


@router.get("/{household_id}/everything/paper.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def everything_on_paper(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """The same on paper, in the language of the family."""
    return await as_paper(await gather(running_service(request), person.organisation, household_id, person.id))


@router.get("/{household_id}/everything/file.json", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def everything_as_file(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """The same as a file for computers."""
    return as_file(await gather(running_service(request), person.organisation, household_id, person.id))


@router.get("/{household_id}/forget", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def forget_form(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """What it means, asked once."""
    async with running_service(request).units.open(person.organisation) as unit:
        household = await get_household(unit, household_id)
        loans = [loan for loan in await loans_of_household(unit, household_id) if loan.status in UNDER_WAY]
        devices = await known_devices(unit, [line.device_id for loan in loans for line in loan.active_lines])
    context = {"household": household, "still_out": [device.code for device in devices.values()]}
    return page(request, "loans/forget.html", context)


@router.post("/{household_id}/forget", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def forget(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Forget it, because the family asks for it."""
    command = ForgetHousehold(household_id)
    told = Answer(303, "/loans/households?forgotten=yes")
    return as_redirect(await call.answer(lambda unit: forget_household(command, unit), lambda _: told))
