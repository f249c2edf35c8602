"""A family reads and signs on its own phone, with the code that the counter shows. The address holds that code and nothing else."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.commands.sign_agreement import SignAgreement, sign_agreement
from services.loans.documents.agreement_text import words_of
from services.loans.domain.phone_signing import PhoneSigning, PhoneState
from services.loans.domain.refusals import NotReadyToSign
from services.loans.domain.signing import Said
from services.loans.queries.loans import get_loan
from services.loans.queries.phones import phone_of
from services.loans.web.agreement_pages import number_in
from services.loans.web.family_texts import SIGN_FIELD, SIGN_REFUSALS, TOO_MANY_LOOKS
from services.loans.web.phone_pages import codes_of
from services.loans.web.signing import drawing_in, manner_of, with_paper, without_wrong
from shared.bus.answers import Answer
from shared.contracts.vocabulary import SigningWay
from shared.domain import NotFound, Refused
from shared.language.languages import languages
from shared.language.translate import speak
from shared.web.call import from_our_own_page, open_to_all, running_service, visitor_call
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, show_house
from shared.web.rate_limit import RateLimit

router = APIRouter(prefix="/family/sign", include_in_schema=False)

WITH_A_CODE = open_to_all("a family signs here, with the code that the counter shows for half an hour")
LOOKS = RateLimit(most=60, seconds=600)
"""Per address from which somebody looks. Nobody finds a code by trying; this keeps the trying cheap for us."""
DONE = "/family/sign/done"


@router.get("/done", dependencies=[open_to_all("shown to whoever just signed; tells nothing")])
async def done(request: Request, language: str = "") -> Response:
    """It is signed."""
    if language in languages():
        speak(language)
    return page(request, "loans/family_signed.html", {"over": False})


@router.get("/{code}", dependencies=[WITH_A_CODE])
async def read(request: Request, code: str) -> Response:
    """The agreement in the family's language and in Dutch, and a place to sign."""
    found = await _phone(request, code)
    if found is None:
        return _over(request)
    organisation, phone = found
    return await _sign_page(request, organisation, phone, code)


@router.post("/{code}", dependencies=[WITH_A_CODE])
async def sign(request: Request, code: str) -> Response:
    """Sign what was on the page, typed or drawn. The same form again is told the same."""
    from_our_own_page(request)
    found = await _phone(request, code, also_used=True)
    if found is None:
        return _over(request)
    organisation, phone = found
    form = await typed(request)
    try:
        drawing = await drawing_in(form.get("drawing", ""))
        command = SignAgreement(
            loan_id=phone.loan_id,
            document_sha256=form.get("document_sha256", ""),
            said=Said(
                manner_of(SigningWay.TYPED, mark=False, drawing=drawing is not None),
                explained_by=phone.seen_by if phone.explained_in else None,
                adult=form.get("adult") == "yes",
            ),
            seen_by=phone.seen_by,
            name=form.get("signature_name"),
            language=phone.language,
            level=phone.level,
            template_version=number_in(form.get("text", "")),
            explained_in=phone.explained_in,
            drawing=drawing,
            phone_id=phone.id,
        )
        call = await visitor_call(request, organisation, phone.id)
        command = await with_paper(call.running, organisation, command)
        told = Answer(303, f"{DONE}?language={phone.language.value}")
        answer = await call.answer(lambda unit: sign_agreement(command, unit), lambda _: told)
        return RedirectResponse(answer.location or DONE, status_code=303)
    except NotFound:
        return _over(request)
    except Refused as refusal:
        if refusal.code not in SIGN_REFUSALS and refusal.code not in ("text_too_long", "register_number_in_text"):
            return _over(request)
        status, problem = refused(refusal, SIGN_REFUSALS, SIGN_FIELD.get(refusal.code, "signature_name"))
        return await _sign_page(
            request, organisation, phone, code, without_wrong(form, refusal), [problem], status, number_in(form.get("text", ""))
        )


async def _phone(request: Request, code: str, *, also_used: bool = False) -> tuple[UUID, PhoneSigning] | None:
    """Whose code it is, and what it opens; None when it opens nothing, or never did. Raises 429 after too many looks."""
    running = running_service(request)
    if not LOOKS.allows(request.client.host if request.client else ""):
        raise HTTPException(429, TOO_MANY_LOOKS)
    code_hash = codes_of(running).digest(code)
    found = await phone_of(running.units, code_hash) if code_hash else None
    if found is None:
        return None
    organisation, phone_id = found
    async with running.units.open(organisation) as unit:
        phone = await unit.phones.get(phone_id)
        state = phone.state(unit.now()) if phone else PhoneState.OVER
        if state is PhoneState.WAITS:
            await unit.phones.open(phone_id)
    if phone is None:
        return None
    await show_house(request, organisation)
    speak(phone.language.value)
    opens = state in (PhoneState.WAITS, PhoneState.OPENED) or (also_used and state is PhoneState.USED)
    return (organisation, phone) if opens else None


async def _sign_page(
    request: Request,
    organisation: UUID,
    phone: PhoneSigning,
    code: str,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    version: int | None = None,
) -> Response:
    """`version`: the wording that was on the page, so that who mends its name reads on in the same text."""
    try:
        async with running_service(request).units.open(organisation) as unit:
            loan = await get_loan(unit, phone.loan_id)
            if not loan.waits_for_signature:
                raise NotReadyToSign()
            text = await agreement_of_today(loan, unit, phone.language, phone.level, version)
    except Refused:
        return _over(request)
    context = {
        "address": f"/family/sign/{code}",
        "text": text,
        "direction": lambda code: languages()[code].direction,
        "drawn": text.pictures,
        "own_words": words_of(text.language),
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/family_sign.html", context, status=status)


def _over(request: Request) -> Response:
    """The code opens nothing any more: used, withdrawn, too old, or it was signed at the counter meanwhile."""
    return page(request, "loans/family_signed.html", {"over": True}, status=410)
