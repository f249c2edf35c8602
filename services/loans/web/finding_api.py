"""What portal asks when somebody searches: which family is this? The names in the answer are shown and forgotten."""

from fastapi import APIRouter, HTTPException, Request

from services.loans.commands.find_families import FindFamilies, find_families
from shared.contracts.finding import FAMILIES_ADDRESS, FamiliesFound, FindQuestion
from shared.identity.permissions import Permission
from shared.web.call import NOT_YOURS, AskedBy, only_services, running_service

router = APIRouter(tags=["finding"])


@router.post(FAMILIES_ADDRESS, dependencies=[only_services("portal")])
async def post_finding(request: Request, question: FindQuestion, asking: AskedBy) -> FamiliesFound:
    """Families by code or name, for somebody who may see families; the answer and the lines in their logs are one transaction."""
    if asking.person is None or not asking.person.may(Permission.SEE_HOUSEHOLDS):
        raise HTTPException(403, NOT_YOURS)
    command = FindFamilies(asking.service, asking.person.id, question.text)
    async with running_service(request).units.open(asking.organisation) as unit:
        return await find_families(command, unit)
