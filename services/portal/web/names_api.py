"""What others ask: what are these colleagues called, for a family that reads who looked, or for who needs them with a closed file?
And loans alone: which may be chosen; who is a partner?"""

from fastapi import APIRouter, Request

from services.portal.queries.people import named, partners, who_may
from shared.contracts.rights import (
    COLLEAGUES_ADDRESS,
    NAMES_ADDRESS,
    PARTNERS_ADDRESS,
    Colleague,
    ColleaguesAnswer,
    ColleaguesQuestion,
    NamesAnswer,
    NamesQuestion,
    PartnersQuestion,
)
from shared.identity.permissions import Permission
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["names"])


@router.post(NAMES_ADDRESS, dependencies=[only_services("loans", "helpdesk")])
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


@router.post(PARTNERS_ADDRESS, dependencies=[only_services("loans")])
async def post_partners(request: Request, question: PartnersQuestion, asking: AskedBy) -> NamesAnswer:
    """Names of those who may hand a machine out for this organisation; nothing else of them."""
    async with running_service(request).units.open(asking.organisation) as unit:
        return NamesAnswer(names=await partners(unit))
