"""An end date, where the organisation wants one: off by default, kindly said, moved by extending, and never the end of anything."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.loans.domain.addendum import Addendum
from services.loans.domain.household import Language
from services.loans.domain.loan import look_again_after
from services.loans.domain.quiet import next_working_day
from services.loans.queries.loans import get_addenda
from shared.contracts.rhythm import RhythmWish, rhythm_of
from shared.contracts.vocabulary import Role
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff, today
from tests.support.lending import Lent, a_running_loan, loan_now, ready_to_sign, sign
from tests.support.pages import reader
from tests.support.portal import Someone, a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

UNTIL = "We spreken af tot"


async def where_loans_end(house: House, months: int = 24, look_again: int = 12) -> tuple[Someone, Staff]:
    """A coordinator who chose an end date, and somebody at the counter."""
    someone = await a_coordinator(house)
    await choose(house, someone, months, look_again)
    return someone, house.sign_in(someone.organisation, Role.STAFF, Role.OUTREACH, Role.REPAIRER)


async def choose(house: House, someone: Someone, months: int, look_again: int = 12) -> None:
    await someone.did("/portal/api/organisation/rhythm", {"loan_end_months": months, "look_again_months": look_again})
    await house.run_until_idle()


async def agreement(staff: Staff, lent: Lent, how: str = "") -> Any:
    return await staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement{how}")


def on(told: str) -> date:
    return date.fromisoformat(told)


async def last_sheet(house: House, staff: Staff, lent: Lent) -> Addendum:
    """What was told last of what changed."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return (await get_addenda(unit, lent.loan_id))[-1]


def later(house: House, staff: Staff, days: int) -> Staff:
    """The same colleague some days later, with a token of that day."""
    house.clock.move(timedelta(days=days))
    return replace(staff, token=house.services["loans"].tokens.sign(staff.person))


async def test_nobody_has_an_end_date_who_did_not_choose_one(house: House) -> None:
    assert rhythm_of(RhythmWish()).loan_end_months == 0
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    assert lent.loan["ends_on"] is None
    family = await family_with(house, await give_card(house, staff, lent.household["id"]))
    pages = [(await agreement(staff, lent))["text"], (await family.open("/family")).text]
    pages.append((await reader(house, staff).open(f"/loans/loans/{lent.loan['id']}")).text)
    assert [page for page in pages if UNTIL in page or "Afgesproken tot" in page] == []
    extended = await staff.did(f"/loans/api/loans/{lent.loan['id']}/extend", {})
    assert extended["ends_on"] is None
    assert "Wat veranderde" not in (await reader(house, staff).open(f"/loans/loans/{lent.loan['id']}")).text


async def test_where_it_is_wanted_it_is_said_kindly_and_everywhere(house: House) -> None:
    _, staff = await where_loans_end(house)
    lent = await ready_to_sign(house, staff)
    ends_on = look_again_after(today(house), 24)
    for how in ("", "?level=simple", "?language=ar"):
        assert f"{UNTIL} {ends_on.day} " in (await agreement(staff, lent, how))["text"], how
    lent.loan = await sign(staff, lent)
    assert lent.loan["ends_on"] == ends_on.isoformat()
    assert lent.loan["look_again_on"] < lent.loan["ends_on"]
    family = await family_with(house, await give_card(house, staff, lent.household["id"]))
    home = (await family.open("/family")).text
    assert "zolang je het nodig hebt" in home
    assert f"{UNTIL} {ends_on.day} " in home
    assert "dan maken we samen een nieuwe datum" in home
    assert "Er stopt niets vanzelf" in (await reader(house, staff).open(f"/loans/loans/{lent.loan['id']}")).text
    assert UNTIL in (await reader(house, staff).open("/loans/agreement-text/2?end=1&language=nl")).text
    assert UNTIL not in (await reader(house, staff).open("/loans/agreement-text/2?language=nl")).text


async def test_what_was_shown_is_signed_and_nothing_else(house: House) -> None:
    someone, staff = await where_loans_end(house, 24)
    lent = await ready_to_sign(house, staff)
    for months in (36, 0):
        before = await agreement(staff, lent)
        await choose(house, someone, months)
        address = f"/loans/api/loans/{lent.loan['id']}/sign"
        late = await staff.post(address, {"document_sha256": before["sha256"], "way": "typed", "signature_name": "Fatima B."})
        assert late.json()["type"].endswith("wrong_text"), "the family read another date"
        assert (await loan_now(staff, lent))["ends_on"] is None
    assert (await sign(staff, lent))["ends_on"] is None
    assert UNTIL not in (await agreement(staff, lent))["text"]


async def test_a_loan_that_was_signed_without_one_never_gets_one(house: House) -> None:
    someone, staff = await where_loans_end(house, 0)
    lent = await a_running_loan(house, staff)
    await choose(house, someone, 12)
    assert (await staff.did(f"/loans/api/loans/{lent.loan['id']}/extend", {}))["ends_on"] is None


async def test_extending_moves_it_and_a_sheet_says_so(house: House) -> None:
    _, staff = await where_loans_end(house, 12, 6)
    lent = await a_running_loan(house, staff, language="tr")
    api = f"/loans/api/loans/{lent.loan['id']}/extend"
    first = on(lent.loan["ends_on"])
    staff = later(house, staff, 150)
    moved = await staff.did(api, {})
    assert on(moved["ends_on"]) == look_again_after(today(house), 12) > first
    assert "We spreken nu af tot" in (await last_sheet(house, staff, lent)).text
    assert (await last_sheet(house, staff, lent)).language is Language.TR
    again = await staff.did(api, {"look_again_on": moved["look_again_on"]})
    assert again["ends_on"] == moved["ends_on"], "the same day once more"
    assert (await last_sheet(house, staff, lent)).part == 2, "one sheet, and none for the day that stayed"
    far = date(house.clock.now().year + 3, 12, 1)
    asked_far = await staff.did(api, {"look_again_on": far.isoformat()})
    assert on(asked_far["ends_on"]) == look_again_after(far, 1), "asking comes before the end"


async def test_an_organisation_that_wants_none_any_more_lets_it_go(house: House) -> None:
    someone, staff = await where_loans_end(house, 12, 6)
    lent = await a_running_loan(house, staff)
    await choose(house, someone, 0)
    assert (await loan_now(staff, lent))["ends_on"] == lent.loan["ends_on"], "what was agreed stays until they speak"
    assert (await staff.did(f"/loans/api/loans/{lent.loan['id']}/extend", {}))["ends_on"] is None
    assert "Er is geen einddatum meer" in (await last_sheet(house, staff, lent)).text


async def test_that_it_is_past_ends_nothing_and_a_person_asks(house: House) -> None:
    _, staff = await where_loans_end(house, 12, 12)
    lent = await a_running_loan(house, staff)
    ends_on, asked_on = on(lent.loan["ends_on"]), on(lent.loan["look_again_on"])
    assert asked_on < ends_on, "also where both are as many months: the agreement says that asking is no end"
    past = next_working_day(ends_on + timedelta(days=10))
    staff = later(house, staff, (past - today(house)).days)
    await house.run_until_idle()
    assert (await loan_now(staff, lent))["status"] == "running"
    me = reader(house, staff)
    assert f"/loans/loans/{lent.loan['id']}" in (await me.open("/loans/loans?look_again=soon")).links
    assert lent.household["code"] in (await me.open("/loans/calls")).text
    family = await family_with(house, await give_card(house, staff, lent.household["id"]))
    home = await family.open("/family")
    assert UNTIL not in home.text, "no day that is over"
    own = f"/family/loans/{lent.loan_id}/extend"
    assert await family.sent(await family.form("/family", own)) == "/family"
    assert on((await loan_now(staff, lent))["ends_on"]) > today(house)
    assert UNTIL in (await family.open("/family")).text
