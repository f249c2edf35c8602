"""From a machine that lies ready to a signed agreement. Through API and pages."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.contracts.loans import DeviceClaimed
from shared.contracts.portal import OrganisationChanged
from tests.support.house import House, Staff
from tests.support.lending import a_running_loan, loan_now, ready_to_sign, sign, told
from tests.support.pages import Read, reader
from tests.support.slice import a_ready_device, ask, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

OURS = ("return_requested", "loan_ended", "agreement_signed", "loan_started", "loan_extended")


async def ours(house: House, staff: Staff) -> list[str]:
    """What loans published about loans."""
    return [name for name in await published(house, staff, "loans") if name in OURS]


def problem_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_the_five_minutes_at_the_counter(house: House) -> None:
    me = reader(house)
    organisation = OrganisationChanged(organisation_id=me.staff.organisation, title="Digibank De Brug", help_line="016 22 22 22")
    await told(house, me.staff, organisation, service="portal")
    lent = await ready_to_sign(house, me.staff, internet="no", language="ar")
    address = f"/loans/loans/{lent.loan['id']}"
    assert address in (await me.open(f"/loans/requests/{lent.request['id']}")).links
    assert address in (await me.open("/loans/loans?status=ready_to_sign")).links
    shown = await me.open(address)
    assert "Thuis is er geen internet" in shown.text
    form = await me.form(address, f"{address}/prepare")
    answer = await me.http.post(form.action, data=form.fields | {"accessory": ["charger", "hotspot"], "learners": "2"})
    assert answer.headers["location"] == f"{address}/agreement"
    shown = await me.open(f"{address}/agreement")
    for words in ("Fatima", "Digibank De Brug", "Bel 016 22 22 22.", lent.device["code"], "lader en hotspot", "Arabisch"):
        assert words in shown.text
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    typed = {"adult": "yes", "signature_name": "Fatima B.", "explained_in": "ar"}
    assert await me.sent(form, typed) == await me.sent(form, typed) == address, "sent twice is signed once"
    shown = await me.open(address)
    assert "Klaar. Het toestel mag mee." in shown.text
    assert "2 mensen willen iets leren" in shown.text
    assert "door Fatima B." in shown.text
    assert f"{address}/agreement.pdf" in shown.links
    kept = await me.open(f"{address}/agreement")
    assert "Getekend op het scherm door Fatima B." in kept.text
    assert "luidop uitgelegd in het Arabisch" in kept.text
    assert await ours(house, me.staff) == ["agreement_signed", "loan_started"]
    assert (await request_now(me.staff, lent.request))["status"] == "lent"
    assert "Het gezin heeft het toestel" in (await me.open(f"/loans/requests/{lent.request['id']}")).text
    assert f"/loans/requests/{lent.request['id']}" in (await me.open("/loans/requests?status=lent")).links


async def test_what_was_signed_is_kept_to_the_letter(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    address = f"/loans/api/loans/{lent.loan['id']}"
    shown = await staff.get(f"{address}/agreement")
    assert shown["sha256"] == hashlib.sha256(shown["text"].encode()).hexdigest()
    await sign(staff, lent, explained_in="fr")
    await staff.did(f"/loans/api/households/{lent.household['id']}/correct", {"call_name": "Iemand anders"})
    kept = await staff.get(f"{address}/agreement")
    assert {name: kept[name] for name in ("text", "sha256", "template_version", "language")} == {
        name: shown[name] for name in ("text", "sha256", "template_version", "language")
    }
    assert (kept["way"], kept["signature_name"], kept["explained_in"]) == ("typed", "Fatima B.", "fr")


async def test_a_text_that_changed_after_it_was_shown_is_not_signed(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    body = {"accessories": ["charger", "bag"], "learners": 0}
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", body)
    answer = await me.send(form, {"adult": "yes", "signature_name": "Fatima B."})
    shown = Read(answer.text)
    assert answer.status_code == 409
    assert "De tekst is intussen veranderd" in shown.text
    assert "lader en tas" in shown.text
    assert 'value="Fatima B."' in answer.text
    assert await ours(house, me.staff) == []
    again = next(other for other in shown.forms if other.fields.get("way") == "typed")
    assert again.fields["document_sha256"] != form.fields["document_sha256"]
    assert await me.sent(again, {"adult": "yes", "signature_name": "Fatima B."}) == address
    for changed in (
        {"document_sha256": "0" * 64, "way": "typed", "signature_name": "F"},
        {"document_sha256": again.fields["document_sha256"], "way": "typed", "signature_name": "F"},
    ):
        refused = await me.staff.post(f"/loans/api/loans/{lent.loan['id']}/sign", changed)
        assert problem_of(refused) == (409, "not_ready_to_sign")


@pytest.mark.parametrize(
    ("name", "problem", "words"),
    [
        ("", "signature_missing", "Typ de naam van wie tekent"),
        ("F" * 10_000, "text_too_long", "Deze tekst is te lang"),
        ("Fatima 85073003328", "register_number_in_text", "Hier staat een rijksregisternummer"),
    ],
)
async def test_a_signature_is_a_name(house: House, name: str, problem: str, words: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    answer = await me.send(form, {"adult": "yes", "signature_name": name})
    assert (answer.status_code, Read(answer.text).text.count(words)) == (422, 2)
    assert "#signature_name" in Read(answer.text).links
    body = {"document_sha256": form.fields["document_sha256"], "way": "typed", "signature_name": name}
    assert problem_of(await me.staff.post(f"/loans/api{address.removeprefix('/loans')}/sign", body)) == (422, problem)
    assert (await loan_now(me.staff, lent))["status"] == "ready_to_sign"


async def test_on_paper(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    unsigned = await me.http.get(f"{address}/agreement.pdf")
    assert unsigned.headers["content-type"] == "application/pdf"
    assert unsigned.content.startswith(b"%PDF")
    assert "Fatima" not in unsigned.headers["content-disposition"]
    form = next(form for form in (await me.open(f"{address}/agreement")).forms if form.fields.get("way") == "paper")
    assert await me.sent(form, {"adult": "yes", "signature_name": "never kept"}) == address
    assert "Getekend op papier" in (await me.open(f"{address}/agreement")).text
    kept = await me.staff.get(f"/loans/api{address.removeprefix('/loans')}/agreement")
    assert (kept["way"], kept["signature_name"], kept["explained_in"]) == ("paper", None, None)
    assert (await me.http.get(f"{address}/agreement.pdf")).content != unsigned.content


async def test_two_colleagues_sign_at_once(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    address = f"/loans/api/loans/{lent.loan['id']}"
    shown = await staff.get(f"{address}/agreement")
    body = {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "F"}
    answers = await asyncio.gather(*(staff.post(f"{address}/sign", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert await ours(house, staff) == ["agreement_signed", "loan_started"]


async def test_a_request_becomes_one_loan_however_often_it_is_reserved(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        request = await unit.requests.get(UUID(lent.request["id"]))
        request.record(DeviceClaimed(request_id=request.id, device_id=lent.device_id))
        await unit.requests.save(request)
    await house.run_until_idle()
    loans = (await staff.get("/loans/api/loans?status=ready_to_sign"))["loans"]
    assert [loan["id"] for loan in loans] == [lent.loan["id"]]
    assert (await published(house, staff, "inventory")).count("device_reserved") == 2
    async with house.services["loans"].units.open(staff.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(*) FROM bus.parked_event")) == 0


async def test_stopping_the_request_leaves_nothing_to_sign(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    await staff.did(f"/loans/api/requests/{lent.request['id']}/withdraw")
    assert (await loan_now(staff, lent))["status"] == "cancelled"
    body = {"document_sha256": "0" * 64, "way": "paper"}
    assert problem_of(await staff.post(f"/loans/api/loans/{lent.loan['id']}/sign", body)) == (409, "not_ready_to_sign")
    following = await ask(staff, "work")
    await house.run_until_idle()
    following = await request_now(staff, following)
    assert (following["status"], following["device_id"]) == ("reserved", lent.device["id"])
    assert following["loan_id"] not in (None, lent.loan["id"])


async def test_what_is_lent_cannot_be_withdrawn_or_promised_again(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    answer = await staff.post(f"/loans/api/requests/{lent.request['id']}/withdraw")
    assert problem_of(answer) == (409, "already_lent")
    other = await ask(staff, "work")
    await house.run_until_idle()
    assert (await request_now(staff, other))["device_id"] is None


async def test_another_organisation_sees_no_loan_and_changes_none(house: House) -> None:
    staff, stranger = house.sign_in(), reader(house)
    lent = await a_running_loan(house, staff)
    address, api = f"/loans/loans/{lent.loan['id']}", f"/loans/api/loans/{lent.loan['id']}"
    for page in (address, f"{address}/agreement", f"{address}/agreement.pdf", f"{address}/end"):
        assert (await stranger.http.get(page)).status_code == 404
    fields = (await stranger.form("/loans/requests/new")).fields
    for path in ("prepare", "sign", "extend", "return", "keep", "end"):
        data = fields | {"form_key": str(uuid4()), "signature_name": "X", "learners": "0"}
        assert (await stranger.http.post(f"{address}/{path}", data=data)).status_code == 404, path
    for path, body in (("sign", {"document_sha256": "0" * 64, "way": "paper"}), ("end", {"returned": []}), ("extend", {})):
        assert (await stranger.staff.post(f"{api}/{path}", body)).status_code == 404
    assert (await stranger.staff.http.get(f"{api}/agreement")).status_code == 404
    assert (await stranger.staff.get("/loans/api/loans"))["loans"] == []
    assert (await loan_now(staff, lent))["status"] == "running"


async def test_a_family_without_a_name_signs_too(house: House) -> None:
    staff = house.sign_in()
    request, _ = await ask(staff, "work"), await a_ready_device(staff)
    await house.run_until_idle()
    request = await request_now(staff, request)
    agreement = await staff.get(f"/loans/api/loans/{request['loan_id']}/agreement")
    assert f"en gezin {request['household_code']}." in agreement["text"]
    await reader(house, staff).open(f"/loans/households/{request['household_id']}")


async def test_silly_numbers_of_learners(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    for number in ("", "-1", "21", "9" * 5000, "x", "٣"):
        form = await me.form(address, f"{address}/prepare")
        answer = await me.send(form, {"learners": number})
        assert (answer.status_code, "Dat zijn te veel mensen" in answer.text) == (422, True), number
    assert (await loan_now(me.staff, lent))["accessories"] == ["charger", "mouse"]
