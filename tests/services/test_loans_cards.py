"""A family's card: it lets its person in and nobody else, shows what it may show, and says nothing about other cards."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.loans.web import family_door
from services.loans.web.family_session import COOKIE
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import Role
from shared.web.call import COOKIE as STAFF_COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.cards import Card, code_of, family_with, form_key, give_card, tap, try_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_family, a_running_loan
from tests.support.pages import Read, Reader, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

AWAY = "/family/start?again=yes"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


async def where(browser: Reader, address: str = "/family") -> str:
    """Where somebody ends up who opens a page of a family: on it, or elsewhere."""
    answer = await browser.http.get(address)
    return answer.headers.get("location", "") if answer.status_code == 303 else f"{answer.status_code}"


async def lent_with_card(house: House, **facts: str) -> tuple[Staff, Lent, Card]:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff, **facts)
    return staff, lent, await give_card(house, staff, lent.household["id"])


async def a_card(house: House) -> tuple[Staff, Card]:
    staff = house.sign_in()
    return staff, await give_card(house, staff, (await a_family(staff))["id"])


async def test_a_family_sees_what_it_lends_and_what_we_know(house: House) -> None:
    staff, lent, card = await lent_with_card(house)
    family = await family_with(house, card)
    home = await family.open("/family")
    assert lent.device["code"] in home.text
    assert "Je houdt het zolang je het nodig hebt" in home.text
    assert f"/q/{lent.device['code']}" in home.links
    assert "Fatima" not in home.text, "whoever looks along sees no name"
    agreement = await family.open(f"/family/agreements/{lent.loan_id}")
    assert "Wat we afspreken" in agreement.text
    paper = await family.http.get(f"/family/agreements/{lent.loan_id}/paper.pdf")
    assert paper.content.startswith(b"%PDF")
    known = await family.open("/family/known")
    assert "Fatima" in known.text
    assert "0470 12 34 56" in known.text
    address = "/family/known/consent/visits"
    await family.sent(await family.form("/family/known", address), {"answer": "yes"})
    assert (await staff.get(f"/loans/api/households/{lent.household['id']}"))["visits"] == "yes"
    assert "Jij zei: ja" in (await family.open("/family/known")).text
    assert "Laatst gebruikt op" in (await reader(house, staff).open(f"/loans/households/{lent.household['id']}")).text


async def test_what_lets_nobody_in_is_all_told_alike(house: House) -> None:
    staff, card = await a_card(house)
    other = await give_card(house, staff, card.household_id, person=2)
    blocked = await give_card(house, staff, card.household_id, person=3)
    me = reader(house, staff)
    await tap(me, blocked, "block")
    for _ in range(5):
        await try_card(house, other.code, "0000")
    tries = [
        (card.code, "0000"),
        (other.code, other.pin),
        (blocked.code, blocked.pin),
        (code_of(house, uuid4()), card.pin),
        (card.code, other.pin if other.pin != card.pin else "9998"),
        (card.code, "x" * 100_000),
    ]
    said = {code: Read((await a_browser(house).get(f"/family/{code}")).text).text for code, _ in tries}
    assert len(set(said.values())) == 1, "the page that asks for a PIN tells cards apart"
    answers = [await try_card(house, code, pin) for code, pin in tries]
    assert {answer.status_code for answer in answers} == {422}
    assert len({Read(answer.text).text for answer in answers}) == 1
    assert not [answer for answer in answers if COOKIE.name in answer.cookies]
    assert "Bel ons of kom langs. Na vijf keer" in answers[0].text


async def test_the_page_for_a_pin_says_first_what_to_do_and_where_help_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands before a closed door can call; and the number tells nobody whether there is such a card, or whose it is."""
    staff, card = await a_card(house)
    stranger = house.sign_in()
    for someone, title, line in ((staff, "Digibank De Brug", "016 22 22 22"), (stranger, "Digibank De Vaart", "011 33 33 33")):
        told = OrganisationChanged(organisation_id=someone.organisation, title=title, help_line=line, help_place=None)
        await house.publish("portal", someone.organisation, told)
    await house.run_until_idle()
    monkeypatch.setattr(family_door, "MOST_LINES", 100_000)  # other tests have organisations too
    browser = a_browser(house)
    pages = [await browser.get(f"/family/{code}") for code in (card.code, code_of(house, uuid4()))]
    pages += [await try_card(house, card.code, "0000", browser) for _ in range(6)]
    for answer in pages:
        shown = Read(answer.text)
        assert "Digibank De Brug" in shown.text
        assert "016 22 22 22" in shown.text
        assert {"tel:016222222", "tel:011333333"} <= set(shown.links)
    said = Read(pages[-1].text).text
    assert said.index("typ je pincode nog eens") < said.index("Bel ons of kom langs") < said.index("Na vijf keer")
    monkeypatch.setattr(family_door, "MOST_LINES", 1)
    assert "tel:" not in (await browser.get(f"/family/{card.code}")).text, "nobody looks for the right one in a long list"


async def test_five_wrong_pins_lock_a_card_until_staff_opens_it(house: House) -> None:
    staff, card = await a_card(house)
    for _ in range(4):
        await try_card(house, card.code, "0000")
    family = await family_with(house, card)
    assert "Iemand typte 4 keer een verkeerde pincode" in (await family.open("/family")).text
    for _ in range(5):
        await try_card(house, card.code, "0000")
    assert (await try_card(house, card.code, card.pin)).status_code == 422
    house.clock.move(timedelta(days=30))
    assert (await try_card(house, card.code, card.pin)).status_code == 422, "no clock opens it"
    me = reader(house, house.sign_in(staff.organisation))
    assert "op slot" in (await me.open(f"/loans/households/{card.household_id}")).text
    assert (await tap(me, card, "open")).status_code == 303
    await family_with(house, card)


async def test_tries_at_the_same_moment_all_count(house: House) -> None:
    staff, card = await a_card(house)
    for at_once, counted in ((2, 2), (7, 5)):
        await asyncio.gather(*(try_card(house, card.code, f"000{number}") for number in range(at_once)))
        async with house.services["loans"].units.open(staff.organisation) as unit:
            wrong = await unit.connection.scalar(text("SELECT wrong_tries FROM family_card WHERE id = :id"), {"id": card.id})
        assert wrong == counted
    assert (await try_card(house, card.code, card.pin)).status_code == 422


async def test_from_one_address_guessing_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _staff, card = await a_card(house)
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=2, seconds=600))
    answers = [await try_card(house, code, card.pin) for code in (code_of(house, uuid4()), code_of(house, uuid4()), card.code)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "Wacht tien minuten" in answers[-1].text


@pytest.mark.parametrize("what", ["done", "block", "new pin", "new card", "idle", "household gone"])
async def test_whoever_was_in_is_out_after(house: House, what: str) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    card = await give_card(house, staff, household["id"])
    family, me = await family_with(house, card), reader(house, staff)
    copied = Reader(staff, a_browser(house, {COOKIE.name: family.http.cookies[COOKIE.name]}))
    assert await where(copied) == "200"
    address = f"/loans/households/{household['id']}/cards"
    if what == "done":
        assert await family.sent(await family.form("/family", "/family/done")) == "/family/bye"
        assert COOKIE.name not in family.http.cookies
    elif what == "block":
        await tap(me, card, "block")
        await tap(me, card, "open")  # found again: who was in before does not come in by that
    elif what == "new pin":
        answer = await me.send(await me.form(f"{address}/{card.id}/pin"))
        assert answer.status_code == 200
        if card.pin not in answer.text:
            assert (await try_card(house, card.code, card.pin)).status_code == 422
    elif what == "new card":
        await give_card(house, staff, household["id"])
        assert (await try_card(house, card.code, card.pin)).status_code == 422
    elif what == "idle":
        house.clock.move(timedelta(minutes=29))
        assert await where(copied) == "200"
        house.clock.move(timedelta(minutes=29))
        assert await where(copied) == "200", "a page that is opened is a sign of life"
        house.clock.move(timedelta(minutes=31))
    else:
        async with house.services["loans"].units.open(staff.organisation) as unit:
            await unit.connection.execute(text("DELETE FROM household WHERE id = :id"), {"id": UUID(household["id"])})
            left = [await unit.connection.scalar(text(f"SELECT count(*) FROM family_{one}")) for one in ("card", "session")]
        assert left == [0, 0]
    assert await where(copied) == AWAY
    answer = await copied.http.post("/family/known/consent/visits", data=form_key() | {"answer": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, AWAY)


async def test_a_card_that_shows_some_loans_shows_nothing_of_the_others(house: House) -> None:
    staff = house.sign_in()
    mine = await a_running_loan(house, staff)
    theirs = await a_running_loan(house, staff)
    async with house.services["loans"].units.open(staff.organisation) as unit:  # two loans of one household
        move = text("UPDATE loan SET household_id = :to WHERE id = :id")
        await unit.connection.execute(move, {"to": UUID(mine.household["id"]), "id": theirs.loan_id})
    card = await give_card(house, staff, mine.household["id"], shows="some", loan=[str(mine.loan_id)])
    family = await family_with(house, card)
    home = await family.open("/family")
    assert mine.device["code"] in home.text
    assert theirs.device["code"] not in home.text
    known = await family.open("/family/known")
    assert mine.device["code"] in known.text
    assert "Sinds" in known.text
    for others in ("Fatima", "0470", theirs.device["code"], "Wie keek", "Mogen we bellen", mine.household["code"]):
        assert others not in known.text, "what may be of the other parent"
    for address in (f"/family/agreements/{theirs.loan_id}", f"/family/agreements/{theirs.loan_id}/paper.pdf"):
        await family.open(address, 404)
    answer = await family.http.post("/family/known/consent/visits", data=form_key() | {"answer": "yes"})
    assert answer.status_code == 404
    everything = await family_with(house, await give_card(house, staff, mine.household["id"], person=2))
    assert theirs.device["code"] in (await everything.open("/family")).text


async def test_a_card_shows_loans_of_its_own_family_only(house: House) -> None:
    staff, lent, _card = await lent_with_card(house)
    other = await a_running_loan(house, staff)
    me = reader(house, staff)
    address = f"/loans/households/{lent.household['id']}/cards"
    form = await me.form(f"{address}/new?person=2", address)
    for ticked in ([str(other.loan_id)], [], ["x"]):
        answer = await me.http.post(address, data=form.fields | {"shows": "some", "loan": ticked})
        assert answer.status_code == 422
        assert "Kies wat de kaart toont" in answer.text
    stranger = await family_with(house, await give_card(house, staff, other.household["id"]))
    await stranger.open(f"/family/agreements/{lent.loan_id}", 404)


async def test_a_family_is_no_staff_and_staff_is_no_family(house: House) -> None:
    staff, lent, card = await lent_with_card(house)
    family = await family_with(house, card)
    cookie = family.http.cookies[COOKIE.name]
    for address in ("/loans/households", f"/loans/households/{card.household_id}", "/loans/api/loans", "/"):
        for carried in ({COOKIE.name: cookie}, {STAFF_COOKIE: cookie}):
            answer = await a_browser(house, carried).get(address, headers={"accept": "application/json"})
            assert answer.status_code in (303, 401), f"{address}: {answer.status_code}"
            assert lent.device["code"] not in answer.text
    bearer = await a_browser(house).get("/loans/api/households", headers={"authorization": f"Bearer {cookie}"})
    assert bearer.status_code == 401
    everybody = house.sign_in(staff.organisation, *Role)
    for carried in ({STAFF_COOKIE: everybody.token}, {COOKIE.name: everybody.token}):
        answer = await a_browser(house, carried).get("/family")
        assert (answer.status_code, answer.headers["location"]) == (303, "/family/start")
    assert (await everybody.http.get("/family", headers={"accept": "text/html"})).status_code == 303


async def test_a_session_cannot_be_made_up(house: House) -> None:
    staff, card = await a_card(house)
    _, other = await a_card(house)
    mine, theirs = await family_with(house, card), await family_with(house, other)
    said, _, signature = mine.http.cookies[COOKIE.name].rpartition(".")
    organisation, _, session = said.partition(".")
    their_said = theirs.http.cookies[COOKIE.name].rpartition(".")[0]
    forged = [
        f"{their_said}.{signature}",
        f"{their_said.partition('.')[0]}.{session}.{signature}",
        f"{organisation}.{uuid4().hex}.{signature}",
        said,
        f"{said}.",
        "..",
        "",
    ]
    for cookie in forged:
        assert await where(Reader(staff, a_browser(house, {COOKIE.name: cookie}))) == "/family/start"
    running = house.services["loans"]
    moved = COOKIE.header(running, f"{their_said.partition('.')[0]}.{session}", 60).partition("=")[2].partition(";")[0]
    assert await where(Reader(staff, a_browser(house, {COOKIE.name: moved}))) == AWAY, "another organisation's rows"


async def test_coming_in_never_takes_over_a_session(house: House) -> None:
    staff, card = await a_card(house)
    other = await give_card(house, staff, card.household_id, person=2)
    planted = (await family_with(house, other)).http.cookies[COOKIE.name]
    browser = a_browser(house, {COOKIE.name: planted})
    answer = await try_card(house, card.code, card.pin, browser)
    assert answer.status_code == 303
    assert planted not in answer.headers["set-cookie"]
    assert await where(Reader(staff, a_browser(house, {COOKIE.name: planted}))) == AWAY, "whoever planted it is out"


async def test_the_cookie_is_out_of_reach_and_other_sites_are_refused(house: House) -> None:
    staff, lent, card = await lent_with_card(house)
    answer = await try_card(house, card.code, card.pin)
    assert {"HttpOnly", "SameSite=lax", "Path=/family"} <= set(answer.headers["set-cookie"].split("; "))
    family = await family_with(house, card)
    for address in (f"/family/{card.code}", "/family/start", "/family/known/consent/visits", "/family/done"):
        data = form_key() | {"pin": card.pin, "code": card.code, "answer": "yes"}
        foreign = await family.http.post(address, data=data, headers={"sec-fetch-site": "cross-site"})
        assert foreign.status_code == 403, address
    assert (await staff.get(f"/loans/api/households/{lent.household['id']}"))["visits"] == "not_asked"
    assert await where(family) == "200", "nobody else ends it either"


async def test_a_form_sent_twice_makes_one_card_and_shows_the_same_pin(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    me = reader(house, staff)
    address = f"/loans/households/{household['id']}/cards"
    form = await me.form(f"{address}/new", address)
    first, second = await me.send(form), await me.send(form)
    assert Read(first.text).text == Read(second.text).text
    stale = await me.send(await me.form(f"{address}/new?person=2", address), {"person": "1"})
    assert stale.status_code == 409, "somebody else just gave this person a card"
    assert (await me.send(form, {"pin": "4826", "repeated": "4826"})).status_code == 409


@pytest.mark.parametrize(
    ("pin", "repeated", "words"),
    [
        ("12", "12", "Een pincode heeft vier cijfers"),
        ("12345", "12345", "Een pincode heeft vier cijfers"),
        ("abcd", "abcd", "Een pincode heeft vier cijfers"),
        ("1234", "1234", "te makkelijk te raden"),
        ("2014", "2014", "te makkelijk te raden"),
        ("4826", "4827", "Twee keer een andere pincode"),
        ("4826", "", "Een pincode heeft vier cijfers"),
    ],
)
async def test_a_pin_that_is_not_good_is_told(house: House, pin: str, repeated: str, words: str) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    me = reader(house, staff)
    address = f"/loans/households/{household['id']}/cards"
    answer = await me.send(await me.form(f"{address}/new", address), {"pin": pin, "repeated": repeated})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{pin}"' not in answer.text


async def test_a_chosen_pin_is_shown_to_nobody_and_works_from_any_keyboard(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    card = await give_card(house, staff, household["id"], pin="4826")
    assert (await try_card(house, card.code.lower().replace("-", ""), " ٤٨٢٦ ")).status_code == 303
    tables = ("family_card", "family_session", "bus.answer", "bus.outbox")
    async with house.services["loans"].units.open(staff.organisation) as unit:
        for table in tables:
            rows = str((await unit.connection.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all())
            assert card.code not in rows
            assert card.code.replace("-", "") not in rows
            assert '"4826"' not in rows


async def test_only_staff_gives_cards_and_only_of_its_own_families(house: House) -> None:
    staff, card = await a_card(house)
    address = f"/loans/households/{card.household_id}/cards"
    stranger = reader(house)
    for path in (f"{address}/new", f"{address}/{card.id}/pin", f"{address}/{card.id}/card.pdf"):
        assert (await stranger.http.get(path)).status_code == 404, path
    trainer = reader(house, house.sign_in(staff.organisation, Role.TRAINER, Role.OUTREACH, Role.COORDINATOR))
    assert (await trainer.http.get(f"{address}/new")).status_code == 403
    other = await a_family(staff)
    assert (await reader(house, staff).http.get(f"/loans/households/{other['id']}/cards/{card.id}/pin")).status_code == 404


async def test_a_code_that_cannot_be_one_is_told_kindly(house: House) -> None:
    browser = a_browser(house)
    for code in ("AAA", "x" * 500, "850730-033-28", "'; --"):
        answer = await browser.post("/family/start", data={"code": code})
        assert answer.status_code == 422
        assert "Kijk goed naar elke letter" in answer.text
        assert (await browser.get(f"/family/{code}")).status_code == 404
    answer = await browser.post("/family/start", data={"code": "abcd efgh jklm npqr"})
    assert answer.headers["location"] == "/family/ABCD-EFGH-JKLM-NPQR"


async def test_a_pin_in_a_form_that_came_too_late_is_not_kept(house: House) -> None:
    """What was typed comes back in a page after signing in; a PIN that the family chose may not."""
    staff, card = await a_card(house)
    me = reader(house, staff)
    address = f"/loans/households/{card.household_id}/cards"
    forms = [await me.form(f"{address}/new?person=2", address), await me.form(f"{address}/{card.id}/pin")]
    house.clock.move(timedelta(hours=13))
    for form in forms:
        answer = await me.send(form, {"pin": "4729", "repeated": "4729"})
        assert (answer.status_code, "Wat je typte, is er nog" in answer.text) == (401, False), form.action


async def test_coming_in_with_a_card_is_in_the_log(house: House) -> None:
    staff, card = await a_card(house)
    await try_card(house, card.code, "0000" if card.pin != "0000" else "0001")
    await family_with(house, card)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        found = (await unit.connection.execute(text("SELECT act, actor, subject FROM bus.audit_entry ORDER BY id"))).all()
    assert [tuple(one) for one in found if one.subject == card.id][-1] == ("come_in", None, card.id)
    assert [one.act for one in found].count("come_in") == 1


async def test_wrong_pins_and_a_locked_card_are_in_the_log_and_fill_no_disk(house: House) -> None:
    """Only tries that are looked at leave a line: of a card that is locked, or of none at all, there is nothing to tell."""
    staff, card = await a_card(house)
    wrong = "0000" if card.pin != "0000" else "0001"
    for _ in range(9):
        assert (await try_card(house, card.code, wrong)).status_code == 422
    assert (await try_card(house, card.code, card.pin)).status_code == 422
    async with house.services["loans"].units.open(staff.organisation) as unit:
        found = (await unit.connection.execute(text("SELECT act, actor, subject, detail FROM bus.audit_entry ORDER BY id"))).all()
    lines = [tuple(one) for one in found if one.act.startswith("card_")]
    assert lines == [*[("card_pin_refused", None, card.id, None)] * 5, ("card_locked", None, card.id, None)]
    coordinator = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    shown = (await coordinator.open("/audit?service=loans")).text.partition("Wie wat deed")[2]
    assert shown.count("Pincode van een kaart klopte niet") == 5
    assert "Kaart ging op slot na te veel pincodes" in shown
