"""A family that did not answer about its loan: one visit to ask whether all is well, if it wishes visits, in every order."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.loans import LoanExtended, LoanStarted, LookAgainPassed, ReturnRequested
from shared.contracts.vocabulary import ConsentAnswer, Role
from tests.support.helpdesk import a_loan, heard, outbox, the_end, wish
from tests.support.house import House, Staff, today

YES, NO, NOT_ASKED = ConsentAnswer.YES, ConsentAnswer.NO, ConsentAnswer.NOT_ASKED

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


def passed(loan: LoanStarted) -> LookAgainPassed:
    return LookAgainPassed(loan_id=loan.loan_id, household_id=loan.household_id, look_again_on=loan.look_again_on)


def an_old_loan(house: House) -> LoanStarted:
    """So long ago that no follow-up is planned any more."""
    return a_loan(house, started_on=today(house) - timedelta(days=400))


async def helps(staff: Staff) -> list[Any]:
    """Visits to help that are planned."""
    visits = (await staff.get("/helpdesk/api/visits?until=2100-01-01"))["visits"]
    return [one for one in visits if one["purpose"] == "help"]


@pytest.mark.parametrize(("said", "visits"), [(None, 1), (NOT_ASKED, 1), (YES, 1), (NO, 0)])
@pytest.mark.parametrize("wish_first", [True, False])
async def test_one_visit_if_the_wish_allows_it(house: House, said: ConsentAnswer | None, visits: int, wish_first: bool) -> None:
    staff = house.sign_in(None, Role.OUTREACH)
    loan = an_old_loan(house)
    wishes = [wish(loan.household_id, said)] if said else []
    order = [*wishes, passed(loan)] if wish_first else [passed(loan), *wishes]
    await heard(house, staff.organisation, loan)
    for event in order:
        await heard(house, staff.organisation, event)
    assert len(await helps(staff)) == visits
    await heard(house, staff.organisation, passed(loan))
    assert len(await helps(staff)) == visits, "told again, it is one visit"


async def test_a_no_that_becomes_a_yes_brings_it_back_and_a_second_no_calls_it_off(house: House) -> None:
    staff = house.sign_in(None, Role.OUTREACH)
    loan = an_old_loan(house)
    await heard(house, staff.organisation, loan, wish(loan.household_id, NO), passed(loan))
    for said, visits in ((YES, 1), (NO, 0), (YES, 1)):
        await heard(house, staff.organisation, wish(loan.household_id, said))
        assert len(await helps(staff)) == visits


@pytest.mark.parametrize("answer", ["extended", "return", "end"])
async def test_an_answer_calls_it_off_for_good(house: House, answer: str) -> None:
    staff = house.sign_in(None, Role.OUTREACH)
    loan = an_old_loan(house)
    later = today(house) + timedelta(days=300)
    events: dict[str, Any] = {
        "extended": LoanExtended(loan_id=loan.loan_id, look_again_on=later),
        "return": ReturnRequested(loan_id=loan.loan_id, household_id=loan.household_id),
        "end": the_end(loan, today(house)),
    }
    await heard(house, staff.organisation, loan, wish(loan.household_id, YES), passed(loan))
    assert len(await helps(staff)) == 1
    await heard(house, staff.organisation, events[answer])
    assert await helps(staff) == []
    await heard(house, staff.organisation, wish(loan.household_id, NO), wish(loan.household_id, YES))
    assert await helps(staff) == [], "what was answered is not asked again"


async def test_after_a_visit_that_went_ahead_no_other_one(house: House) -> None:
    staff = house.sign_in(None, Role.OUTREACH)
    loan = an_old_loan(house)
    await heard(house, staff.organisation, loan, passed(loan))
    [visit] = await helps(staff)
    await staff.did(f"/helpdesk/api/visits/{visit['id']}/record", {"outcome": "went_ahead"})
    await heard(house, staff.organisation, wish(loan.household_id, YES), passed(loan))
    assert await helps(staff) == []
    planned = [row for row in await outbox(house, staff.organisation) if "visit_planned" in str(row)]
    assert len(planned) == 1


async def test_a_loan_that_is_over_before_it_is_heard_gets_none(house: House) -> None:
    staff = house.sign_in(None, Role.OUTREACH)
    loan = an_old_loan(house)
    await heard(house, staff.organisation, loan, the_end(loan, today(house)), passed(loan))
    assert await helps(staff) == []
