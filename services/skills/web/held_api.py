"""What loans asks for a family that wants to know everything: what does skills hold of it?"""

from fastapi import APIRouter, Request

from shared.contracts.rights import HeldAnswer, HeldQuestion, held_address
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["rights"])


@router.post(held_address("skills"), dependencies=[only_services("loans")])
async def post_held(request: Request, question: HeldQuestion, asking: AskedBy) -> HeldAnswer:
    """All of it, for the family itself."""
    async with running_service(request).units.open(asking.organisation) as unit:
        return HeldAnswer.model_validate({"held": await unit.families_known.told(question.household_id)})
