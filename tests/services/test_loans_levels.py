"""A family reads the agreement plainly or very simply: chosen at the counter, remembered, and kept as it was signed."""

from typing import Any

import pytest

from services.loans.web import family_door
from shared.web.rate_limit import RateLimit
from tests.support.cards import family_with, give_card
from tests.support.house import House
from tests.support.lending import Lent, ready_to_sign, sign
from tests.support.pages import Reader, reader
from tests.support.paper import text_of

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

PLAIN = "Je mag altijd stoppen. Je hoeft niet te zeggen waarom."
SIMPLE = "vragen we: gaat het?"


async def opened(me: Reader, path: str) -> Any:
    answer = await me.http.get(path)
    assert answer.status_code == 200
    return answer


async def level_of(me: Reader, lent: Lent) -> Any:
    return (await me.staff.get(f"/loans/api/households/{lent.household['id']}"))["level"]


async def test_the_counter_switches_between_plain_and_very_simple(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff, language="fr")
    address = f"/loans/loans/{lent.loan['id']}"
    plain = await me.open(f"{address}/agreement")
    assert PLAIN in plain.text
    assert SIMPLE not in plain.text
    assert f"{address}/agreement?language=fr&level=simple" in plain.links
    html = (await opened(me, f"{address}/agreement?language=fr&level=simple")).text
    assert html.count('<section class="sheet simple"') == 2
    simple = await me.open(f"{address}/agreement?language=fr&level=simple")
    assert SIMPLE in simple.text
    assert PLAIN not in simple.text
    kept = {f"{address}/agreement?language={code}&level=simple" for code in ("nl", "fr", "en", "ar", "tr", "uk")}
    assert kept <= set(simple.links), "another language keeps the level"
    assert any(link.startswith(f"{address}/agreement.pdf?language=fr&level=simple&text=") for link in simple.links)
    pdf = (await opened(me, f"{address}/agreement.pdf?language=fr&level=simple")).content
    assert SIMPLE in text_of(pdf, 1)
    assert await level_of(me, lent) == "plain", "to look at it changes nothing about the family"


async def test_what_was_signed_very_simply_stays_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address, api = f"/loans/loans/{lent.loan['id']}", f"/loans/api/loans/{lent.loan['id']}"
    form = await me.form(f"{address}/agreement?language=nl&level=simple", f"{address}/sign")
    assert form.fields["level"] == "simple"
    wrong = await me.send(form, {"adult": "yes", "signature_name": ""})
    assert wrong.status_code == 422
    assert SIMPLE in wrong.text, "a mistake in the form keeps the level"
    assert await me.sent(form, {"adult": "yes", "signature_name": "Fatima B."}) == address
    kept = await me.staff.get(f"{api}/agreement")
    assert (kept["level"], kept["template_version"]) == ("simple", 501)
    assert await me.staff.get(f"{api}/agreement?level=plain") == kept
    assert await level_of(me, lent) == "plain"
    loan = (await me.open(address)).text
    assert "Tekst van de afspraken Heel eenvoudig" in loan
    assert SIMPLE in text_of((await opened(me, f"{address}/agreement.pdf?level=plain")).content)
    family = await family_with(house, await give_card(house, me.staff, lent.household["id"]))
    html = (await opened(family, f"/family/agreements/{lent.loan_id}")).text
    assert '<section class="sheet simple" id="sheet-nl"' in html
    assert SIMPLE in html
    assert SIMPLE in text_of((await opened(family, f"/family/agreements/{lent.loan_id}/paper.pdf")).content)
    assert "Tekst van de afspraken Gewoon" in (await family.open("/family/known")).text


async def test_the_level_is_remembered_when_asked_and_a_correction_keeps_it(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    remember, household = f"{address}/agreement/language", f"/loans/households/{lent.household['id']}"
    assert remember not in [form.action for form in (await me.open(f"{address}/agreement")).forms]
    page = await me.open(f"{address}/agreement?level=simple")
    assert "Bij het gezin staat nog: Nederlands, gewoon." in page.text
    form = await me.form(f"{address}/agreement?level=simple", remember)
    assert await me.sent(form, {}) == f"{address}/agreement"
    assert await level_of(me, lent) == "simple"
    assert SIMPLE in (await me.open(f"{address}/agreement")).text
    assert "Tekst van de afspraken Heel eenvoudig" in (await me.open(household)).text
    correct = await me.form(f"{household}/correct", f"{household}/correct")
    await me.sent(correct, {"call_name": "Ana"})
    assert await level_of(me, lent) == "simple"
    await sign(me.staff, lent)
    assert (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["level"] == "simple"


async def test_signing_at_another_level_than_was_shown_is_refused(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    api = f"/loans/api/loans/{lent.loan['id']}"
    simple = await staff.get(f"{api}/agreement?level=simple")
    body = {"document_sha256": simple["sha256"], "way": "paper"}
    for refused in (body, body | {"level": "plain"}):
        assert (await staff.post(f"{api}/sign", refused)).json()["type"].endswith("wrong_text")
    assert (await staff.post(f"{api}/sign", body | {"level": "b1"})).status_code == 422
    await sign(staff, lent, document_sha256=simple["sha256"], level="simple")
    assert (await staff.get(f"{api}/agreement"))["text"] == simple["text"]


@pytest.mark.parametrize("nonsense", ["", "xx", "PLAIN", "simple%00", "a" * 3000])
async def test_a_level_that_we_do_not_have_is_the_family_s_own(house: House, nonsense: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}/agreement"
    assert PLAIN in (await opened(me, f"{address}?level={nonsense}")).text
    assert (await opened(me, f"{address}.pdf?level={nonsense}")).content.startswith(b"%PDF")
    form = await me.form(f"{address}?level=simple", f"{address}/language")
    assert await me.sent(form, {"level": nonsense}) == address
    assert await level_of(me, lent) == "plain"


async def test_a_form_that_says_nothing_of_the_level_leaves_it(house: House) -> None:
    """A page of before the levels, still open in another window."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}/agreement"
    await me.sent(await me.form(f"{address}?level=simple", f"{address}/language"), {})
    form = await me.form(f"{address}?language=fr", f"{address}/language")
    await me.sent(form, {"level": ""})
    household = await me.staff.get(f"/loans/api/households/{lent.household['id']}")
    assert (household["language"], household["level"]) == ("fr", "simple")
