"""After the end of a loan: what was missing is here after all."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.bring_later import BringLater, bring_later
from services.loans.web.along import chosen_with
from services.loans.web.loans_pages import loan_page, to_loan
from services.loans.web.texts import REFUSALS
from services.loans.web.typed import chosen_accessories
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, as_redirect, may
from shared.web.forms import refused

router = APIRouter(prefix="/loans/loans/{loan_id}", include_in_schema=False)


@router.post("/later", dependencies=[may(Permission.LEND)])
async def later(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """What is ticked is here now; the rest is still missing, and may come another day."""
    command = BringLater(loan_id, await chosen_accessories(request), await chosen_with(request))
    try:
        return as_redirect(await call.answer(lambda unit: bring_later(command, unit), to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "later" if refusal.code == "nothing_chosen" else "")
        return await loan_page(request, call.organisation, loan_id, [problem], status)
