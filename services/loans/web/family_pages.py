"""What somebody of a family sees: what is on loan, what was agreed, where help is, and what we know."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import PICTOGRAMS, how_signed, words_of
from services.loans.domain.agreement import SignedAgreement
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LineKind, LoanLine
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from services.loans.queries.cards import FamilyHere
from services.loans.queries.households import get_household, who_looked
from services.loans.queries.known import KnownDevice, KnownTicket, internet_until, known_devices, open_tickets
from services.loans.queries.loans import get_signed, loans_of_household
from services.loans.web.family_session import FamilyCall, Here
from services.loans.web.family_texts import CONSENT, FROM_NOW_ON, LEVEL, YOU_SAID
from services.loans.web.known_text import look_line
from services.loans.web.others import names_of
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose, DeviceState
from shared.domain import NotFound
from shared.language.languages import languages
from shared.runtime.faces import face_of
from shared.web.call import as_redirect, open_to_all, running_service
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
        look_again_on: the day around which we ask how it goes; None when it comes back, or when that day was long ago.
        temporary: whether it goes along while another one is repaired.
        with_us: whether it is with us to be repaired.
        returning: whether the family brings it back.
        asked_on: since when somebody waits for an answer about it; None when nobody does.
    """

    device: KnownDevice | None
    look_again_on: date | None
    temporary: bool
    with_us: bool
    returning: bool
    asked_on: date | None


@router.get("", dependencies=[WITH_A_CARD])
async def home(request: Request, here: Here) -> Response:
    """What is on loan, and the few things one can do: one a row."""
    async with running_service(request).units.open(here.organisation) as unit:
        loans = await _shown_loans(unit, here)
        ids = [line.device_id for loan in loans for line in loan.active_lines]
        devices = await known_devices(unit, ids)
        tickets = [await open_tickets(unit, [device_id]) for device_id in ids]
        asked = {device_id: _since(found, unit) for device_id, found in zip(ids, tickets, strict=True)}
        lent = [_lent(loan, line, devices, asked, unit.today()) for loan in loans for line in loan.active_lines]
        place = await face_of(unit)
        internet = await internet_until(unit, [loan.id for loan in loans])
        notice = notice_now(place.notice, unit.today())
    context = {
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


@router.get("/agreements/{loan_id}", dependencies=[WITH_A_CARD])
async def agreement(request: Request, loan_id: UUID, here: Here) -> Response:
    """What was agreed, to the letter, in the language in which it was signed and in Dutch."""
    async with running_service(request).units.open(here.organisation) as unit:
        signed = await _signed(unit, here, loan_id)
        how = _how(signed, unit)
    text = signed.agreement
    context = {
        "loan_id": loan_id,
        "text": text,
        "how": how,
        "direction": lambda code: languages()[code].direction,
        "drawn": PICTOGRAMS,
        "own_words": words_of(text.language),
    }
    return page(request, "loans/family_agreement.html", context)


@router.get("/agreements/{loan_id}/paper.pdf", dependencies=[WITH_A_CARD])
async def print_agreement(request: Request, loan_id: UUID, here: Here) -> Response:
    """The same on paper."""
    async with running_service(request).units.open(here.organisation) as unit:
        signed = await _signed(unit, here, loan_id)
        how = _how(signed, unit)
        author = (await face_of(unit)).title or None
    pdf = await asyncio.to_thread(agreement_pdf, signed.agreement, how, author)
    headers = {"content-disposition": 'inline; filename="afspraken.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/known", dependencies=[WITH_A_CARD])
async def known(request: Request, here: Here) -> Response:
    """What we know of the family, and who looked. Not for a card that shows some loans only: it is about everybody there."""
    shows_all(here)
    async with running_service(request).units.open(here.organisation) as unit:
        household = await get_household(unit, here.card.household_id)
        looks = await who_looked(unit, household.id)
        ask_about_data = (await face_of(unit)).ask_about_data
        zone = unit.zone
    names = await names_of(running_service(request), here.organisation, [look.person_id for look in looks])
    context = {
        "household": household,
        "language_name": languages()[household.language.value].own_name,
        "looks": [look_line(look, look.at.astimezone(zone).date(), names) for look in looks],
        "ask_about_data": ask_about_data,
        "CONSENT": CONSENT,
        "LEVEL": LEVEL,
        "YOU_SAID": YOU_SAID,
        "FROM_NOW_ON": FROM_NOW_ON,
    }
    return page(request, "loans/family_known.html", context)


@router.post("/known/consent/{purpose}", dependencies=[WITH_A_CARD])
async def consent(request: Request, purpose: ConsentPurpose, call: FamilyCall, here: Here) -> Response:
    """What the family says from now on, in one tap."""
    shows_all(here)
    answer = (await typed(request)).get("answer", "")
    if answer not in (ConsentAnswer.YES.value, ConsentAnswer.NO.value):
        raise HTTPException(422)
    command = RecordConsent(here.card.household_id, purpose, ConsentAnswer(answer))
    told = Answer(303, "/family/known")
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


def _how(signed: SignedAgreement, unit: Unit) -> dict[Any, str]:
    at = signed.signature.at.astimezone(unit.zone)
    return {sheet.language: how_signed(signed.signature, at, sheet.language) for sheet in signed.agreement.sheets}


def _lent(loan: Loan, line: LoanLine, devices: Mapping[UUID, KnownDevice], asked: Mapping[UUID, date | None], today: date) -> Lent:
    device = devices.get(line.device_id)
    ahead = loan.status is LoanStatus.RUNNING and loan.look_again_on is not None and loan.look_again_on >= today
    return Lent(
        device=device,
        look_again_on=loan.look_again_on if ahead else None,
        temporary=line.kind is LineKind.TEMPORARY,
        with_us=device is not None and device.state in (DeviceState.IN_REPAIR, DeviceState.REPAIRED),
        returning=loan.status is LoanStatus.RETURNING,
        asked_on=asked.get(line.device_id),
    )


def _since(tickets: Sequence[KnownTicket], unit: Unit) -> date | None:
    """The day on which somebody first asked what has no answer yet."""
    days = [ticket.opened_at.astimezone(unit.zone).date() for ticket in tickets if ticket.opened_at]
    return min(days, default=None)


def dial(help_line: str | None) -> str:
    """A telephone number as a link has it."""
    return "".join(letter for letter in help_line or "" if letter.isdigit() or letter == "+")
