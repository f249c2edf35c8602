"""Families, for who may see them. Names never stand in an address: a search is sent, not linked."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.loans.commands.correct_household import CorrectHousehold, correct_household
from services.loans.commands.forget_household import ForgetHousehold, forget_household
from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.commands.register_household import RegisterHousehold, register_household
from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.household import BorrowerKind, Household, Language, Level
from services.loans.domain.people import TrustedFor
from services.loans.queries import households as queries
from services.loans.queries.families import around
from services.loans.queries.loans import loans_of_household
from services.loans.queries.requests import requests_of_household
from services.loans.store.unit import LoansUnit
from services.loans.web.loans_api import LoanView
from services.loans.web.loans_api import view as loan_view
from services.loans.web.requests_api import RequestView
from services.loans.web.requests_api import view as request_view
from shared.bus.answers import Answer
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, Call, SignedIn, as_json, id_at_end, may, running_service

router = APIRouter(prefix="/loans/api/households", tags=["households"])


class HouseholdBody(BaseModel):
    """How the family wants to be called and reached. All of it may be left out."""

    call_name: str | None = None
    telephone: str | None = None
    language: Language = Language.NL


class NewHouseholdBody(HouseholdBody):
    """The same, and what it said about visits and calls."""

    visits: ConsentAnswer = ConsentAnswer.NOT_ASKED
    calls: ConsentAnswer = ConsentAnswer.NOT_ASKED


class ConsentBody(BaseModel):
    """What the family says from now on, and how it said so."""

    purpose: ConsentFor
    answer: ConsentAnswer
    way: ConsentWay = ConsentWay.COUNTER


class SearchBody(BaseModel):
    """The beginning of a code or of a name."""

    text: str


class HouseholdView(BaseModel):
    """A family as the API shows it, to those who may see families."""

    id: UUID
    code: str
    call_name: str | None
    telephone: str | None
    language: Language
    level: Level
    visits: ConsentAnswer
    calls: ConsentAnswer
    kind: BorrowerKind = BorrowerKind.HOUSEHOLD
    belongs_to: str | None = None
    merged_into: UUID | None = None


class HouseholdList(BaseModel):
    """Families; `next` is the address of the following page, if there may be one."""

    households: list[HouseholdView]
    next: str | None = None


class LookView(BaseModel):
    """A day on which somebody was told how to call this family: `times` times, the last time `at` (UTC)."""

    service: str
    person_id: UUID
    purpose: DisclosurePurpose
    what: list[str]
    times: int
    at: datetime


class SaidView(BaseModel):
    """What the family said once; `noted_by` nobody where it did so itself."""

    purpose: ConsentFor
    answer: ConsentAnswer
    way: ConsentWay
    said_on: date
    noted_by: UUID | None


class TrustedView(BaseModel):
    """Somebody whom the family named."""

    id: UUID
    name: str
    reach: str | None
    purposes: list[TrustedFor]
    removed_on: date | None


class ReferralView(BaseModel):
    """Who referred the family: a name that staff wrote, or the account of a partner; and until when it counts."""

    id: UUID
    by_whom: str | None
    by_person: UUID | None
    since: date
    until: date


class HouseholdDetail(HouseholdView):
    """A family with what it asked, has and said, who is around it, and who looked at its name; of all its rows."""

    together_with: list[UUID]
    consents: dict[ConsentFor, ConsentAnswer]
    said: list[SaidView]
    contacts: list[UUID]
    trusted: list[TrustedView]
    referrals: list[ReferralView]

    requests: list[RequestView]
    loans: list[LoanView]
    looks: list[LookView]


def _facts(household: Household) -> HouseholdView:
    return HouseholdView(
        id=household.id,
        code=household.code,
        call_name=household.call_name,
        telephone=household.telephone,
        language=household.language,
        level=household.level,
        visits=household.consents[ConsentPurpose.VISITS],
        calls=household.consents[ConsentPurpose.CALLS],
        kind=household.kind,
        belongs_to=household.belongs_to,
        merged_into=household.merged_into,
    )


async def done(call: Call, command: Callable[[LoansUnit], Awaitable[Household]], status: int = 200) -> Response:
    """Run a command, and show the family as it is now. Kept for a repeat is only which family: no name outlives a correction."""
    answer = await call.answer(command, lambda household: Answer(status, f"/loans/api/households/{household.id}"))
    async with call.running.units.open(call.organisation) as unit:
        household = await queries.get_household(unit, id_at_end(answer))
    return as_json(Answer(answer.status, answer.location, _facts(household).model_dump(mode="json")))


@router.post("", status_code=201, response_model=HouseholdView, dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def post_household(body: NewHouseholdBody, call: ApiCall) -> Response:
    """Register a family; it gets a friendly code."""
    consents = {ConsentPurpose.VISITS: body.visits, ConsentPurpose.CALLS: body.calls}
    command = RegisterHousehold(body.call_name, body.telephone, body.language, consents, noted_by=call.person.id)
    return await done(call, lambda unit: register_household(command, unit), 201)


@router.post("/search", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def search_households(body: SearchBody, call: ApiCall) -> HouseholdList:
    """Families whose code or name begins like this; at most fifty."""
    async with call.running.units.open(call.organisation) as unit:
        found = await queries.search_households(unit, call.person.id, body.text[:100])
    return HouseholdList(households=[_facts(one) for one in found])


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def get_households(request: Request, person: SignedIn, after: Annotated[UUID | None, Query()] = None) -> HouseholdList:
    """Families, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_households(unit, person.id, after)
    following = f"/loans/api/households?after={found[-1].id}" if len(found) == queries.PAGE else None
    return HouseholdList(households=[_facts(one) for one in found], next=following)


@router.get("/{household_id}", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def get_household(request: Request, household_id: UUID, person: SignedIn) -> HouseholdDetail:
    """One family."""
    async with running_service(request).units.open(person.organisation) as unit:
        household = await queries.get_household(unit, household_id)
        requests = await requests_of_household(unit, household_id)
        loans = await loans_of_household(unit, household_id)
        looks = await queries.who_looked(unit, household_id)
        known = await around(unit, household_id)
        today = unit.today()
        await unit.households.note_opened(household_id, person.id)
    loan_of = {loan.request_id: loan.id for loan in loans}
    return HouseholdDetail(
        **_facts(household).model_dump(),
        requests=[request_view(one, today, loan_of.get(one.id)) for one in requests],
        loans=[loan_view(one) for one in loans],
        together_with=[row.id for row in known.rows if row.id != household_id],
        consents=dict(known.now),
        said=[SaidView.model_validate(one, from_attributes=True) for one in known.said],
        contacts=[one.person_id for one in known.contacts if one.removed_on is None],
        trusted=[TrustedView.model_validate(one, from_attributes=True) for one in known.trusted],
        referrals=[ReferralView.model_validate(one, from_attributes=True) for one in known.referrals],
        looks=[LookView.model_validate(look, from_attributes=True) for look in looks],
    )


@router.post("/{household_id}/correct", response_model=HouseholdView, dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def post_correct(household_id: UUID, body: HouseholdBody, call: ApiCall) -> Response:
    """Put right how a family is called and reached; what is left out is forgotten."""
    command = CorrectHousehold(household_id, body.call_name, body.telephone, body.language)
    return await done(call, lambda unit: correct_household(command, unit))


@router.post("/{household_id}/consent", response_model=HouseholdView, dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def post_consent(household_id: UUID, body: ConsentBody, call: ApiCall) -> Response:
    """Note what the family says about one purpose."""
    command = RecordConsent(household_id, body.purpose, body.answer, body.way, call.person.id)
    return await done(call, lambda unit: record_consent(command, unit))


@router.post("/{household_id}/forget", status_code=204, dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def post_forget(household_id: UUID, call: ApiCall) -> Response:
    """Forget a family that asks for it: names, numbers, notes and signatures go everywhere, for good; counts stay."""
    command = ForgetHousehold(household_id)
    await call.answer(lambda unit: forget_household(command, unit), lambda _: Answer(204))
    return Response(status_code=204)
