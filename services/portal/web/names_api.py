"""What loans asks: what are these colleagues called, and who is a partner?"""

from fastapi import APIRouter, Request

from services.portal.queries.people import named, partners
from shared.contracts.rights import NAMES_ADDRESS, PARTNERS_ADDRESS, NamesAnswer, NamesQuestion, PartnersQuestion
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["names"])


@router.post(NAMES_ADDRESS, dependencies=[only_services("loans")])
async def post_names(request: Request, question: NamesQuestion, asking: AskedBy) -> NamesAnswer:
    """Names of colleagues of one organisation, also of those who left; nothing else of them."""
    async with running_service(request).units.open(asking.organisation) as unit:
        return NamesAnswer(names=await named(unit, question.person_ids))


@router.post(PARTNERS_ADDRESS, dependencies=[only_services("loans")])
async def post_partners(request: Request, question: PartnersQuestion, asking: AskedBy) -> NamesAnswer:
    """Names of those who may hand a machine out for this organisation; nothing else of them."""
    async with running_service(request).units.open(asking.organisation) as unit:
        return NamesAnswer(names=await partners(unit))
