"""What an organisation says in its own words: a notice for everybody, and where families ask what is written down of them."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.vocabulary import Role
from shared.runtime.faces import face_of
from tests.support.cards import family_with, give_card
from tests.support.helpdesk import a_known_device
from tests.support.house import House
from tests.support.lending import a_running_loan, ready_to_sign, sign
from tests.support.pages import Read, a_browser, reader
from tests.support.portal import Someone, a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

TEXTS = "/organisation/texts"
CLOSED, IN_ARABIC = "In de kerstvakantie zijn we dicht tot 5 januari.", "نحن مغلقون حتى 5 يناير."
REGISTER_NUMBER = "85.07.30-033.28"
ONLY_DUTCH = {"nl": "Dit staat er alleen", "uk": "Це є лише", "ar": "هذا موجود"}
ASK_US = {"nl": "Vraag ons gerust", "uk": "Сміливо питайте", "ar": "اسألونا"}


async def send(someone: Someone, typed: dict[str, Any], action: str = TEXTS) -> Read:
    """Fill in a form of the page and look at what comes back, also after a redirect."""
    answer = await someone.me.send(await someone.me.form(TEXTS, action), typed)
    if answer.status_code == 303:
        return await someone.me.open(answer.headers["location"])
    assert answer.status_code == 422, answer.text
    return Read(answer.text)


async def in_language(house: House, address: str, code: str) -> str:
    """A page as somebody without a sign-in reads it in a language."""
    browser = a_browser(house)
    await browser.post("/language", data={"language": code, "next": "/"})
    return (await browser.get(address)).text


async def test_a_notice_is_read_at_the_sticker_by_the_family_and_on_the_start_page_until_its_last_day(house: House) -> None:
    someone = await a_coordinator(house)
    staff = house.sign_in(someone.organisation, Role.STAFF)
    lent = await a_running_loan(house, staff)
    card = await give_card(house, staff, lent.household["id"])
    family = await family_with(house, card)
    today = house.clock.now().astimezone(house.services["portal"].units.zone).date()
    shown = await send(someone, {"nl": CLOSED, "ar": IN_ARABIC, "until": f"{today:%d/%m/%Y}"})
    assert "Bewaard." in shown.text
    assert "Zo ziet een gezin het Goed om te weten" in shown.text
    assert "Leesbaarheid: score" in shown.text
    await house.run_until_idle()
    sticker = f"/q/{lent.device['code']}"
    assert CLOSED in (await someone.me.open("/")).text
    assert CLOSED in (await family.open("/family")).text
    for code, words, in_dutch in (("nl", CLOSED, False), ("uk", CLOSED, True), ("ar", IN_ARABIC, False)):
        html = await in_language(house, sticker, code)
        of = "ar" if words is IN_ARABIC else "nl"
        assert f'<p lang="{of}" dir="{"rtl" if of == "ar" else "ltr"}" translate="no">{words}</p>' in html
        assert (ONLY_DUTCH[code] in html) is in_dutch
        assert (ASK_US[code] in html) is in_dutch, "and who cannot read it is told what to do"
    house.clock.move(timedelta(days=1))
    assert CLOSED not in (await a_browser(house).get(sticker)).text
    for running in house.services.values():
        async with running.units.open(someone.organisation) as unit:
            face = await face_of(unit)
            assert face.notice is not None
            assert not face.notice.is_shown_on(unit.today())


async def test_what_is_hard_to_read_is_said_and_stored_and_what_may_not_be_there_is_refused(house: House) -> None:
    someone = await a_coordinator(house)
    hard = "Gelieve rekening te houden met de sluitingsperiode ingevolge werkzaamheden aan de gebouwinfrastructuur."
    shown = await send(someone, {"nl": hard})
    assert "Bewaard." in shown.text
    assert "Lange woorden:" in shown.text
    assert "Leesbaarheid: score -" in shown.text
    for typed, where, words in (
        ({"nl": f"Bel {REGISTER_NUMBER}"}, "#nl", "rijksregisternummer"),
        ({"nl": CLOSED, "tr": f"{REGISTER_NUMBER}"}, "#tr", "rijksregisternummer"),
        ({"nl": "a" * 201}, "#nl", "200"),
        ({"nl": "", "fr": "Fermé"}, "#nl", "Schrijf het ook in het Nederlands"),
        ({"nl": CLOSED, "until": "straks"}, "#until", "Deze dag begrijpen we niet"),
        ({"nl": CLOSED, "until": "1/1/2020"}, "#until", "Deze dag is voorbij"),
    ):
        refused = await send(someone, typed)
        assert where in refused.links, typed
        assert words in refused.text, typed
    assert (await someone.get("/portal/api/organisation/settings"))["notice"]["nl"] == hard
    for asked in ({"de": "Geschlossen"}, {"nl": "Open.", "xx": "?"}):  # a program that asks for what we cannot show
        assert (await someone.post("/portal/api/organisation/notice", {"words": asked})).status_code == 422
        assert (await someone.get("/portal/api/organisation/settings"))["notice"]["nl"] == hard, "and nothing changed"
    await send(someone, {"nothing": "yes"})
    assert (await someone.get("/portal/api/organisation/settings"))["notice"] is None


async def test_a_family_reads_where_to_ask_on_its_page_and_in_a_new_agreement(house: House) -> None:
    someone = await a_coordinator(house)
    staff = house.sign_in(someone.organisation, Role.STAFF)
    lent = await ready_to_sign(house, staff, language="fr")
    address = f"/loans/api/loans/{lent.loan['id']}"
    before = await staff.get(f"{address}/agreement")
    assert "Heb je daar vragen over? Vraag het ons." in before["text"]
    await send(someone, {"ask_about_data": "aan de balie, of bel 016 22 22 22."}, f"{TEXTS}/place-to-ask")
    await house.run_until_idle()
    place = "aan de balie, of bel 016\u00a022\u00a022\u00a022"
    after = await staff.get(f"{address}/agreement")
    assert f"Vraag het hier: {place}." in after["text"]
    assert f"Posez-les ici : {place}." in after["text"]
    await sign(staff, lent)
    card = await give_card(house, staff, lent.household["id"])
    known = (await (await family_with(house, card)).open("/family/known")).text
    assert "Vraag het hier: aan de balie, of bel 016 22 22 22 ." in known
    refused = await send(someone, {"ask_about_data": REGISTER_NUMBER}, f"{TEXTS}/place-to-ask")
    assert "#ask_about_data" in refused.links


async def test_nothing_said_shows_nothing(house: House) -> None:
    staff = house.sign_in(None, Role.STAFF)
    device = await a_known_device(house, staff)
    assert "house-notice" not in (await a_browser(house).get(f"/q/{device['code']}")).text
    assert "house-notice" not in (await reader(house, staff).http.get("/")).text
