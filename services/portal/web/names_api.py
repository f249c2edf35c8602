"""What loans asks: what are these colleagues called, for a family that reads who looked; and which may be chosen?"""

from fastapi import APIRouter, Request

from services.portal.queries.people import named, who_may
from shared.contracts.rights import (
    COLLEAGUES_ADDRESS,
    NAMES_ADDRESS,
    Colleague,
    ColleaguesAnswer,
    ColleaguesQuestion,
    NamesAnswer,
    NamesQuestion,
)
from shared.identity.permissions import Permission
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["names"])


@router.post(NAMES_ADDRESS, dependencies=[only_services("loans")])
async def post_names(request: Request, question: NamesQuestion, asking: AskedBy) -> NamesAnswer:
    """Names of colleagues of one organisation, also of those who left; nothing else of them."""
    async with running_service(request).units.open(asking.organisation) as unit:
        return NamesAnswer(names=await named(unit, question.person_ids))


@router.post(COLLEAGUES_ADDRESS, dependencies=[only_services("loans")])
async def post_colleagues(request: Request, question: ColleaguesQuestion, asking: AskedBy) -> ColleaguesAnswer:
    """Who may see families here today, by name; nothing else of them."""
    async with running_service(request).units.open(asking.organisation) as unit:
        found = await who_may(unit, Permission.SEE_HOUSEHOLDS)
    return ColleaguesAnswer(colleagues=tuple(Colleague(person_id=one, name=name) for one, name in found))
