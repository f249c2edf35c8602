"""What somebody of a family sees: what is on loan, what was agreed, where help is, and what we know."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from services.loans.commands.come_back import ComeBack, come_back
from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.commands.withdraw_request import WithdrawRequest, withdraw_request
from services.loans.documents import addendum_text
from services.loans.documents.addendum_pdf import addendum_pdf
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import words_of
from services.loans.domain.agreement import SignedAgreement
from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LineKind, LoanLine
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from services.loans.domain.signing import FileKind
from services.loans.queries.cards import FamilyHere
from services.loans.queries.families import around
from services.loans.queries.households import counting_household, who_looked
from services.loans.queries.known import KnownDevice, KnownTicket, internet_until, known_devices, open_tickets
from services.loans.queries.loans import get_addenda, get_signed, loans_of_household
from services.loans.queries.place import asked_by_family
from services.loans.queries.requests import get_request
from services.loans.web.agreement_pages import paper_answer
from services.loans.web.family_session import FamilyCall, Here
from services.loans.web.family_texts import (
    CONSENT_ANSWER,
    CONSENT_FOR,
    CONSENT_FOR_HINT,
    CONSENT_WAY,
    FAMILY_WISH,
    FROM_NOW_ON,
    LEVEL,
    TRUSTED_FOR,
    YOU_SAID,
    page_language,
)
from services.loans.web.known_text import look_line
from services.loans.web.others import names_of
from services.loans.web.reading import reading_address
from services.loans.web.rights_texts import WANTED_FOR
from services.loans.web.signing import SHOWN, how
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Accessory, ConsentAnswer, DeviceState
from shared.domain import NotFound, Refused
from shared.language.languages import languages
from shared.runtime.faces import face_of, rhythm_here
from shared.runtime.running import RunningService
from shared.web.call import VisitorCall, as_redirect, open_to_all, running_service
from shared.web.forms import typed
from shared.web.house_notice import notice_now
from shared.web.pages import page

router = APIRouter(prefix="/family", include_in_schema=False)

WITH_A_CARD = open_to_all("whoever is in with a family's card sees what that card shows")


@dataclass(frozen=True, slots=True)
class Lent:
    """A machine that somebody of the family has.

    Attributes:
        device: what we know of it; None while that is under way.
        ends_on: until when it is agreed; None where no end date was, when it comes back, or when that day is past.
        look_again_on: the day around which we ask how it goes; None when it comes back, or when that day was long ago.
        temporary: whether it goes along while another one is repaired.
        with_us: whether it is with us to be repaired.
        returning: whether the family brings it back.
        asked_on: since when somebody waits for an answer about it; None when nobody does.
        said_lost_on: since when the family says that it is lost or stolen; None when it does not.
        ask_now: whether it is time to ask how it goes: then the family says in one tap that it still needs it.
        things: what goes along with it, and is brought back with it.
        several: whether its loan has more machines.
        ends_loan: whether it is the last machine of its loan on the page, below which one says something of all of it.
    """

    device: KnownDevice | None
    ends_on: date | None
    look_again_on: date | None
    temporary: bool
    with_us: bool
    returning: bool
    asked_on: date | None
    loan_id: UUID
    device_id: UUID
    several: bool
    said_lost_on: date | None
    ask_now: bool
    ends_loan: bool
    things: Sequence[Accessory] = ()


@router.get("", dependencies=[WITH_A_CARD])
async def home(request: Request, here: Here) -> Response:
    """What is on loan, and the few things one can do: one a row."""
    async with running_service(request).units.open(here.organisation) as unit:
        loans = await _shown_loans(unit, here)
        ids = [line.device_id for loan in loans for line in loan.active_lines]
        devices = await known_devices(unit, ids)
        tickets = [await open_tickets(unit, [device_id]) for device_id in ids]
        asked = {device_id: _since(found, unit) for device_id, found in zip(ids, tickets, strict=True)}
        call_from = unit.today() + timedelta(days=(await rhythm_here(unit)).call_ahead_days)
        lent = [_lent(loan, line, devices, asked, unit.today(), call_from) for loan in loans for line in loan.active_lines]
        place = await face_of(unit)
        internet = await internet_until(unit, [loan.id for loan in loans])
        notice = notice_now(place.notice, unit.today())
        asking = await asked_by_family(unit, here.card.household_id) if here.card.shows_all else []
    context = {
        "asking": asking,
        "WANTED_FOR": WANTED_FOR,
        "ACCESSORY": words_of(page_language())["accessory"],  # the words of staff are not there in each language of families
        "MACHINE_WISH": FAMILY_WISH,
        "lent": lent,
        "loans": loans,
        "internet": min(internet.values(), default=None),
        "place": place,
        "notice": notice,
        "dial": dial(place.help_line),
        "shows_all": here.card.shows_all,
        "wrong_before": here.wrong_before,
    }
    return page(request, "loans/family_home.html", context)


@router.post("/requests/{request_id}/stop", dependencies=[WITH_A_CARD])
async def stop_asking(request_id: UUID, call: FamilyCall, here: Here) -> Response:
    """The family needs it no more. Nobody asks why, and for two weeks one tap brings it back."""
    await _is_theirs(call.running, here, request_id)
    return await _or_as_it_is(call, lambda unit: withdraw_request(WithdrawRequest(request_id), unit))


@router.post("/requests/{request_id}/come-back", dependencies=[WITH_A_CARD])
async def ask_after_all(request_id: UUID, call: FamilyCall, here: Here) -> Response:
    """The family needs it after all."""
    await _is_theirs(call.running, here, request_id)
    return await _or_as_it_is(call, lambda unit: come_back(ComeBack(request_id), unit))


async def _is_theirs(running: RunningService, here: FamilyHere, request_id: UUID) -> None:
    """Raises `NotFound` for a request of another family, and for a card that shows some loans only."""
    shows_all(here)
    async with running.units.open(here.organisation) as unit:
        if (await get_request(unit, request_id)).household_id != here.card.household_id:
            raise NotFound()


async def _or_as_it_is(call: VisitorCall, command: Callable[[Any], Awaitable[object]]) -> Response:
    """Run a command about what the family asks. When it is refused, something else happened meanwhile: the page says how it is."""
    home_again = Answer(303, "/family")
    try:
        return as_redirect(await call.answer(command, lambda _: home_again))
    except NotFound:
        raise
    except Refused:
        return as_redirect(home_again)


@router.get("/agreements/{loan_id}", dependencies=[WITH_A_CARD])
async def agreement(request: Request, loan_id: UUID, here: Here) -> Response:
    """What was agreed, to the letter, in the language in which it was signed and in Dutch."""
    async with running_service(request).units.open(here.organisation) as unit:
        signed = await _signed(unit, here, loan_id)
        addenda = await get_addenda(unit, loan_id)
        told = how(signed, unit)
        kept = await unit.files.added_at(loan_id)
    text = signed.agreement
    context = {
        "loan_id": loan_id,
        "text": text,
        "how": told,
        "addenda": addenda,
        "drawn_addendum": addendum_text.PICTOGRAMS,
        "drawing": f"/family/agreements/{loan_id}/drawing.png" if FileKind.DRAWING in kept else "",
        "direction": lambda code: languages()[code].direction,
        "drawn": text.pictures,
        "own_words": words_of(text.language),
    }
    return page(request, "loans/family_agreement.html", context)


@router.get("/agreements/{loan_id}/paper.pdf", dependencies=[WITH_A_CARD])
async def print_agreement(request: Request, loan_id: UUID, here: Here) -> Response:
    """The same on paper."""
    async with running_service(request).units.open(here.organisation) as unit:
        signed = await _signed(unit, here, loan_id)
        told = how(signed, unit)
        author = (await face_of(unit)).title or None
        kept = await unit.files.of(loan_id, FileKind.PAPER)
    if kept:
        return paper_answer(kept.content)
    read_at = reading_address(running_service(request).settings, signed.agreement)
    return paper_answer(await asyncio.to_thread(agreement_pdf, signed.agreement, told, author, read_at=read_at))


@router.get("/agreements/{loan_id}/drawing.png", dependencies=[WITH_A_CARD])
async def drawing(request: Request, loan_id: UUID, here: Here) -> Response:
    """What was drawn as a signature."""
    async with running_service(request).units.open(here.organisation) as unit:
        await _signed(unit, here, loan_id)
        kept = await unit.files.of(loan_id, FileKind.DRAWING)
    if kept is None:
        raise NotFound()
    return Response(kept.content, media_type="image/png", headers=SHOWN)


@router.get("/agreements/{loan_id}/addenda.pdf", dependencies=[WITH_A_CARD])
async def print_addenda(request: Request, loan_id: UUID, here: Here) -> Response:
    """What changed after it was signed, on paper."""
    async with running_service(request).units.open(here.organisation) as unit:
        await _signed(unit, here, loan_id)
        addenda = await get_addenda(unit, loan_id)
        author = (await face_of(unit)).title or None
    if not addenda:
        raise NotFound()
    pdf = await asyncio.to_thread(addendum_pdf, addenda, author)
    headers = {"content-disposition": 'inline; filename="wat-veranderde.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/known", dependencies=[WITH_A_CARD])
async def known(request: Request, here: Here) -> Response:
    """What we know of the family, and who looked. A card that shows some loans only shows those and nothing else: the name, the
    number and whom somebody trusts may be of the other parent."""
    async with running_service(request).units.open(here.organisation) as unit:
        household = await counting_household(unit, here.card.household_id)
        ask_about_data = (await face_of(unit)).ask_about_data
        if not here.card.shows_all:
            loans = await _shown_loans(unit, here)
            devices = await known_devices(unit, [line.device_id for loan in loans for line in loan.active_lines])
            shown = {"loans": loans, "devices": devices, "ask_about_data": ask_about_data}
            return page(request, "loans/family_known_some.html", shown)
        looks = await who_looked(unit, household.id)
        kept = await around(unit, household.id)
        zone, today = unit.zone, unit.today()
    names = await names_of(running_service(request), here.organisation, [look.person_id for look in looks])
    context = {
        "household": household,
        "language_name": languages()[household.language.value].own_name,
        "looks": [look_line(look, look.at.astimezone(zone).date(), names) for look in looks],
        "ask_about_data": ask_about_data,
        "now": kept.now,
        "said": kept.said,
        "trusted": [one for one in kept.trusted if one.removed_on is None],
        "referrals": [one for one in kept.referrals if one.counts_on(today)],
        "CONSENT": CONSENT_FOR,
        "CONSENT_ANSWER": CONSENT_ANSWER,
        "CONSENT_HINT": CONSENT_FOR_HINT,
        "CONSENT_WAY": CONSENT_WAY,
        "TRUSTED_FOR": TRUSTED_FOR,
        "LEVEL": LEVEL,
        "YOU_SAID": YOU_SAID,
        "FROM_NOW_ON": FROM_NOW_ON,
    }
    return page(request, "loans/family_known.html", context)


@router.post("/known/consent/{purpose}", dependencies=[WITH_A_CARD])
async def consent(request: Request, purpose: ConsentFor, call: FamilyCall, here: Here) -> Response:
    """What the family says from now on, in one tap."""
    shows_all(here)
    answer = (await typed(request)).get("answer", "")
    if answer not in (ConsentAnswer.YES.value, ConsentAnswer.NO.value):
        raise HTTPException(422)
    command = RecordConsent(here.card.household_id, purpose, ConsentAnswer(answer), ConsentWay.OWN_CARD)
    told = Answer(303, f"/family/known#{purpose.value}")
    return as_redirect(await call.answer(lambda unit: record_consent(command, unit), lambda _: told))


def shows_all(here: FamilyHere) -> None:
    """What is of everybody in the family is not for a card that shows some loans only. Raises `NotFound`."""
    if not here.card.shows_all:
        raise NotFound()


async def _shown_loans(unit: Unit, here: FamilyHere) -> Sequence[Loan]:
    """The loans under way that are for this person's eyes, the oldest first."""
    loans = await loans_of_household(unit, here.card.household_id)
    return [loan for loan in reversed(loans) if loan.status in UNDER_WAY and here.card.shows(loan.id)]


async def _signed(unit: Unit, here: FamilyHere, loan_id: UUID) -> SignedAgreement:
    """What was signed for a loan that this card shows now. Raises `NotFound`."""
    signed = await get_signed(unit, loan_id) if loan_id in {loan.id for loan in await _shown_loans(unit, here)} else None
    if signed is None:
        raise NotFound()
    return signed


def _lent(
    loan: Loan,
    line: LoanLine,
    devices: Mapping[UUID, KnownDevice],
    asked: Mapping[UUID, date | None],
    today: date,
    call_from: date,
) -> Lent:
    device = devices.get(line.device_id)
    ahead = loan.status is LoanStatus.RUNNING and loan.look_again_on is not None and loan.look_again_on >= today
    return Lent(
        device=device,
        look_again_on=loan.look_again_on if ahead else None,
        ends_on=loan.ends_on if loan.status is LoanStatus.RUNNING and loan.ends_on and loan.ends_on >= today else None,
        temporary=line.kind is LineKind.TEMPORARY,
        with_us=device is not None and device.state in (DeviceState.IN_REPAIR, DeviceState.REPAIRED),
        returning=loan.status is LoanStatus.RETURNING,
        asked_on=asked.get(line.device_id),
        loan_id=loan.id,
        device_id=line.device_id,
        several=len(loan.active_lines) > 1,
        said_lost_on=line.said_lost_on,
        ask_now=loan.status is LoanStatus.RUNNING and loan.look_again_on is not None and loan.look_again_on <= call_from,
        ends_loan=line is loan.active_lines[-1],
        things=loan.things_with(line),
    )


def _since(tickets: Sequence[KnownTicket], unit: Unit) -> date | None:
    """The day on which somebody first asked what has no answer yet."""
    days = [ticket.opened_at.astimezone(unit.zone).date() for ticket in tickets if ticket.opened_at]
    return min(days, default=None)


def dial(help_line: str | None) -> str:
    """A telephone number as a link has it."""
    return "".join(letter for letter in help_line or "" if letter.isdigit() or letter == "+")
