"""Two families that may be one: look at both, put them together, take them apart, or say that they are two."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.join_families import TwoFamilies, join_families, part_family, tell_apart
from services.loans.domain.household import Household
from services.loans.queries.cards import cards_of_family
from services.loans.queries.families import around
from services.loans.queries.households import counting_household
from services.loans.queries.loans import loans_of_household
from services.loans.queries.requests import requests_of_household
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/loans/households/{household_id}", include_in_schema=False)

SEE = [may(Permission.SEE_HOUSEHOLDS)]


@router.get("/same/{other_id}", dependencies=SEE)
async def look_at_both(request: Request, household_id: UUID, other_id: UUID, person: SignedIn) -> Response:
    """Both beside each other, and what putting them together does."""
    return await _both_page(request, person.organisation, household_id, other_id)


@router.post("/same/{other_id}", dependencies=SEE)
async def join(request: Request, household_id: UUID, other_id: UUID, call: FormCall) -> Response:
    """They are one. The page of the family offers to take them apart."""
    command = TwoFamilies(other_id, household_id, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: join_families(command, unit), _to_family))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _both_page(request, call.organisation, household_id, other_id, [problem], status)


@router.post("/other/{other_id}", dependencies=SEE)
async def apart(household_id: UUID, other_id: UUID, call: FormCall) -> Response:
    """They are two: nobody is asked again."""
    command = TwoFamilies(household_id, other_id, call.person.id)
    return as_redirect(await call.answer(lambda unit: tell_apart(command, unit), _to_family))


@router.post("/part/{other_id}", dependencies=SEE)
async def part(household_id: UUID, other_id: UUID, call: FormCall) -> Response:
    """The other is another family after all; each has again what was its own."""
    command = TwoFamilies(other_id, household_id, call.person.id)
    to = Answer(303, f"/loans/households/{household_id}")
    try:
        return as_redirect(await call.answer(lambda unit: part_family(command, unit), lambda _: to))
    except NotFound:
        raise
    except Refused:  # a colleague was first: what was wanted is so
        return as_redirect(to)


async def _both_page(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    other_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        one, other = await counting_household(unit, household_id), await counting_household(unit, other_id)
        if not (one.is_family and other.is_family):
            raise NotFound()
        if one.id == other.id:
            return as_redirect(_to_family(one))
        both = [await _seen(unit, household) for household in (one, other)]
    context = {"household": one, "other": other, "both": both, "problems": problems}
    return page(request, "loans/join.html", context, status=status)


async def _seen(unit: Unit, household: Household) -> tuple[Household, int, int, int, int]:
    """A family, and how many loans, requests, cards and trusted people it has."""
    known = await around(unit, household.id)
    counted = (await loans_of_household(unit, household.id), await requests_of_household(unit, household.id))
    cards = await cards_of_family(unit, household.id)
    return household, len(counted[0]), len(counted[1]), len(cards), len(known.trusted)


def _to_family(household: Household) -> Answer:
    return Answer(303, f"/loans/households/{household.id}")
