"""What goes along with each machine of a loan: chosen, agreed, counted by inventory, and asked back. Through pages."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.services.test_inventory_accessories import a_hotspot, a_thing, on_shelf
from tests.services.test_loans_more import claimed, line_ids, page_of
from tests.services.test_loans_partner import a_code, a_partner
from tests.services.test_signed_along import along, lose, ticked
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, loan_now, ready_to_sign, sign
from tests.support.pages import Form, Reader, reader
from tests.support.paper import text_of
from tests.support.slice import a_ready_device, device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

TOLD = {"accessory": ["charger", "mouse"], "learners": "0"}


async def two_to_sign(house: House, me: Reader) -> tuple[Lent, Any, Any, Any]:
    """Two machines lie ready for a family, with the second a charger and a bag of which five are on the shelf."""
    lent, other = await ready_to_sign(house, me.staff), await a_ready_device(me.staff)
    charger, bag = await a_thing(me.staff, "charger", 5), await a_thing(me.staff, "bag", 5)
    await me.staff.did(along(other), {"thing_ids": [charger["id"], bag["id"]]})
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    return lent, other, charger, bag


async def at_home(house: House, me: Reader) -> tuple[Lent, Any, Any, Any]:
    """The same, signed."""
    lent, other, charger, bag = await two_to_sign(house, me)
    lent.loan = await sign(me.staff, lent)
    await house.run_until_idle()
    return lent, other, charger, bag


async def to_prepare(me: Reader, lent: Lent) -> Form:
    return await me.form(page_of(lent), f"{page_of(lent)}/prepare")


async def not_ticked(staff: Staff, device: Any) -> dict[str, bool]:
    """What inventory heard that did not come back with a machine, by kind."""
    return {one["kind"]: one["not_returned"] for one in (await staff.get(along(device)))["lines"]}


def line_of(loan: Any, device: Any) -> Any:
    return next(line for line in loan["lines"] if line["device_id"] == device["id"])


async def test_the_agreement_says_what_goes_along_with_each_machine(house: House) -> None:
    """What lies ready is ticked, the counter chooses, and what is signed leaves the shelf: no more, no less."""
    me = reader(house)
    lent, other, charger, bag = await two_to_sign(house, me)
    [line] = (await line_ids(house, me.staff, lent))[1:]
    page = (await me.http.get(page_of(lent))).text
    assert ticked(page, f"with-{line}") == ["bag", "charger"]
    assert f"Wat gaat mee met toestel {other['code']}?" in page
    form = await to_prepare(me, lent)
    assert form.fields["asked_with"] == str(line)
    chosen = form.fields | TOLD | {f"with-{line}": ["charger", "webcam"]}
    assert (await me.http.post(form.action, data=chosen)).headers["location"] == f"{page_of(lent)}/agreement"
    words = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["text"]
    first, second = words.index(lent.device["code"]), words.index(other["code"])
    assert first < words.index("Dit krijg je erbij: lader en muis.") < second < words.index("Dit krijg je erbij: lader en webcam.")
    assert ticked((await me.http.get(page_of(lent))).text, f"with-{line}") == ["charger", "webcam"], "as it was chosen"
    await sign(me.staff, lent)
    await house.run_until_idle()
    assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (3, 5), "two chargers, and the bag was not agreed"
    assert (await device_now(me.staff, other))["accessories"] == ["charger", "webcam"]
    loan = await loan_now(me.staff, lent)
    assert (loan["accessories"], line_of(loan, other)["along"], line_of(loan, lent.device)["along"]) == (
        ["charger", "mouse"],
        ["charger", "webcam"],
        None,
    )
    shown = await me.open(page_of(lent))
    assert f"Bij toestel {other['code']}: lader, webcam." in shown.text, "to give along at the counter"


async def test_both_levels_still_fit_on_a_page_in_each_language(house: House) -> None:
    me = reader(house)
    lent, other, *_ = await two_to_sign(house, me)
    for language, sheets in (("nl", 1), ("fr", 2), ("en", 2), ("tr", 2), ("uk", 2), ("ar", 2)):
        for level in ("plain", "simple"):
            paper = await me.http.get(f"{page_of(lent)}/agreement.pdf?language={language}&level={level}")
            pages = PdfReader(BytesIO(paper.content)).pages
            assert len(pages) == sheets, (language, level)
            assert other["code"] in pages[-1].extract_text()


async def test_what_lies_ready_changes_after_the_text_was_read(house: House) -> None:
    """Nobody chose: the text follows what lies ready, and one that was shown before cannot be signed any more."""
    me = reader(house)
    lent, other, charger, _bag = await two_to_sign(house, me)
    address = f"/loans/api/loans/{lent.loan['id']}"
    shown = await me.staff.get(f"{address}/agreement")
    assert "Dit krijg je erbij: lader en tas." in shown["text"]
    await me.staff.did(along(other), {"thing_ids": [charger["id"]]})
    await house.run_until_idle()
    body = {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "Fatima B."}
    assert (await me.staff.post(f"{address}/sign", body)).json()["type"].endswith("wrong_text")
    lent.loan = await sign(me.staff, lent)
    assert line_of(lent.loan, other)["along"] == ["charger"]


async def test_what_is_missing_is_missing_with_its_own_machine(house: House) -> None:
    """Both have a charger; that of the second does not come back."""
    me = reader(house)
    lent, other, charger, bag = await at_home(house, me)
    form = await me.form(f"{page_of(lent)}/end")
    assert form.fields["asked_with"] == other["id"]
    assert ticked((await me.http.get(form.action)).text, f"with-{other['id']}") == ["bag", "charger"]
    back = form.fields | {"accessory": ["charger", "mouse"], f"with-{other['id']}": ["bag"]}
    assert (await me.http.post(form.action, data=back | {"brought_by": "85.07.30-033 28"})).status_code == 422
    again = (await me.http.post(form.action, data=back | {"brought_by": "85.07.30-033 28"})).text
    assert ticked(again, f"with-{other['id']}") == ["bag"], "what was ticked stands there still"
    assert (await me.http.post(form.action, data=back)).status_code == 303
    await house.run_until_idle()
    loan = await loan_now(me.staff, lent)
    assert (loan["not_returned"], line_of(loan, other)["not_returned"]) == ([], ["charger"])
    assert "Niet afgevinkt: lader. Niemand betaalt iets." in (await me.open(page_of(lent))).text
    assert "Teruggebracht, op iets na" in (await me.open(f"/loans/households/{lent.household['id']}")).text
    assert await not_ticked(me.staff, other) == {"charger": True, "bag": False}
    assert not any((await not_ticked(me.staff, lent.device)).values())
    assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (3, 4), "counted where the machine is taken back"


async def test_who_does_not_say_so_misses_nothing(house: House) -> None:
    """A page or a program of before asks nothing of the second machine."""
    me = reader(house)
    lent, other, *_ = await at_home(house, me)
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger", "mouse"]})
    await house.run_until_idle()
    assert line_of(await loan_now(me.staff, lent), other)["not_returned"] == []
    assert await not_ticked(me.staff, other) == {"charger": False, "bag": False}


async def test_the_second_machine_comes_back_without_its_bag(house: House) -> None:
    me = reader(house)
    lent, other, *_ = await at_home(house, me)
    form = await me.form(f"{page_of(lent)}/some")
    sent = form.fields | {"device_id": [other["id"]], f"with-{other['id']}": ["charger"]}
    assert (await me.http.post(form.action, data=sent)).status_code == 303
    await house.run_until_idle()
    loan = await loan_now(me.staff, lent)
    assert (loan["accessories"], line_of(loan, other)["not_returned"]) == (["charger", "mouse"], ["bag"])
    assert await not_ticked(me.staff, other) == {"charger": False, "bag": True}
    sheet = (await me.open(f"{page_of(lent)}/agreement")).text
    assert f"met code {other['code']}. Dit komt terug naar ons: lader." in sheet
    assert "tas" not in sheet.partition("Blad 2 bij onze afspraken")[2], "nobody reads what is missing"


async def test_its_bag_comes_back_alone(house: House) -> None:
    """Ticked below a machine that stays it counts for nothing; ticked by itself it lies on the shelf again."""
    me = reader(house)
    lent, other, charger, bag = await at_home(house, me)
    form = await me.form(f"{page_of(lent)}/some")
    nothing = await me.http.post(form.action, data=form.fields | {f"with-{other['id']}": ["charger", "bag"]})
    assert (nothing.status_code, "Kruis eerst iets aan" in nothing.text) == (422, True)
    form = await me.form(f"{page_of(lent)}/some")
    sent = form.fields | {f"with-{other['id']}": ["charger", "bag"], "alone": [f"{other['id']}:bag"]}
    assert (await me.http.post(form.action, data=sent)).status_code == 303
    await house.run_until_idle()
    assert line_of(await loan_now(me.staff, lent), other)["along"] == ["charger"]
    assert (await on_shelf(me.staff, charger), await on_shelf(me.staff, bag)) == (3, 5)
    assert (await device_now(me.staff, other))["status"] == "given_out"
    assert ticked((await me.http.get(f"{page_of(lent)}/end")).text, f"with-{other['id']}") == ["charger"]


async def test_added_to_a_loan_that_runs_with_what_lies_ready(house: House) -> None:
    me = reader(house)
    lent, other = await ready_to_sign(house, me.staff), await a_ready_device(me.staff)
    await sign(me.staff, lent)
    bag = await a_thing(me.staff, "bag", 5)
    await me.staff.did(along(other), {"thing_ids": [bag["id"]]})
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    [line] = (await line_ids(house, me.staff, lent))[1:]
    address = f"{page_of(lent)}/more"
    assert ticked((await me.http.get(address)).text, f"with-{line}") == ["bag"]
    form = await me.form(address, f"{page_of(lent)}/give")
    sent = form.fields | {"line_id": str(line), f"with-{line}": ["bag", "keyboard"]}
    assert (await me.http.post(form.action, data=sent)).headers["location"] == page_of(lent)
    await house.run_until_idle()
    assert line_of(await loan_now(me.staff, lent), other)["along"] == ["bag", "keyboard"]
    assert await on_shelf(me.staff, bag) == 4
    assert f"met code {other['code']}. Je kreeg erbij: tas en toetsenbord." in (await me.open(f"{page_of(lent)}/agreement")).text
    card = await give_card(house, me.staff, lent.household["id"])
    family = await family_with(house, card)
    assert "Dit hoort erbij: tas , toetsenbord" in (await family.open("/family")).text  # each in a part of its own


async def test_a_partner_sees_what_goes_with_which_machine(house: House) -> None:
    me = reader(house)
    lent, other, *_ = await two_to_sign(house, me)
    partner, code = await a_partner(house, me), await a_code(me, lent)
    shown = (await partner.open(f"/loans/hand-out/{code}")).text
    first, second = (shown.index(one["code"]) for one in (lent.device, other))
    assert first < shown.index("Dit gaat mee: lader, muis.") < second < shown.index("Dit gaat mee: lader, tas.")
    sheet = text_of((await me.http.get(f"{page_of(lent)}/at-partner/sheet.pdf")).content)
    first, second = (sheet.index(one["code"]) for one in (lent.device, other))
    assert first < sheet.index("Gaat mee: lader, muis") < second < sheet.index("Gaat mee: lader, tas")
    assert sheet.count("Gaat mee:") == 2


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_hotspot_of_the_second_machine_is_lost(house: House, when: str) -> None:
    """Before the signature it is off the list of that machine alone; after it nobody asks for it."""
    me = reader(house)
    lent, other, *_ = await two_to_sign(house, me)
    hotspot = await a_hotspot(house, me.staff)
    await me.staff.did(along(other), {"companion_ids": [hotspot["id"]]})
    await house.run_until_idle()
    [line] = (await line_ids(house, me.staff, lent))[1:]
    form = await to_prepare(me, lent)
    chosen = form.fields | TOLD | {f"with-{line}": ["charger", "hotspot"]}
    assert (await me.http.post(form.action, data=chosen)).status_code == 303
    if when == "before":
        form = await to_prepare(me, lent)
        await lose(me.staff, hotspot)
        await house.run_until_idle()
        told = await me.http.post(form.action, data=form.fields | chosen | {"form_key": form.fields["form_key"]})
        assert told.status_code == 422, "the page was open before the loss"
        assert "Lag klaar, maar is verloren of buiten gebruik: hotspot." in " ".join(told.text.split())
        await sign(me.staff, lent)
        loan = await loan_now(me.staff, lent)
        assert (loan["accessories"], line_of(loan, other)["along"]) == (["charger", "mouse"], ["charger"])
        return
    await sign(me.staff, lent)
    await house.run_until_idle()
    assert (await device_now(me.staff, hotspot))["status"] == "given_out"
    await lose(me.staff, hotspot)
    await house.run_until_idle()
    loan = await loan_now(me.staff, lent)
    assert (loan["gone"], line_of(loan, other)["gone"]) == ([], ["hotspot"])
    asked = (await me.http.get(f"{page_of(lent)}/end")).text
    assert ticked(asked, f"with-{other['id']}") == ["charger"]
    assert "Vraag niet naar:" in asked


async def test_the_hotspot_of_the_second_machine_comes_back_with_it(house: House) -> None:
    """Each machine has a hotspot; that of the first stays with the family."""
    me = reader(house)
    lent, other, *_ = await two_to_sign(house, me)
    mine, its = await a_hotspot(house, me.staff), await a_hotspot(house, me.staff)
    await me.staff.did(along(lent.device), {"companion_ids": [mine["id"]]})
    await me.staff.did(along(other), {"companion_ids": [its["id"]]})
    await house.run_until_idle()
    [line] = (await line_ids(house, me.staff, lent))[1:]
    form = await to_prepare(me, lent)
    await me.http.post(form.action, data=form.fields | {"accessory": "hotspot", "learners": "0", f"with-{line}": "hotspot"})
    await sign(me.staff, lent)
    await house.run_until_idle()
    form = await me.form(f"{page_of(lent)}/some")
    sent = form.fields | {"device_id": [other["id"]], f"with-{other['id']}": ["hotspot"]}
    assert (await me.http.post(form.action, data=sent)).status_code == 303
    await house.run_until_idle()
    assert (await device_now(me.staff, its))["status"] == "return_expected"
    assert (await device_now(me.staff, mine))["status"] == "given_out"
    assert (await loan_now(me.staff, lent))["accessories"] == ["hotspot"]
