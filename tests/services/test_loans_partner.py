"""A partner hands a machine out for us: with a code, once, in whatever order things happen, and without learning who has it."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from services.loans.web import family_signing, hand_out_pages
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.services.test_access import ROUTES, filled
from tests.support.house import House
from tests.support.lending import Lent, ready_to_sign, sign
from tests.support.pages import Read, Reader, a_browser, reader
from tests.support.portal import a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

CODE = re.compile(r"\b[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}\b")
FAMILY = ("Fatima", "0470 12 34 56", "470123456")


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from the same address."""
    monkeypatch.setattr(family_signing, "LOOKS", RateLimit(most=1000, seconds=600))


def at(lent: Lent) -> str:
    return f"/loans/loans/{lent.loan['id']}/at-partner"


async def a_code(me: Reader, lent: Lent, **answers: str) -> str:
    """Staff makes a code; gives it as it is typed."""
    form = await me.form(at(lent), at(lent))
    assert await me.sent(form, answers) == at(lent)
    found = CODE.search((await me.open(at(lent))).text)
    assert found is not None
    return found[0]


async def a_partner(house: House, me: Reader) -> Reader:
    return reader(house, house.sign_in(me.staff.organisation, Role.PARTNER))


async def typed(partner: Reader, code: str) -> str:
    """The page that a code leads to."""
    return await partner.sent(await partner.form("/loans/hand-out", "/loans/hand-out"), {"code": code})


async def signed_on_phone(house: House, partner: Reader, page: str) -> Any:
    """The partner shows the code, the family signs on its phone."""
    assert await partner.sent(await partner.form(page, f"{page}/phone")) == page
    words = (await partner.open(page)).text
    code = re.search(r"/family/sign/\s*([A-Z2-9-]+)", words)
    assert code is not None
    phone = a_browser(house)
    form = Read((await phone.get(f"/family/sign/{code[1]}")).text).forms[0]
    return await phone.post(form.action, data=form.fields | {"signature_name": "Fatima B.", "adult": "yes"})


async def status(me: Reader, lent: Lent) -> str:
    found: str = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}"))["status"]
    return found


def tells_nothing(html: str, lent: Lent) -> None:
    ids = [lent.household[name] for name in ("id", "code")] + [lent.loan["id"], lent.request["id"]]
    assert [one for one in (*FAMILY, *ids) if one in html] == []


async def test_signed_on_the_phone_and_handed_out_once(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    code = await a_code(me, lent)
    page = await typed(partner, code.lower().replace("-", " "))
    assert page == f"/loans/hand-out/{code}"
    shown = await partner.http.get(page)
    tells_nothing(shown.text, lent)
    assert lent.device["code"] in shown.text
    assert (await partner.http.post(f"{page}/given", data=(await partner.form(page, f"{page}/phone")).fields)).status_code == 409
    assert await partner.sent(await partner.form(page, f"{page}/phone")) == page
    assert "Wacht tot het gezin getekend heeft" in (await partner.open(f"{page}?signed=yes")).text
    assert "Wacht tot het gezin getekend heeft" not in (await partner.open(page)).text
    assert (await signed_on_phone(house, partner, page)).status_code == 303
    shown = await partner.http.get(page)
    tells_nothing(shown.text, lent)
    form = await partner.form(page, f"{page}/given")
    sent = form.fields | {"handed_over": ["charger_tried", "card_given"]}
    answers = [await partner.http.post(form.action, data=sent) for _ in range(2)]
    assert [one.headers.get("location") for one in answers] == ["/loans/hand-out/done"] * 2, "a double tap"
    tells_nothing((await partner.http.get("/loans/hand-out/done")).text, lent)
    again = await partner.http.get(page)
    assert (again.status_code, "Deze code is al gebruikt" in again.text) == (410, True)
    tells_nothing(again.text, lent)
    assert lent.device["code"] not in again.text, "nor which machine it was"
    assert await status(me, lent) == "running"
    assert "De partner gaf het toestel mee" in (await me.open(at(lent))).text
    loan_page = await me.open(f"/loans/loans/{lent.loan['id']}")
    assert "1 van 6 gedaan" in loan_page.text, "a card with a PIN is not the partner's to give"
    await house.run_until_idle()
    assert (await me.staff.get(f"/inventory/api/devices/{lent.device['id']}"))["status"] == "given_out"


async def test_signed_on_the_paper_that_was_printed_days_before(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    code = await a_code(me, lent)
    printed = await me.http.get(f"{at(lent)}/agreement.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert (await me.http.get(f"{at(lent)}/sheet.pdf")).headers["content-type"] == "application/pdf"
    before = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["sha256"]
    house.clock.move(timedelta(days=3))
    me = reader(house, house.sign_in(me.staff.organisation))
    partner = await a_partner(house, me)
    page = await typed(partner, code)
    form = await partner.form(page, f"{page}/given-on-paper")
    refused = await partner.send(form, {})
    assert (refused.status_code, "Kruis aan dat een volwassene tekende" in refused.text) == (422, True)
    assert await partner.sent(await partner.form(page, f"{page}/given-on-paper"), {"adult": "yes"}) == "/loans/hand-out/done"
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (kept["way"], kept["sha256"]) == ("paper", before), "what stands on the paper, and nothing else"
    assert b"ByteRange" in (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content
    assert (await me.open(f"/loans/loans/{lent.loan['id']}/paper")).text, "the photo comes later"
    shown = (await me.open(f"/loans/loans/{lent.loan['id']}")).text
    assert "De partner bezorgt je het getekende blad" in shown
    assert "Klaar. Het toestel mag mee." not in shown, "it is with the family"


async def test_what_changed_after_printing_cannot_be_signed_on_that_paper(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    form = await partner.form(page, f"{page}/given-on-paper")
    own = f"/loans/loans/{lent.loan['id']}"
    await me.sent(await me.form(own, f"{own}/prepare"), {"accessory": "bag"})
    answer = await partner.send(form, {"adult": "yes"})
    assert (answer.status_code, "Het blad klopt niet meer" in answer.text) == (409, True)
    assert await status(me, lent) == "ready_to_sign"
    assert (await me.http.get(f"{at(lent)}/agreement.pdf")).status_code == 409


async def test_taken_back_while_the_partner_has_the_page_open(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    forms = [await partner.form(page, f"{page}/{end}") for end in ("phone", "given-on-paper")]
    assert await me.sent(await me.form(at(lent), f"{at(lent)}/withdraw")) == at(lent)
    assert [(await partner.send(form, {"adult": "yes"})).status_code for form in forms] == [404, 404]
    assert (await partner.http.get(page)).status_code == 404
    assert await status(me, lent) == "ready_to_sign"


async def test_a_code_for_a_phone_ends_with_the_code_it_was_shown_with(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    for end in ("withdraw", "new"):
        page = await typed(partner, await a_code(me, lent))
        assert await partner.sent(await partner.form(page, f"{page}/phone")) == page
        found = re.search(r"/family/sign/\s*([A-Z2-9-]+)", (await partner.open(page)).text)
        assert found is not None
        shown = f"/family/sign/{found[1]}"
        phone = a_browser(house)
        form = Read((await phone.get(shown)).text).forms[0]
        if end == "withdraw":
            await me.sent(await me.form(at(lent), f"{at(lent)}/withdraw"))
        else:
            await a_code(me, lent)
        answer = await phone.post(form.action, data=form.fields | {"signature_name": "Fatima B.", "adult": "yes"})
        assert ((await phone.get(shown)).status_code, answer.status_code) == (410, 410)
    assert await status(me, lent) == "ready_to_sign"


async def test_who_handed_it_out_stays_known(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    open_page = await me.form(at(lent), at(lent))
    await partner.sent(await partner.form(page, f"{page}/given-on-paper"), {"adult": "yes"})
    answer = await me.send(open_page)
    assert (answer.status_code, "Dit kan nu niet" in answer.text) == (409, True)
    assert "De partner gaf het toestel mee" in (await me.open(at(lent))).text


async def test_the_family_stopped_meanwhile(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    forms = [await partner.form(page, f"{page}/{end}") for end in ("phone", "given-on-paper")]
    await me.staff.did(f"/loans/api/requests/{lent.request['id']}/withdraw", {})
    for form in forms:
        answer = await partner.send(form, {"adult": "yes"})
        assert (answer.status_code, "Deze code werkt niet meer" in answer.text) == (410, True)
    assert await status(me, lent) == "cancelled"


async def test_the_machine_is_lost_before_or_after_the_signature(house: House) -> None:
    for before in (True, False):
        me = reader(house)
        lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
        page = await typed(partner, await a_code(me, lent))
        if not before:
            await signed_on_phone(house, partner, page)
            await house.run_until_idle()  # inventory knows that it is with the family
        form = await partner.form(page, f"{page}/{'given-on-paper' if before else 'given'}")
        await me.staff.did(f"/inventory/api/devices/{lent.device['id']}/lost", {"kind": "lost"})
        await house.run_until_idle()
        answer = await partner.send(form, {"adult": "yes"})
        assert (answer.status_code, "Geef het toestel nu niet mee" in answer.text) == (410, True)
        assert "De partner gaf het toestel mee" not in (await me.open(at(lent))).text


async def test_signed_at_our_counter_while_the_partner_has_the_page_open(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    form = await partner.form(page, f"{page}/given-on-paper")
    await sign(me.staff, lent)
    answer = await partner.send(form, {"adult": "yes"})
    assert (answer.status_code, "Er is getekend. Geef het toestel mee." in answer.text) == (409, True)
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert kept["way"] == "typed", "what was signed first stays"
    assert await partner.sent(await partner.form(page, f"{page}/given")) == "/loans/hand-out/done"


async def test_two_partners_at_once_hand_out_once(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    code = await a_code(me, lent)
    partners = [await a_partner(house, me) for _ in range(3)]
    page = f"/loans/hand-out/{code}"
    forms = [await one.form(page, f"{page}/given-on-paper") for one in partners]
    answers = await asyncio.gather(
        *(one.send(form, {"adult": "yes"}) for one, form in zip(partners, forms, strict=True)), return_exceptions=False
    )
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410]
    assert await status(me, lent) == "running"


async def test_a_code_for_one_partner_opens_nothing_for_another(house: House) -> None:
    coordinator = await a_coordinator(house)
    staff, *partners = [await coordinator.colleague(role) for role in (Role.STAFF, Role.PARTNER, Role.PARTNER)]
    me, (chosen, other) = staff.me, [one.me for one in partners]
    lent = await ready_to_sign(house, me.staff)
    shown = (await me.http.get(at(lent))).text
    assert all(str(one.id) in shown for one in partners), "portal says who is a partner"
    assert str(staff.id) not in shown, "and a colleague is none"
    code = await a_code(me, lent, for_person=str(partners[0].id))
    assert "Alleen voor" in (await me.open(at(lent))).text
    page = f"/loans/hand-out/{code}"
    assert (await other.http.get(page)).status_code == 404
    form = await other.form("/loans/hand-out", "/loans/hand-out")
    assert (await other.send(form, {"code": code})).status_code == 422
    assert (await chosen.http.get(page)).status_code == 200


async def test_codes_that_are_wrong_old_or_tried_too_often(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    first = await a_code(me, lent)
    second = await a_code(me, lent)
    assert first != second
    for nothing in (first, "", "x" * 500, second[:-1] + ("A" if second[-1] != "A" else "B")):
        form = await partner.form("/loans/hand-out", "/loans/hand-out")
        answer = await partner.send(form, {"code": nothing})
        words = "Deze code kennen we niet" if nothing else "Typ de code van het blad"
        assert (answer.status_code, words in answer.text) == (422, True)
    monkeypatch.setattr(hand_out_pages, "TRIES", RateLimit(most=2, seconds=600))
    assert [(await partner.http.get(f"/loans/hand-out/{second}")).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(hand_out_pages, "TRIES", RateLimit(most=100, seconds=600))
    house.clock.move(timedelta(days=15))
    partner = await a_partner(house, me)
    assert (await partner.http.get(f"/loans/hand-out/{second}")).status_code == 410, "too old"


async def test_undone_the_same_day_and_not_later(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    page = await typed(partner, await a_code(me, lent))
    await partner.sent(await partner.form(page, f"{page}/given-on-paper"), {"adult": "yes"})
    assert await me.sent(await me.form(at(lent), f"{at(lent)}/undo")) == at(lent)
    assert await status(me, lent) == "running", "what was signed stays signed"
    assert await partner.sent(await partner.form(page, f"{page}/given")) == "/loans/hand-out/done"
    open_page = await me.form(at(lent), f"{at(lent)}/undo")
    house.clock.move(timedelta(days=1))
    me = reader(house, house.sign_in(me.staff.organisation))
    assert not [form for form in (await me.open(at(lent))).forms if form.action.endswith("/undo")]
    fresh = (await me.open("/loans/loans")).forms
    csrf = next(form.fields["csrf"] for form in fresh if "csrf" in form.fields)
    answer = await me.http.post(open_page.action, data=open_page.fields | {"csrf": csrf})
    assert (answer.status_code, "Dit kan nu niet" in answer.text) == (409, True)


async def test_a_partner_never_sees_the_holder_by_whatever_address(house: House) -> None:
    me = reader(house)
    lent, partner = await ready_to_sign(house, me.staff), await a_partner(house, me)
    code = await a_code(me, lent)
    page = await typed(partner, code)
    await partner.sent(await partner.form(page, f"{page}/given-on-paper"), {"adult": "yes"})
    await house.run_until_idle()
    ids = {
        "loan_id": lent.loan["id"],
        "household_id": lent.household["id"],
        "request_id": lent.request["id"],
        "device_id": lent.device["id"],
        "code": lent.device["code"],
        "given_code": code,
    }
    asked = 0
    for cell in ROUTES:
        names = set(re.findall(r"\{(\w+)", cell.path))
        if cell.method != "GET" or not names or not names <= set(ids):
            continue
        asked += 1
        answer = await partner.http.get(filled(cell.path, ids))
        said = [one for one in (*FAMILY, lent.household["code"]) if one in answer.text]
        assert not said, f"{cell} tells a partner {said}"
        if "/loans/" in cell.path and "hand-out" not in cell.path:
            assert answer.status_code in (403, 404), f"{cell}: {answer.status_code}"
    assert asked > 20
