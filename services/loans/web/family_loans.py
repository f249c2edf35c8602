"""What somebody of a family says about its loans in one tap: still needed, stop, keep, lost, there again. No reason is asked."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.extend_loan import ExtendLoan, extend_loan
from services.loans.commands.return_loan import KeepLoan, RequestReturn, keep_loan, request_return
from services.loans.commands.say_lost import SayFound, SayLost, say_found, say_lost
from services.loans.domain.loan import Loan
from services.loans.queries.cards import FamilyHere
from services.loans.queries.loans import get_loan
from services.loans.web.family_session import FamilyCall, Here
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.web.call import VisitorCall, as_redirect, open_to_all, running_service

router = APIRouter(prefix="/family/loans/{loan_id}", include_in_schema=False)

WITH_A_CARD = open_to_all("whoever is in with a family's card says something about a loan that the card shows")
HOME = Answer(303, "/family")


@router.post("/extend", dependencies=[WITH_A_CARD])
async def extend(loan_id: UUID, request: Request, call: FamilyCall, here: Here) -> Response:
    """Still needed: we ask again much later."""
    return await _said(request, loan_id, call, here, lambda unit: extend_loan(ExtendLoan(loan_id), unit))


@router.post("/stop", dependencies=[WITH_A_CARD])
async def stop(loan_id: UUID, request: Request, call: FamilyCall, here: Here) -> Response:
    """Not needed any more: the page says how to bring it back, and takes it back in one tap."""
    return await _said(request, loan_id, call, here, lambda unit: request_return(RequestReturn(loan_id), unit))


@router.post("/keep", dependencies=[WITH_A_CARD])
async def keep(loan_id: UUID, request: Request, call: FamilyCall, here: Here) -> Response:
    """After all."""
    return await _said(request, loan_id, call, here, lambda unit: keep_loan(KeepLoan(loan_id), unit))


@router.post("/devices/{device_id}/lost", dependencies=[WITH_A_CARD])
async def lost(loan_id: UUID, device_id: UUID, request: Request, call: FamilyCall, here: Here) -> Response:
    """Lost or stolen: a colleague calls, and nobody pays."""
    return await _said(request, loan_id, call, here, lambda unit: say_lost(SayLost(loan_id, device_id), unit))


@router.post("/devices/{device_id}/found", dependencies=[WITH_A_CARD])
async def found(loan_id: UUID, device_id: UUID, request: Request, call: FamilyCall, here: Here) -> Response:
    """It is there again."""
    return await _said(request, loan_id, call, here, lambda unit: say_found(SayFound(loan_id, device_id), unit))


async def _said(
    request: Request, loan_id: UUID, call: VisitorCall, here: FamilyHere, command: Callable[[Any], Awaitable[Loan]]
) -> Response:
    """Do it and show the page. What is not so any more, because a colleague was first, changes nothing: the page says so."""
    async with running_service(request).units.open(here.organisation) as unit:
        household_id = (await get_loan(unit, loan_id)).household_id  # it never changes
    if household_id != here.card.household_id or not here.card.shows(loan_id):
        raise NotFound()
    try:
        return as_redirect(await call.answer(command, lambda _: HOME))
    except NotFound:
        raise
    except Refused:
        return as_redirect(HOME)
