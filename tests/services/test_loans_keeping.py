"""What is kept no longer than an organisation chose really goes, and nothing that goes on is touched. The clock is moved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.loans.commands.keep_round import keep_round
from shared.contracts.portal import OrganisationChanged
from shared.contracts.rhythm import RhythmWish
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.lending import a_family, a_running_loan

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def round_now(house: House, staff: Staff) -> None:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await keep_round("", unit)
    await house.run_until_idle()


async def count(house: House, staff: Staff, query: str) -> Any:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return await unit.connection.scalar(text(query))


async def is_known(staff: Staff, household: Any) -> bool:
    answer = await staff.http.get(f"/loans/api/households/{household['id']}")
    return answer.status_code == 200


async def test_a_family_goes_after_its_term_and_one_with_a_loan_stays(house: House) -> None:
    staff = house.sign_in()
    lent, ended = await a_running_loan(house, staff), await a_running_loan(house, staff)
    quiet, waits = await a_family(staff), await a_family(staff)
    await staff.did(f"/loans/api/loans/{ended.loan['id']}/end", {"returned": []})
    await staff.did("/loans/api/requests", {"profile": "work", "household_id": waits["id"]})
    every = [lent.household, ended.household, quiet, waits]
    house.clock.move(timedelta(days=30 * 23))
    await round_now(house, staff)
    assert [await is_known(staff, one) for one in every] == [True, True, True, True]
    house.clock.move(timedelta(days=62))
    await round_now(house, staff)
    assert [await is_known(staff, one) for one in every] == [True, False, False, True]
    loan = await staff.get(f"/loans/api/loans/{lent.loan['id']}")
    assert loan["status"] == "running"


async def test_what_is_signed_is_kept_for_its_term_and_keeps_its_family(house: House) -> None:
    staff = house.sign_in()
    wish = RhythmWish(keep_families_months=6, keep_signed_months=36)
    told = OrganisationChanged(organisation_id=staff.organisation, title="Digibank", help_line=None, help_place=None, rhythm=wish)
    await house.publish("portal", staff.organisation, told)
    await house.run_until_idle()
    ended = await a_running_loan(house, staff)
    await staff.did(f"/loans/api/loans/{ended.loan['id']}/end", {"returned": []})
    house.clock.move(timedelta(days=365))
    await round_now(house, staff)
    assert await is_known(staff, ended.household)
    assert await count(house, staff, "SELECT count(*) FROM agreement_content") == 1
    house.clock.move(timedelta(days=365 * 2 + 31))
    await round_now(house, staff)
    assert await count(house, staff, "SELECT count(*) FROM agreement_content") == 0
    assert not await is_known(staff, ended.household)
    assert await count(house, staff, "SELECT count(*) FROM agreement") == 1, "that something was agreed stays, for the counts"


async def test_a_card_that_nobody_uses_goes(house: House) -> None:
    staff = house.sign_in()
    household = (await a_running_loan(house, staff)).household
    await give_card(house, staff, household["id"])
    house.clock.move(timedelta(days=30 * 17))
    await round_now(house, staff)
    assert await count(house, staff, "SELECT count(*) FROM family_card") == 1
    house.clock.move(timedelta(days=62))
    await round_now(house, staff)
    assert await count(house, staff, "SELECT count(*) FROM family_card") == 0


async def test_who_looked_goes_after_its_term_and_nobody_takes_it_before(house: House) -> None:
    staff = house.sign_in()
    household = (await a_running_loan(house, staff)).household
    old = f"""INSERT INTO disclosure (id, organisation, household_id, service, person_id, purpose, what, at)
        VALUES (gen_random_uuid(), '{staff.organisation}', '{household["id"]}', 'loans', gen_random_uuid(), 'open', '{{}}',
                now() - interval '%s')"""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        for age in ("25 months", "23 months", "1 month"):
            await unit.connection.execute(text(old % age))
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text("SELECT forget_old_looks(now() - interval '24 months')"))
    assert await count(house, staff, "SELECT count(*) FROM disclosure") == 2
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text("SELECT forget_old_looks(now())"))
    assert await count(house, staff, "SELECT count(*) FROM disclosure") == 1, "the last year is nobody's to take away"
    stranger = house.sign_in()
    async with house.services["loans"].units.open(stranger.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT forget_old_looks(now())")) == 0


async def test_the_round_comes_back_by_itself(house: House) -> None:
    staff = house.sign_in()
    await a_family(staff)
    for _ in range(2):
        assert await count(house, staff, "SELECT count(*) FROM bus.job WHERE kind = 'keep_round' AND state = 'waiting'") == 1
        house.clock.move(timedelta(days=8))
        await house.run_until_idle()
