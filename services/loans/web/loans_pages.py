"""The pages of loans: who has what, whom to call, and what comes back. Signing is in `agreement_pages`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.end_loan import EndLoan, end_loan
from services.loans.commands.extend_loan import ExtendLoan, extend_loan
from services.loans.commands.return_loan import KeepLoan, RequestReturn, keep_loan, request_return
from services.loans.domain.hand_over import HandOver
from services.loans.domain.line_count import WITH_A_MACHINE
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LineEnd
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.priority import Internet
from services.loans.domain.signing import FileKind
from services.loans.queries import loans as queries
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices, open_tickets
from services.loans.queries.requests import get_request
from services.loans.queries.touches import why_not_to_call
from services.loans.store.closed import ClosedFiles
from services.loans.store.loans import WHAT_WAS_SIGNED
from services.loans.web import texts
from services.loans.web.along import chosen_with, to_bring_later, to_give, to_take_back
from services.loans.web.counter_bar import counter_bar
from services.loans.web.seal_state import how_long
from services.loans.web.touch_texts import NOT_TO_CALL, TO_WRITE
from services.loans.web.typed import chosen_accessories, why_in
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _
from shared.runtime.faces import limits_here
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, trail
from shared.web.vocabulary_texts import ACCESSORY, LOST, PROFILE, SYMPTOM

router = APIRouter(prefix="/loans/loans", include_in_schema=False)

MOST_LEARNERS_SHOWN = 6
WORDS = {
    name: getattr(texts, name)
    for name in (
        "CONSENT",
        "CONSENT_ANSWER",
        "LANGUAGE",
        "LEVEL",
        "LOAN_STATUS",
        "LOAN_TONE",
        "MANNER",
        "PLACE",
        "SIGNS_AS",
    )
} | {"ACCESSORY": ACCESSORY, "LOST": LOST, "PROFILE": PROFILE, "SYMPTOM": SYMPTOM}
STEPS = [
    (_("Spullen kiezen"), _("Spullen gekozen")),
    (_("Samen lezen"), _("Samen gelezen")),
    (_("Tekenen"), _("Getekend")),
    (_("Meegeven"), _("Meegegeven")),
]


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def list_loans(
    request: Request, person: SignedIn, status: str = "running", look_again: str = "", lost: str = "", after: UUID | None = None
) -> Response:
    """Loans by where they are; or the families to call, because it is time to ask how it goes."""
    chosen = LoanStatus(status) if status in [known.value for known in texts.LOAN_TAB] else LoanStatus.RUNNING
    async with running_service(request).units.open(person.organisation) as unit:
        today = unit.today()
        shut = await ClosedFiles(unit).shut_for(person.id)
        not_to_call = {}
        if look_again:
            found, which = await queries.to_look_again(unit, today, after), "look_again=soon"
            not_to_call = await why_not_to_call(unit, [loan.id for loan in found])
        elif lost:
            found, which = await queries.said_lost(unit, after), "lost=said"
        else:
            found, which = await queries.list_loans(unit, chosen, after), f"status={chosen.value}"
        devices = await known_devices(unit, [line.device_id for loan in found for line in loan.active_lines])
        some_lost = bool(lost or await queries.said_lost(unit))
        seal = how_long(await unit.seals.all(), unit.now()) if person.may(Permission.MANAGE_ORGANISATION) else ""
    following = f"/loans/loans?{which}&after={found[-1].id}" if len(found) == queries.PAGE else None
    context = {
        "loans": found,
        "shut": shut,
        "devices": devices,
        "chosen": None if look_again or lost else chosen,
        "lost": bool(lost),
        "tabs": texts.LOAN_TAB,
        "views": _views(None if look_again or lost else chosen, bool(lost), some_lost),
        "following": following,
        "seal": seal,
        "not_to_call": not_to_call,
        "NOT_TO_CALL": NOT_TO_CALL,
        "to_write": TO_WRITE,
        "first": after is None,
        "today": today,
    }
    return page(request, "loans/loans.html", WORDS | context)


@router.get("/{loan_id}", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def show_loan(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """One loan: before signing the first step at the counter, afterwards what the family has and what can be done."""
    return await loan_page(request, person.organisation, loan_id)


@router.post("/{loan_id}/extend", dependencies=[may(Permission.LEND)])
async def extend(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The need goes on."""
    return await try_with_loan(request, call, loan_id, lambda unit: extend_loan(ExtendLoan(loan_id), unit))


@router.post("/{loan_id}/return", dependencies=[may(Permission.LEND)])
async def start_return(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The need is over."""
    return await try_with_loan(request, call, loan_id, lambda unit: request_return(RequestReturn(loan_id), unit))


@router.post("/{loan_id}/keep", dependencies=[may(Permission.LEND)])
async def keep(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The family keeps it after all."""
    return await try_with_loan(request, call, loan_id, lambda unit: keep_loan(KeepLoan(loan_id), unit))


@router.get("/{loan_id}/end", dependencies=[may(Permission.LEND)])
async def check_off(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """What came back? Tick it."""
    return await _end_page(request, person.organisation, loan_id)


@router.post("/{loan_id}/end", dependencies=[may(Permission.LEND)])
async def end(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """End it with what came back; the rest is noted."""
    form, returned = await typed(request), await chosen_accessories(request)
    along = await chosen_with(request)
    command = EndLoan(loan_id, returned, why_in(form), form.get("brought_by", ""), along)
    try:
        return as_redirect(await call.answer(lambda unit: end_loan(command, unit), to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        if refusal.code not in ("text_too_long", "register_number_in_text"):
            status, problem = refused(refusal, texts.REFUSALS)
            return await loan_page(request, call.organisation, loan_id, [problem], status)
        status, problem = refused(refusal, texts.REFUSALS, "brought_by")
        return await _end_page(request, call.organisation, loan_id, returned, form, [problem], status, along)


async def _end_page(
    request: Request,
    organisation: UUID,
    loan_id: UUID,
    ticked: Sequence[Accessory] | None = None,
    form: Mapping[str, str] = MappingProxyType({}),
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    ticked_with: Mapping[UUID, Sequence[Accessory]] | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        devices = await known_devices(unit, [line.device_id for line in loan.lines])
    if not loan.under_way:
        return as_redirect(to_loan(loan))
    context = {
        "loan": loan,
        "devices": devices,
        "went_along": [(accessory.value, ACCESSORY[accessory], "") for accessory in loan.asked_back],
        "ticked": [one.value for one in (loan.asked_back if ticked is None else ticked)],
        "with_each": to_take_back(loan, devices, ticked_with),
        "reasons": [(one.value, capital(texts.WHY_STOPPED[one]), "") for one in WITH_A_MACHINE],
        "why": form.get("why", ""),
        "brought_by": form.get("brought_by", ""),
        "ACCESSORY": ACCESSORY,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/end_loan.html", context, status=status)


async def try_with_loan(
    request: Request,
    call: Call,
    loan_id: UUID,
    command: Callable[[Any], Awaitable[Loan]],
    tell: Callable[[Loan], Answer] | None = None,
) -> Response:
    """Run a command and go to the loan, or where `tell` says; when it is refused, show the loan again with why."""
    try:
        return as_redirect(await call.answer(command, tell or to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, texts.REFUSALS)
        return await loan_page(request, call.organisation, loan_id, [problem], status)


async def loan_page(
    request: Request, organisation: UUID, loan_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    """The page of a loan."""
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        household = await get_household(unit, loan.household_id, forgotten_too=True)
        asked = await get_request(unit, loan.request_id)
        devices = await known_devices(unit, [line.device_id for line in loan.lines])
        tickets = await open_tickets(unit, [line.device_id for line in loan.active_lines])
        signed = await queries.get_signed(unit, loan_id)
        kept = await unit.files.added_at(loan_id) if signed else {}
        at_partner = await unit.hand_outs.of_loan(loan_id)
        addenda = await queries.get_addenda(unit, loan_id)
        lent_since = await queries.lent_since(unit, loan.lines)
        brought_by = await queries.brought_by(unit, loan_id)
        has = await queries.machines_of_household(unit, loan.household_id)
        look_twice = has >= (await limits_here(unit)).loans_per_household and loan.status is LoanStatus.READY_TO_SIGN
        counter = await counter_bar(unit, request, request_id=loan.request_id)
        today, zone = unit.today(), unit.zone
        ask_again = await unit.look_again_day()
    most = max(MOST_LEARNERS_SHOWN, loan.learners)
    device = devices.get(loan.first_device_id)
    fit = device.fits.get(asked.profile) if device else None
    lies_ready = (device.prepared if device else None) or ()
    proposed = () if loan.chosen else lies_ready
    context = {
        "counter": counter,
        "loan": loan,
        "household": household,
        "asked": asked,
        "no_internet": asked.need.internet is Internet.NO,
        "devices": devices,
        "said": fit_said(fit.score, fit.why) if fit else None,
        "left": (device.kept_until - today).days if device and device.kept_until else None,
        "tickets": [(ticket, ticket.opened_at.astimezone(zone) if ticket.opened_at else None) for ticket in tickets],
        "signed": signed,
        "has_photo": FileKind.PHOTO in kept,
        "given_at_partner": at_partner is not None and at_partner.given_at is not None,
        "addenda": addenda,
        "brought_by": brought_by.get(WHAT_WAS_SIGNED),
        "parts_brought_by": [(one.made_on, brought_by[one.part]) for one in addenda if one.part in brought_by],
        "lent_since": lent_since,
        "shown_lines": [line for line in loan.lines if line.ended is not LineEnd.NOT_GIVEN],
        "hand_over": [(one.value, texts.HAND_OVER[one], "") for one in HandOver],
        "ticked_off": [one.value for one in loan.handed_over],
        "to_give": to_give(loan, devices),
        "checked_off": [one for one in loan.asked_back if one not in loan.not_returned],
        "missing": [(one.value, ACCESSORY[one], "") for one in loan.not_returned],
        "missing_with": to_bring_later(loan, devices),
        "scan_too": any(one in texts.WITH_A_CODE for things in (loan.not_returned, *loan.missing_with.values()) for one in things),
        "today": today,
        "ask_again": ask_again,
        "trail": trail(STEPS, 4 if signed else 0),
        "accessories": texts.ACCESSORIES,
        "lies_ready": lies_ready,
        "not_ready": {one.value: texts.not_ready(one, lies_ready) for one in Accessory if texts.not_ready(one, lies_ready)},
        "lost_ready": [one for one in loan.gone if one not in lies_ready],
        "ticked": [one.value for one in Accessory if one in loan.accessories or one in proposed],
        "learners": [(str(count), str(count) if count else _("Niemand"), "") for count in range(most + 1)],
        "has": has,
        "look_twice": look_twice,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/loan.html", WORDS | context, status=status)


def _views(chosen: LoanStatus | None, lost: bool, some_lost: bool) -> list[tuple[str, str, str]]:
    """The views of the list; None is that of families to call. What families say is lost is there when there is something."""
    by_status = [
        (f"/loans/loans?status={status.value}", words, "page" if status is chosen else "")
        for status, words in texts.LOAN_TAB.items()
    ]
    to_call = ("/loans/loans?look_again=soon", _("Wie bellen we?"), "" if chosen or lost else "page")
    said = ("/loans/loans?lost=said", _("Kwijt gezegd"), "page" if lost else "")
    return [*by_status, to_call, *[said] * some_lost]


def to_loan(loan: Loan) -> Answer:
    """The answer to a form: look at the loan."""
    return Answer(303, f"/loans/loans/{loan.id}")
