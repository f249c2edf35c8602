"""What loans asks for a family that wants to know everything: what does inventory hold of it?"""

from fastapi import APIRouter, Request

from shared.contracts.rights import HeldAnswer, HeldQuestion, held_address
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["rights"])


@router.post(held_address("inventory"), dependencies=[only_services("loans")])
async def post_held(request: Request, question: HeldQuestion, asking: AskedBy) -> HeldAnswer:
    """The code of the family beside its loans: inventory knows nothing else of it."""
    async with running_service(request).units.open(asking.organisation) as unit:
        codes = await unit.holders.codes(question.loan_ids)
    return HeldAnswer(held={"loans": [{"loan_id": str(loan), "household_code": code} for loan, code in codes.items()]})
