"""A family signs on its own phone with a code from the counter; whatever comes first."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.loans.web import family_signing
from shared.web.rate_limit import RateLimit
from tests.services.test_loans_signing import a_drawing
from tests.services.test_loans_wordings import KIND, coordinator, publish
from tests.support.house import House
from tests.support.lending import Lent, ready_to_sign, sign
from tests.support.pages import Read, Reader, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

SIGNED = {"signature_name": "Fatima B.", "adult": "yes"}


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from the same address."""
    monkeypatch.setattr(family_signing, "LOOKS", RateLimit(most=1000, seconds=600))


async def show(me: Reader, lent: Lent, language: str = "ar") -> str:
    """The counter shows a code; gives the path on the phone."""
    address = f"/loans/loans/{lent.loan['id']}"
    form = next(
        form for form in (await me.open(f"{address}/agreement?language={language}")).forms if form.action == f"{address}/phone"
    )
    assert await me.sent(form) == f"{address}/phone"
    return path_of((await me.http.get(f"{address}/phone")).text)


def path_of(html: str) -> str:
    """The path that the code on the page leads to."""
    words = Read(html).text.split()
    number = next(number for number, word in enumerate(words) if "/family/sign/" in word)
    return f"/family/sign/{words[number + 1]}"  # a line may end between the two


async def on_phone(phone: Any, path: str, answers: dict[str, str] | None = None) -> Any:
    """Read and sign."""
    form = Read((await phone.get(path)).text).forms[0]
    return await phone.post(form.action, data=form.fields | (answers or SIGNED))


async def status(me: Reader, lent: Lent) -> str:
    found: str = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}"))["status"]
    return found


async def test_read_in_arabic_and_signed_with_a_finger(house: House) -> None:
    me, phone = reader(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff)
    counter = f"/loans/loans/{lent.loan['id']}/phone"
    path = await show(me, lent)
    assert str(lent.loan["id"]) not in path
    assert "Nog niet geopend" in (await me.open(counter)).text
    shown = await phone.get(path)
    assert shown.status_code == 200
    assert '<html lang="ar"' in shown.text
    for words in ("Fatima", "Wat we afspreken", "وقعوا هنا بإصبعكم.", "عمري 18 سنة أو أكثر."):
        assert words in shown.text
    assert "Het gezin leest nu" in (await me.open(counter)).text
    assert (await on_phone(phone, path, {"drawing": a_drawing()})).status_code == 422, "nobody said that an adult signs"
    assert (await on_phone(phone, path, {"adult": "yes"})).status_code == 422, "no name, no drawing"
    form = Read((await phone.get(path)).text).forms[0]
    sent = form.fields | {"adult": "yes", "drawing": a_drawing()}
    answers = [await phone.post(form.action, data=sent) for _ in range(2)]
    assert [answer.headers.get("location") for answer in answers] == ["/family/sign/done?language=ar"] * 2, "a double tap"
    assert (await phone.get("/family/sign/done?language=ar")).status_code == 200
    assert (await phone.get(path)).status_code == 410, "it works once"
    assert "Het gezin heeft getekend" in (await me.open(counter)).text
    assert await status(me, lent) == "running"
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (kept["way"], kept["language"]) == ("typed", "ar")
    assert b"ByteRange" in (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content


async def test_signed_at_the_counter_while_the_page_is_open_on_the_phone(house: House) -> None:
    me, phone = reader(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff)
    path = await show(me, lent, "nl")
    form = Read((await phone.get(path)).text).forms[0]
    await sign(me.staff, lent)
    answer = await phone.post(form.action, data=form.fields | SIGNED)
    assert (answer.status_code, "Deze code werkt niet meer" in answer.text) == (410, True)
    assert (await phone.get(path)).status_code == 410
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert kept["signature_name"] == "Fatima B."
    shown = await me.http.get(f"/loans/loans/{lent.loan['id']}/phone")
    assert shown.headers["location"] == f"/loans/loans/{lent.loan['id']}"


async def test_signed_on_the_phone_while_the_page_is_open_at_the_counter(house: House) -> None:
    me, phone = reader(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff)
    path, address = await show(me, lent, "nl"), f"/loans/loans/{lent.loan['id']}"
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    assert (await on_phone(phone, path)).status_code == 303
    answer = await me.send(form, SIGNED | {"signature_name": "Nog iemand"})
    assert (answer.status_code, "Hier valt niets meer te tekenen" in answer.text) == (409, True)
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert kept["signature_name"] == "Fatima B."


async def test_two_phones_at_once_sign_once(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    path = await show(me, lent, "nl")
    answers = await asyncio.gather(*(on_phone(a_browser(house), path) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410]
    assert await status(me, lent) == "running"


async def test_a_code_that_is_over_opens_nothing(house: House) -> None:
    me, phone = reader(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff)
    first = await show(me, lent, "nl")
    form = Read((await phone.get(first)).text).forms[0]
    second = await show(me, lent, "nl")
    assert first != second
    assert (await phone.get(first)).status_code == 410, "replaced"
    assert (await phone.post(form.action, data=form.fields | SIGNED)).status_code == 410
    counter = f"/loans/loans/{lent.loan['id']}/phone"
    open_page = Read((await phone.get(second)).text).forms[0]
    await me.sent(await me.form(counter, f"{counter}/withdraw"))
    assert (await phone.get(second)).status_code == 410, "withdrawn"
    assert (await phone.post(open_page.action, data=open_page.fields | SIGNED)).status_code == 410
    third = await show(me, lent, "nl")
    open_page = Read((await phone.get(third)).text).forms[0]
    house.clock.move(timedelta(minutes=31))
    later = reader(house, house.sign_in(me.staff.organisation))
    assert (await phone.get(third)).status_code == 410, "too old"
    assert (await phone.post(open_page.action, data=open_page.fields | SIGNED)).status_code == 410
    assert "De code is verlopen" in (await later.open(counter)).text
    for nothing in ("/family/sign/AAAA-AAAA-AAAA-AAAA", "/family/sign/x", "/family/sign/" + "A" * 500):
        assert (await phone.get(nothing)).status_code == 410, "nobody learns which codes there are"
    assert await status(later, lent) == "ready_to_sign"


async def test_a_text_that_changed_is_read_again(house: House) -> None:
    me, phone = reader(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff)
    path = await show(me, lent, "nl")
    form = Read((await phone.get(path)).text).forms[0]
    body = {"accessories": ["charger", "bag"], "learners": 0}
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", body)
    answer = await phone.post(form.action, data=form.fields | SIGNED)
    assert (answer.status_code, "De tekst is net veranderd" in answer.text, "lader en tas" in answer.text) == (409, True, True)
    assert (await on_phone(phone, path)).status_code == 303


async def test_who_mends_its_name_reads_on_in_the_same_text(house: House) -> None:
    me, phone = coordinator(house), a_browser(house)
    lent = await ready_to_sign(house, me.staff, language="nl")
    path = await show(me, lent, "nl")
    form = Read((await phone.get(path)).text).forms[0]
    await publish(me, **{"text-what_you_do": KIND})
    answer = await phone.post(form.action, data=form.fields | {"adult": "yes"})
    assert (answer.status_code, KIND in answer.text) == (422, False)
    again = Read(answer.text).forms[0]
    assert (again.fields["text"], again.fields["document_sha256"]) == (form.fields["text"], form.fields["document_sha256"])
    assert KIND in (await phone.get(path)).text, "who opens the page again reads the newest"
    assert (await phone.post(again.action, data=again.fields | SIGNED)).status_code == 303
    signed = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (signed["sha256"], KIND in signed["text"]) == (form.fields["document_sha256"], False)


async def test_too_many_looks_are_slowed_down(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family_signing, "LOOKS", RateLimit(most=2, seconds=600))
    phone = a_browser(house)
    assert [(await phone.get("/family/sign/AAAA-AAAA-AAAA-AAAA")).status_code for _ in range(3)] == [410, 410, 429]


async def test_another_site_and_another_organisation_sign_nothing(house: House) -> None:
    me, phone, stranger = reader(house), a_browser(house), reader(house)
    lent = await ready_to_sign(house, me.staff)
    path = await show(me, lent, "nl")
    form = Read((await phone.get(path)).text).forms[0]
    lured = await phone.post(form.action, data=form.fields | SIGNED, headers={"sec-fetch-site": "cross-site"})
    assert lured.status_code == 403
    counter = f"/loans/loans/{lent.loan['id']}/phone"
    fields = (await stranger.form("/loans/check")).fields
    for address in (counter, f"{counter}/withdraw"):
        assert (await stranger.http.post(address, data=fields)).status_code == 404
    assert (await stranger.http.get(counter)).status_code == 404
    assert (await on_phone(phone, path)).status_code == 303
