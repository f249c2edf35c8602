"""Something comes back after the end of a loan: off what is missing, and on the shelf once, whoever notes it first."""

from typing import Any

import pytest

from shared.contracts.vocabulary import Role
from tests.services.test_inventory_accessories import a_hotspot, a_thing, on_shelf
from tests.services.test_loans_along import at_home, line_of
from tests.services.test_loans_more import page_of
from tests.services.test_signed_along import along, choose, questions
from tests.support.house import House, Staff
from tests.support.lending import Lent, loan_now, ready_to_sign, sign
from tests.support.pages import Reader, reader
from tests.support.slice import device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def over(house: House, me: Reader) -> tuple[Lent, Any, Any, Any]:
    """A loan of two machines that is over: the mouse of the first is missing, and the charger of the second."""
    lent, other, charger, bag = await at_home(house, me)
    await end(house, me.staff, lent, other)
    return lent, other, charger, bag


async def end(house: House, staff: Staff, lent: Lent, other: Any) -> None:
    body = {"returned": ["charger"], "along": [{"device_id": other["id"], "accessories": ["bag"]}]}
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", body)
    await house.run_until_idle()


async def bring(house: House, staff: Staff, lent: Lent, *things: str, other: Any = None, its: tuple[str, ...] = ()) -> Any:
    """A colleague notes this in loans."""
    own = [{"device_id": other["id"], "accessories": list(its)}] if other else []
    told = await staff.did(f"/loans/api/loans/{lent.loan['id']}/later", {"things": list(things), "along": own})
    await house.run_until_idle()
    return told


async def gone_with(staff: Staff, device: Any, kind: str) -> Any:
    return next(one for one in (await staff.get(along(device)))["lines"] if one["kind"] == kind)


async def take_back(house: House, staff: Staff, device: Any) -> None:
    """At the machine; what the counter noted as missing is not ticked."""
    await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    await house.run_until_idle()


async def test_what_is_missing_is_asked_and_ticked_off_on_the_page(house: House) -> None:
    me = reader(house)
    lent, other, charger, bag = await over(house, me)
    page = await me.open(page_of(lent))
    assert "Kwam er later nog iets terug?" in page.text
    assert f"Wat is er terug van toestel {other['code']}?" in page.text
    form = await me.form(page_of(lent), f"{page_of(lent)}/later")
    nothing = await me.send(form)
    assert (nothing.status_code, "Kruis eerst iets aan" in nothing.text) == (422, True)
    form = await me.form(page_of(lent), f"{page_of(lent)}/later")
    await me.sent(form, {f"with-{other['id']}": "charger"})
    await house.run_until_idle()
    loan = await loan_now(me.staff, lent)
    assert (loan["status"], loan["not_returned"], line_of(loan, other)["not_returned"]) == ("ended", ["mouse"], [])
    assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (4, 4), "the first has its charger still"
    form = await me.form(page_of(lent), f"{page_of(lent)}/later")
    await me.sent(form, {"accessory": "mouse"})
    page = await me.open(page_of(lent))
    assert ("Niet afgevinkt" in page.text, "Kwam er later nog iets terug?" in page.text) == (False, False)
    assert "Alles is teruggebracht" in (await me.open(f"/loans/households/{lent.household['id']}")).text


@pytest.mark.parametrize("order", ["loans_first", "inventory_first", "never_first", "before_the_machine"])
async def test_it_lies_on_the_shelf_once_whoever_notes_it_first(house: House, order: str) -> None:
    """Where the machine is taken back, what the counter missed is said not to be there; later it is noted in both places."""
    me = reader(house)
    lent, other, charger, bag = await over(house, me)
    line = await gone_with(me.staff, other, "charger")
    at_machine = f"/inventory/api/devices/{other['id']}/came-back"
    if order != "before_the_machine":
        await take_back(house, me.staff, other)
        assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (3, 5), "as if it never came"
    if order == "inventory_first":
        await me.staff.did(at_machine, {"came_back": [line["id"]]})
        assert await on_shelf(me.staff, charger) == 4
    if order == "never_first":
        await me.staff.did(f"/inventory/api/things/along/{line['id']}/stays-away", {})
    for _ in range(2):  # two colleagues, or one who looked away
        told = await bring(house, me.staff, lent, other=other, its=("charger",))
        assert (told["not_returned"], line_of(told, other)["not_returned"]) == (["mouse"], [])
        assert await on_shelf(me.staff, charger) == 4
    if order == "before_the_machine":
        await take_back(house, me.staff, other)
    await me.staff.did(at_machine, {"came_back": [line["id"]]})
    assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (4, 5), "once, also said at the machine"
    await take_back(house, me.staff, lent.device)
    assert await on_shelf(me.staff, charger) == 5, "that of the other machine comes with that machine"


async def test_a_charger_of_one_machine_is_not_that_of_the_other(house: House) -> None:
    """That of the first was missing; that of the second came, and nobody took its machine back yet."""
    me = reader(house)
    lent, other, charger, _bag = await at_home(house, me)
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["mouse"]})
    await house.run_until_idle()
    await take_back(house, me.staff, lent.device)
    assert await on_shelf(me.staff, charger) == 3
    await bring(house, me.staff, lent, "charger")
    assert (await gone_with(me.staff, other, "charger"))["not_returned"] is False, "it waits for its own machine"
    assert await on_shelf(me.staff, charger) == 4
    await take_back(house, me.staff, other)
    assert await on_shelf(me.staff, charger) == 5


async def test_a_hotspot_that_comes_later_is_ticked_beforehand_at_its_machine(house: House) -> None:
    me = reader(house)
    lent, hotspot = await ready_to_sign(house, me.staff), await a_hotspot(house, me.staff)
    await me.staff.did(along(lent.device), {"companion_ids": [hotspot["id"]]})
    await house.run_until_idle()
    await choose(me.staff, lent, "hotspot")
    await sign(me.staff, lent)
    await house.run_until_idle()
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    await house.run_until_idle()
    at_machine = f"/inventory/devices/{lent.device['id']}"
    assert f'value="{hotspot["id"]}" checked' not in (await me.http.get(at_machine)).text
    await bring(house, me.staff, lent, "hotspot")
    assert f'value="{hotspot["id"]}" checked' in (await me.http.get(at_machine)).text
    await take_back(house, me.staff, lent.device)
    back = await device_now(me.staff, hotspot)
    assert (back["status"], back["loan_id"]) == ("returned", None)
    await bring(house, me.staff, lent, "hotspot")
    assert (await device_now(me.staff, hotspot))["status"] == "returned"


async def test_a_question_which_sort_it_was_is_over_when_it_comes(house: House) -> None:
    """Of two sorts of bags nobody said which went along: no number changed, and none does."""
    me = reader(house)
    red, blue = await a_thing(me.staff, "bag", 2), await a_thing(me.staff, "bag", 8)
    lent = await ready_to_sign(house, me.staff)
    await choose(me.staff, lent, "bag")
    await sign(me.staff, lent)
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    await house.run_until_idle()
    assert len(await questions(me.staff)) == 1
    await bring(house, me.staff, lent, "bag")
    assert (await questions(me.staff), await on_shelf(me.staff, red), await on_shelf(me.staff, blue)) == ([], 2, 8)


async def test_as_long_as_the_loan_goes_on_nothing_comes_late(house: House) -> None:
    me = reader(house)
    lent, *_ = await at_home(house, me)
    refused = await me.staff.post(f"/loans/api/loans/{lent.loan['id']}/later", {"things": ["charger"]})
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "loan_not_over")
    assert "Kwam er later nog iets terug?" not in (await me.open(page_of(lent))).text
    assert (await loan_now(me.staff, lent))["status"] == "running"


async def test_who_may_not_lend_changes_nothing(house: House) -> None:
    me = reader(house)
    lent, *_ = await over(house, me)
    body = {"things": ["mouse"]}
    address = f"/loans/api/loans/{lent.loan['id']}/later"
    repairs, elsewhere = house.sign_in(me.staff.organisation, Role.REPAIRER), house.sign_in()
    assert [(await one.post(address, body)).status_code for one in (repairs, elsewhere)] == [403, 404]
    assert (await loan_now(me.staff, lent))["not_returned"] == ["mouse"]


async def test_of_a_family_that_is_forgotten_it_may_come_too(house: House) -> None:
    """The thing is real, and the family stays forgotten."""
    me = reader(house)
    lent, other, charger, _bag = await over(house, me)
    await me.staff.post(f"/loans/api/households/{lent.household['id']}/forget")
    await house.run_until_idle()
    await take_back(house, me.staff, other)
    told = await bring(house, me.staff, lent, other=other, its=("charger",))
    assert line_of(told, other)["not_returned"] == []
    assert await on_shelf(me.staff, charger) == 4
    page = await me.open(page_of(lent))
    assert ("Fatima" in page.text, "Niet afgevinkt: muis" in page.text) == (False, True)
