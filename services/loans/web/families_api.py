"""Around families, for programs: places that borrow, fixed faces, trusted people, referrals, and rows that are one family."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.loans.commands.join_families import TwoFamilies, join_families, part_family, tell_apart
from services.loans.commands.know_people import ContactOf, TrustPerson, add_contact, drop_contact, trust_person
from services.loans.commands.refer_family import NoteReferral, note_referral
from services.loans.commands.register_household import RegisterPlace, register_place
from services.loans.domain.household import BorrowerKind
from services.loans.domain.people import MOST_REFERRAL_DAYS, REFERRAL_DAYS, TrustedFor
from services.loans.web.households_api import HouseholdView, done
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, may

router = APIRouter(prefix="/loans/api", tags=["households"])

SEE = [may(Permission.SEE_HOUSEHOLDS)]


class PlaceBody(BaseModel):
    """A room of a partner or the bag of a helper: what it is called and whose it is."""

    kind: Literal[BorrowerKind.ROOM, BorrowerKind.BAG]
    call_name: str
    belongs_to: str


class ContactBody(BaseModel):
    """A colleague who is a fixed face of the family, or is not any more."""

    person_id: UUID
    is_contact: bool = True


class TrustedBody(BaseModel):
    """Whom the family named, how to reach this person in words of the family, and what for."""

    name: str
    reach: str | None = None
    purposes: list[TrustedFor]


class ReferralBody(BaseModel):
    """Which school or service sent the family, and how many days from today that counts."""

    by_whom: str
    days: Annotated[int, Field(ge=0, le=MOST_REFERRAL_DAYS)] = REFERRAL_DAYS


class OtherBody(BaseModel):
    """The other family."""

    other_id: UUID


@router.post("/places", status_code=201, response_model=HouseholdView, dependencies=SEE)
async def post_place(body: PlaceBody, call: ApiCall) -> Response:
    """Let a room or a bag borrow."""
    command = RegisterPlace(body.kind, body.call_name, body.belongs_to)
    return await done(call, lambda unit: register_place(command, unit), 201)


@router.post("/households/{household_id}/contacts", response_model=HouseholdView, dependencies=SEE)
async def post_contact(household_id: UUID, body: ContactBody, call: ApiCall) -> Response:
    """Make a colleague a fixed face of the family, of at most two; or no longer."""
    command = ContactOf(household_id, body.person_id)
    if body.is_contact:
        return await done(call, lambda unit: add_contact(command, unit))
    return await done(call, lambda unit: drop_contact(command, unit))


@router.post("/households/{household_id}/trusted", response_model=HouseholdView, dependencies=SEE)
async def post_trusted(household_id: UUID, body: TrustedBody, call: ApiCall) -> Response:
    """Keep somebody whom the family named, of at most three."""
    command = TrustPerson(household_id, body.name, body.reach, frozenset(body.purposes))
    return await done(call, lambda unit: trust_person(command, unit))


@router.post("/households/{household_id}/referrals", response_model=HouseholdView, dependencies=SEE)
async def post_referral(household_id: UUID, body: ReferralBody, call: ApiCall) -> Response:
    """Note who sent the family. It changes nothing of its requests and its loans."""
    command = NoteReferral(household_id, body.by_whom, body.days)
    return await done(call, lambda unit: note_referral(command, unit))


@router.post("/households/{household_id}/join", response_model=HouseholdView, dependencies=SEE)
async def post_join(household_id: UUID, body: OtherBody, call: ApiCall) -> Response:
    """Both are one family: the other is the row that counts, unless this one is several already. Gives the one that counts."""
    command = TwoFamilies(household_id, body.other_id, call.person.id)
    return await done(call, lambda unit: join_families(command, unit))


@router.post("/households/{household_id}/part", response_model=HouseholdView, dependencies=SEE)
async def post_part(household_id: UUID, call: ApiCall) -> Response:
    """Take this row out of its family again."""
    command = TwoFamilies(household_id, household_id, call.person.id)
    return await done(call, lambda unit: part_family(command, unit))


@router.post("/households/{household_id}/tell-apart", response_model=HouseholdView, dependencies=SEE)
async def post_tell_apart(household_id: UUID, body: OtherBody, call: ApiCall) -> Response:
    """These two look alike and are two families."""
    command = TwoFamilies(household_id, body.other_id, call.person.id)
    return await done(call, lambda unit: tell_apart(command, unit))
