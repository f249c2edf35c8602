"""At the counter: show a code with which a family signs on its own phone, follow it, take it back."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.sign_on_phone import ShowPhoneCode, WithdrawPhoneCode, show_phone_code, withdraw_phone_code
from services.loans.domain.household import Language, Level
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.phone_signing import PhoneState, phone_codes
from services.loans.queries import loans as queries
from services.loans.web.agreement_pages import language_in, level_in
from services.loans.web.counter_bar import counter_bar
from services.loans.web.loans_pages import try_with_loan
from services.loans.web.texts import LANGUAGE, PHONE_STATE, PHONE_TONE
from shared.bus.answers import Answer
from shared.documents.qr import qr_svg
from shared.handed_code import HandedCodes
from shared.identity.permissions import Permission
from shared.runtime.running import RunningService
from shared.web.call import FormCall, SignedIn, may, running_service
from shared.web.forms import typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/loans/{loan_id}/phone", include_in_schema=False)


def codes_of(running: RunningService) -> HandedCodes:
    """The codes to sign on a phone of this installation."""
    return phone_codes(running.settings.master_key.derive)


@router.post("", dependencies=[may(Permission.LEND)])
async def show_code(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """A new code; the one before lets nobody in any more."""
    form = await typed(request)
    command = ShowPhoneCode(
        loan_id,
        language_in(form.get("language", "")) or Language.NL,
        level_in(form.get("level", "")) or Level.PLAIN,
        call.person.id,
        language_in(form.get("explained_in", "")),
    )
    codes, told = codes_of(call.running), Answer(303, f"/loans/loans/{loan_id}/phone")
    return await try_with_loan(request, call, loan_id, lambda unit: show_phone_code(command, unit, codes), lambda _: told)


@router.get("", dependencies=[may(Permission.LEND)])
async def follow(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """The code, and how far the family is. Once it is signed: on to the loan."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        phone = await unit.phones.of_loan(loan_id)
        state = phone.state(unit.now()) if phone else None
        until = phone.valid_until.astimezone(unit.zone) if phone else None
        counter = await counter_bar(unit, request, request_id=loan.request_id)
    if phone is None or (loan.status is not LoanStatus.READY_TO_SIGN and state is not PhoneState.USED):
        return RedirectResponse(f"/loans/loans/{loan_id}", status_code=303)
    code = codes_of(running).make(phone.id.bytes)
    address = f"{running.settings.base_url}/family/sign/{code}"
    context = {
        "loan": loan,
        "counter": counter,
        "phone": phone,
        "state": state,
        "until": until,
        "signed": state is PhoneState.USED,
        "goes_on": state in (PhoneState.WAITS, PhoneState.OPENED),
        "qr": qr_svg(address),
        "short_address": address.partition("://")[2].removesuffix(code),
        "code": code,
        "phones_reach_us": running.settings.phones_reach_us,
        "LANGUAGE": LANGUAGE,
        "PHONE_STATE": PHONE_STATE,
        "PHONE_TONE": PHONE_TONE,
    }
    return page(request, "loans/phone_code.html", context)


@router.post("/withdraw", dependencies=[may(Permission.LEND)])
async def withdraw(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The code lets nobody in any more; back to the text."""
    command, told = WithdrawPhoneCode(loan_id), Answer(303, f"/loans/loans/{loan_id}/agreement")
    return await try_with_loan(request, call, loan_id, lambda unit: withdraw_phone_code(command, unit), lambda _: told)
