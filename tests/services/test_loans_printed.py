"""A paper that was printed on an earlier day and signed with a pen: what stands on it is what is kept. Through pages and API."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.loans.store.prints import Prints
from shared.web.call import COOKIE
from tests.services.test_loans_signing import forms
from tests.services.test_loans_touch import rows
from tests.support.house import House
from tests.support.lending import Lent, loan_now, ready_to_sign
from tests.support.pages import Form, Read, Reader, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


def at(lent: Lent) -> str:
    return f"/loans/loans/{lent.loan['id']}"


async def words_of(me: Reader, lent: Lent, asked: str = "") -> str:
    """All that stands on the paper, without spaces."""
    pdf = await me.http.get(f"{at(lent)}/agreement.pdf{asked}")
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages).split())


def later(house: House, me: Reader, days: int) -> Reader:
    """The same colleague, days later."""
    house.clock.move(timedelta(days=days))
    token = house.services["loans"].tokens.sign(me.staff.person)
    me.staff.http.headers["authorization"] = f"Bearer {token}"
    return Reader(me.staff, a_browser(house, {COOKIE: token}))


async def paper_form(me: Reader, lent: Lent) -> Form:
    return (await forms(me, lent))["paper"]


async def signed_sha(house: House, me: Reader) -> str:
    [row] = await rows(house, me.staff, "SELECT sha256 FROM agreement")
    return str(row.sha256)


async def test_what_was_printed_days_ago_is_what_is_kept(house: House) -> None:
    """The paper names another day to look again than one of today would; that day counts, and that text is sealed."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    printed, before = await words_of(me, lent), (await paper_form(me, lent)).fields["document_sha256"]
    assert before in printed, "its number stands at its foot"
    me = later(house, me, 5)
    today = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["sha256"]
    form = await paper_form(me, lent)
    assert form.fields["document_sha256"] == before != today
    assert before[:8] in (await me.open(f"{at(lent)}/agreement")).text
    assert await me.sent(form, {"adult": "yes"}) == at(lent)
    assert await signed_sha(house, me) == before
    assert before in await words_of(me, lent), "the sealed paper is that text"
    loan = await loan_now(me.staff, lent)
    asked = house.clock.now().date() - timedelta(days=5)
    assert loan["look_again_on"] == asked.replace(year=asked.year + 1).isoformat()
    assert await rows(house, me.staff, "SELECT 1 FROM agreement_print") == [], "nothing waits for a pen any more"


async def test_something_changed_since_it_was_printed(house: House) -> None:
    """A page that was open signs nothing; the page says so and asks to print again; that new paper can be signed."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await words_of(me, lent)
    open_page = await paper_form(me, lent)
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", {"accessories": ["charger", "bag"]})
    refused = await me.http.post(open_page.action, data=open_page.fields | {"adult": "yes"})
    assert (refused.status_code, "Het gedrukte blad klopt niet meer" in refused.text) == (409, True)
    page = await me.open(f"{at(lent)}/agreement")
    assert "Er veranderde iets sinds het blad gedrukt is." in page.text
    assert not any(form.fields.get("way") == "paper" for form in page.forms), "nothing to sign on paper before it is printed again"
    assert (await loan_now(me.staff, lent))["status"] == "ready_to_sign"
    await words_of(me, lent)
    assert await me.sent(await paper_form(me, lent), {"adult": "yes"}) == at(lent)


async def test_of_two_papers_somebody_says_which_one_was_signed(house: House) -> None:
    """Printed in Arabic last week, in Dutch today: the one in Arabic was signed."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await words_of(me, lent, "?language=ar")
    me = later(house, me, 7)
    await words_of(me, lent)
    form = await paper_form(me, lent)
    newest, first = await rows(house, me.staff, "SELECT document_sha256, language FROM agreement_print ORDER BY printed_at DESC")
    assert (newest.language, first.language) == ("nl", "ar")
    assert form.fields["document_sha256"] == newest.document_sha256, "the newest is chosen beforehand"
    assert form.choices["document_sha256"] == {newest.document_sha256, first.document_sha256}
    chosen = form.fields | {"document_sha256": first.document_sha256}
    unsigned = await me.http.post(form.action, data=chosen)
    assert unsigned.status_code == 422, "nobody said that an adult signed"
    assert f'value="{first.document_sha256}" checked' in unsigned.text, "what was chosen stands there still"
    again = next(form for form in Read(unsigned.text).forms if form.fields.get("way") == "paper")
    assert await me.sent(again, {"adult": "yes"}) == at(lent)
    assert await signed_sha(house, me) == first.document_sha256
    [kept] = await rows(house, me.staff, "SELECT language FROM agreement")
    assert kept.language == "ar"


async def test_on_the_screen_it_is_the_text_of_today(house: House) -> None:
    """That a paper was printed holds nobody back from signing on the screen, and binds nothing."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await words_of(me, lent)
    me = later(house, me, 3)
    today = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["sha256"]
    form = (await forms(me, lent))["typed"]
    assert await me.sent(form, {"signature_name": "Fatima B.", "adult": "yes"}) == at(lent)
    assert await signed_sha(house, me) == today


async def test_a_program_signs_what_was_printed_too(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await words_of(me, lent)
    before = (await paper_form(me, lent)).fields["document_sha256"]
    me = later(house, me, 2)
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/sign", {"document_sha256": before, "way": "paper"})
    assert await signed_sha(house, me) == before


async def test_a_paper_whose_day_to_ask_is_past_is_printed_again(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    await words_of(me, lent)
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        [printed] = await Prints(unit).of_loan(lent.loan_id)
    assert printed.counts_on(printed.days.look_again_on - timedelta(days=1))
    assert not printed.counts_on(printed.days.look_again_on)
