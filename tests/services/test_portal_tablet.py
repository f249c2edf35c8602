"""A shared tablet: locked with one tap, opened with a PIN by who was there that day, and of no use to anybody else."""

import asyncio
import base64
import json
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.web.browser import TABLET_COOKIE
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from shared.web.visitor_cookie import VISITORS
from tests.support.cards import give_card, try_card
from tests.support.house import House
from tests.support.lending import a_family
from tests.support.pages import Form, Read, a_browser
from tests.support.portal import PASSWORD, Someone, a_coordinator, come_in, took_over_nothing

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

PIN, WRONG = "472915", "590372"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


@dataclass
class Shared:
    """A tablet on the counter."""

    house: House
    http: httpx.AsyncClient

    async def enter(self, someone: Someone, onward: str = "/account") -> httpx.Response:
        """Sign in with a password."""
        typed = {"name": someone.sign_in_name, "password": PASSWORD, "shared": "yes", "next": onward}
        answer = await self.http.post("/sign-in", data=typed)
        assert answer.status_code == 303, Read(answer.text).text
        return answer

    async def form(self, address: str, action: str) -> Form:
        """A form on one of its pages."""
        answer = await self.http.get(address)
        assert answer.status_code == 200, answer.headers.get("location")
        return next(form for form in Read(answer.text).forms if form.action == action)

    async def send(self, form: Form, **answers: str) -> httpx.Response:
        """Send it."""
        return await self.http.post(form.action, data=form.fields | answers)

    async def lock(self, page: str = "/account", **answers: str) -> httpx.Response:
        """The button on top of every page."""
        form = await self.form(page, "/lock")
        return await self.http.post("/lock", data=form.fields | answers, headers={"referer": f"http://digibank.test{page}"})

    async def open(self, name: str, pin: str, address: str = "/lock") -> httpx.Response:
        """Tap a name and type a PIN."""
        answer = await self.http.get(address)
        form = next(form for form in Read(answer.text).forms if form.action == "/lock/open")
        marks = dict(zip(names_on(answer), sorted_marks(answer), strict=True))
        return await self.http.post("/lock/open", data=form.fields | {"who": marks[name], "pin": pin})


def names_on(answer: httpx.Response) -> list[str]:
    """Whom a lock page shows, in order."""
    words = Read(answer.text).text.partition("Wie gaat verder?")[2].partition("Je pincode")[0]
    return words.split()


def sorted_marks(answer: httpx.Response) -> list[str]:
    """What stands for them, in the same order."""
    return [part.split('"')[0] for part in answer.text.split('name="who" value="')[1:]]


async def a_tablet(house: House, *people: Someone) -> Shared:
    """A tablet where these people signed in, the last of them is at work."""
    tablet = Shared(house, a_browser(house))
    for someone in people:
        await tablet.enter(someone)
    return tablet


async def with_pin(someone: Someone, pin: str = PIN) -> Someone:
    """Somebody who took a PIN, on a device of one's own."""
    form = await someone.me.form("/account", "/account/pin")
    answer = await someone.me.send(form, {"pin_password": PASSWORD, "pin": pin})
    assert answer.headers.get("location") == "/account?done=pin", Read(answer.text).text
    return someone


async def named(someone: Someone, name: str) -> Someone:
    """What colleagues say."""
    await someone.me.sent(await someone.me.form("/account", "/account/name"), {"display_name": name})
    return someone


async def test_locking_covers_everything_at_once_and_a_pin_opens_it_where_somebody_was(house: House) -> None:
    an = await with_pin(await named(await a_coordinator(house), "An Peeters"))
    tablet = await a_tablet(house, an)
    held_on_to = a_browser(house, dict(tablet.http.cookies))
    answer = await tablet.lock("/people")
    assert (answer.status_code, answer.headers["location"]) == (303, "/lock?next=/people")
    assert COOKIE not in tablet.http.cookies
    assert (await tablet.http.get("/people")).headers["location"] == "/lock?next=/people"
    assert (await tablet.http.get("/")).headers["location"] == "/lock"
    await house.run_until_idle()
    for address in ("/people", "/inventory/devices"):  # the session is over, not hidden
        assert (await held_on_to.get(address)).status_code == 303, address
    shown = await tablet.http.get("/lock?next=/people")
    assert names_on(shown) == ["An"]
    assert an.sign_in_name not in shown.text
    wrong = await tablet.open("An", WRONG)
    assert (wrong.status_code, "nog 4 keer" in wrong.text) == (401, True)
    opened = await tablet.open("An", PIN, "/lock?next=/people")
    assert (opened.status_code, opened.headers["location"]) == (303, "/people")
    assert (await tablet.http.get("/people")).status_code == 200
    log = Read((await tablet.http.get("/audit?what=pin_refused")).text).text.partition("Wie wat deed")[2]
    assert log.count("Pincode klopte niet") == 1


async def test_who_locks_without_a_pin_is_kindly_advised_to_choose_one_in_one_tap(house: House) -> None:
    tablet = await a_tablet(house, await a_coordinator(house))
    locked = await tablet.lock("/people")
    shown = await tablet.http.get((await tablet.http.get(locked.headers["location"])).headers["location"])
    assert "Kies daarna een pincode van zes cijfers" in shown.text
    form = next(form for form in Read(shown.text).forms if form.action == "/sign-in")
    someone_wrong = await tablet.http.post("/sign-in", data=form.fields | {"name": "x", "password": "y", "then": "pin"})
    assert "Aanmelden en een pincode kiezen" in someone_wrong.text, "also after a mistake"


async def test_the_tap_after_a_lock_leads_to_the_pin_and_signing_in_alone_to_where_somebody_was(house: House) -> None:
    an = await a_coordinator(house)
    tablet = await a_tablet(house, an)
    for tapped, onward in (({"then": "pin"}, "/account?done=choose-pin#own-pin"), ({}, "/people")):
        locked = await tablet.lock("/people")
        asked = (await tablet.http.get(locked.headers["location"])).headers["location"]
        form = await tablet.form(asked, "/sign-in")
        answer = await tablet.send(form, name=an.sign_in_name, password=PASSWORD, **tapped)
        assert (answer.status_code, answer.headers["location"]) == (303, onward)
    assert "Kies hier je pincode." in (await tablet.http.get("/account?done=choose-pin")).text


async def test_nobody_is_advised_who_has_a_pin_or_was_never_here(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    tablet = await a_tablet(house, an)
    await tablet.lock()
    house.clock.move(timedelta(days=2))  # the PIN is no longer enough by itself
    asked = (await tablet.http.get("/lock")).headers["location"]
    for browser, address in ((tablet.http, asked), (a_browser(house), "/sign-in?said=locked")):
        assert "pincode kiezen" not in (await browser.get(address)).text


async def test_another_person_goes_on_at_the_own_start_page(house: House) -> None:
    boss = await with_pin(await named(await a_coordinator(house), "An"))
    bo = await with_pin(await boss.colleague(Role.STAFF))
    tablet = await a_tablet(house, bo, boss)
    await tablet.lock("/people")
    assert names_on(await tablet.http.get("/lock")) == ["An", "Bo"]
    opened = await tablet.open("Bo", PIN, "/lock?next=/people")
    assert opened.headers["location"] == "/"
    assert "Bo" in (await tablet.http.get("/")).text
    assert (await tablet.http.get("/people")).status_code == 403
    await tablet.lock("/")
    assert names_on(await tablet.http.get("/lock")) == ["Bo", "An"]


async def test_the_sixth_try_is_refused_also_at_the_same_moment(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    tablet = await a_tablet(house, an)
    await tablet.lock()
    form = await tablet.form("/lock", "/lock/open")
    answers = await asyncio.gather(*(tablet.send(form, who=form.fields["who"], pin=WRONG) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {401}
    assert sum("nog " in answer.text and "keer proberen" in answer.text for answer in answers) == 4
    right = await tablet.send(form, pin=PIN)
    assert (right.status_code, "met je wachtwoord" in right.text) == (401, True)
    assert COOKIE not in tablet.http.cookies
    assert (await tablet.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")
    await tablet.enter(an)
    await tablet.lock()
    assert (await tablet.send(await tablet.form("/lock", "/lock/open"), pin=PIN)).status_code == 303


async def test_a_pin_works_only_where_somebody_proved_to_be_there_that_day(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    mine, other = await a_tablet(house, an), await a_tablet(house, await with_pin(await a_coordinator(house)))
    await mine.lock()
    form = await mine.form("/lock", "/lock/open")
    await other.lock()
    assert (await other.send(form, pin=PIN)).status_code == 422  # not known there
    empty = Shared(house, a_browser(house, {TABLET_COOKIE: "x" * 40}))
    assert (await empty.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")
    assert (await empty.send(form, pin=PIN)).status_code == 422
    house.clock.move(timedelta(hours=6))
    assert (await mine.send(form, pin=PIN)).status_code == 303
    await mine.lock()
    form = await mine.form("/lock", "/lock/open")
    house.clock.move(timedelta(hours=6))  # a PIN in between proves nothing new
    assert (await mine.send(form, pin=PIN)).status_code == 401


async def test_who_was_removed_or_took_another_password_needs_more_than_a_pin(house: House) -> None:
    boss = await a_coordinator(house)
    gone, new, elsewhere = [await with_pin(await boss.colleague(Role.STAFF)) for _ in range(3)]
    tablets = [await a_tablet(house, someone) for someone in (gone, new, elsewhere)]
    forms = []
    for tablet in tablets:
        await tablet.lock()
        forms.append(await tablet.form("/lock", "/lock/open"))
    house.clock.move(timedelta(seconds=1))
    await boss.did(f"/portal/api/people/{gone.id}/remove")
    typed = {"current": PASSWORD, "password": "een ander zinnetje", "repeated": "een ander zinnetje"}
    assert await new.me.sent(await new.me.form("/account", "/account/password"), typed) == "/account?done=password"
    others = await elsewhere.me.http.post(
        "/account/end-other-sessions", data=(await elsewhere.me.form("/account", "/account/name")).fields
    )
    assert others.headers["location"] == "/account?done=others"
    assert [(await tablet.send(form, pin=PIN)).status_code for tablet, form in zip(tablets, forms, strict=True)] == [401, 401, 401]


async def test_ten_minutes_without_a_sign_of_life_lock_it(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    tablet, own = await a_tablet(house, an), a_browser(house)
    await own.post("/sign-in", data={"name": an.sign_in_name, "password": PASSWORD})
    for _ in range(4):  # who works stays in
        house.clock.move(timedelta(minutes=6))
        assert (await tablet.http.get("/inventory/devices")).status_code == 200
    form = await tablet.form("/account", "/account/name")
    house.clock.move(timedelta(minutes=10))
    assert (await tablet.http.get("/inventory/devices")).headers["location"] == "/lock?next=/inventory/devices"
    assert (await own.get("/inventory/devices")).status_code == 200  # a device of one's own does not
    sent = await tablet.send(form, display_name="An de Tweede")
    shown = Read(sent.text)
    assert (sent.status_code, "Wat je typte, is er nog" in shown.text) == (401, True)
    locked = await tablet.send(next(form for form in shown.forms if form.action == "/lock/with-pin"))
    opens = next(form for form in Read(locked.text).forms if form.action == "/lock/open")
    back = Read((await tablet.send(opens, pin=PIN)).text)
    again = next(form for form in back.forms if form.action == "/account/name")
    assert again.fields["display_name"] == "An de Tweede"
    assert (await tablet.send(again)).headers["location"] == "/account?done=name"


async def test_what_was_being_typed_survives_the_lock_for_who_typed_it(house: House) -> None:
    boss = await with_pin(await named(await a_coordinator(house), "An"))
    bo = await with_pin(await boss.colleague(Role.STAFF))
    typed = {"held_to": "/account/name", "held.form_key": "a form key", "held.display_name": "An de Derde"}
    tablet = await a_tablet(house, bo, boss)
    locked = await tablet.lock(**typed)
    assert (locked.status_code, "Wat je typte, is er nog" in locked.text) == (200, True)
    assert "An de Derde" not in locked.text
    form = next(form for form in Read(locked.text).forms if form.action == "/lock/open")
    an, other = sorted_marks(locked)
    theirs = await tablet.send(form, who=other, pin=PIN)
    assert "van iemand anders" in theirs.text
    assert "An de Derde" not in theirs.text
    mine = await tablet.send(form, who=an, pin=PIN)
    assert 'value="An de Derde"' in mine.text
    elsewhere = await tablet.form("/account", "/account/name")
    await tablet.lock()
    late = await tablet.send(elsewhere, display_name="An de Vierde")  # a page that was open in another tab
    assert (late.status_code, "Wat je typte, is er nog" in late.text) == (401, True)
    never = await tablet.http.post("/account/pin", data=elsewhere.fields | {"pin": PIN, "pin_password": PASSWORD})
    assert "Wat je typte, is er nog" not in never.text


async def test_ending_the_own_session_takes_it_out_of_the_browser_also_when_it_was_just_renewed(house: House) -> None:
    an = await a_coordinator(house)
    tablet = await a_tablet(house, an)
    forms = Read((await tablet.http.get("/account")).text).forms
    ends = [form for form in forms if form.action.startswith("/account/sessions/")]
    house.clock.move(timedelta(minutes=2))
    answers = [await tablet.send(form) for form in ends]
    assert "/sign-in" in [answer.headers.get("location") for answer in answers]
    assert COOKIE not in tablet.http.cookies


async def test_the_log_does_not_say_that_somebody_signed_out_who_was_long_gone(house: House) -> None:
    boss = await a_coordinator(house)
    bo = await boss.colleague(Role.STAFF)
    tablet = await a_tablet(house, bo)
    house.clock.move(timedelta(minutes=11))
    await tablet.enter(boss)
    await tablet.enter(boss)
    query = "SELECT actor FROM bus.audit_entry WHERE act = 'sign_out'"
    async with house.services["portal"].units.open(boss.organisation) as unit:
        assert [row.actor for row in await unit.connection.execute(text(query))] == [boss.id]


async def test_a_pin_is_noted(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    assert "Pincode gekozen" in (await an.me.open("/audit")).text.partition("Wie wat deed")[2]


async def test_a_pin_is_taken_with_the_password_and_can_be_dropped(house: House) -> None:
    an = await a_coordinator(house)
    form = await an.me.form("/account", "/account/pin")
    for answers, words, field in (
        ({"pin_password": PASSWORD, "pin": "12345"}, "heeft zes cijfers", "pin"),
        ({"pin_password": PASSWORD, "pin": "123456"}, "te makkelijk", "pin"),
        ({"pin_password": "wrong one entirely", "pin": PIN}, "niet je wachtwoord", "pin_password"),
    ):
        answer = await an.me.send(form, answers)
        assert (answer.status_code, words in answer.text, f"#{field}" in Read(answer.text).links) == (422, True, True)
        assert PIN not in answer.text
    tablet = await a_tablet(house, await with_pin(an))
    dropped = await tablet.send(await tablet.form("/account", "/account/pin/remove"))
    assert dropped.headers["location"] == "/account?done=no-pin"
    await tablet.lock()
    assert (await tablet.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")


async def test_a_device_is_shared_or_ones_own_as_somebody_says(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    tablet = Shared(house, a_browser(house))
    await tablet.http.post("/sign-in", data={"name": an.sign_in_name, "password": PASSWORD})
    assert "Vergrendel" not in (await tablet.http.get("/account")).text
    answer = await tablet.send(await tablet.form("/account", "/account/shared-device"))
    assert answer.headers["location"] == "/account?done=shared"
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
    await tablet.lock()
    assert (await tablet.send(await tablet.form("/lock", "/lock/open"), pin=PIN)).status_code == 303
    back = await tablet.send(await tablet.form("/account", "/account/shared-device"))
    assert back.headers["location"] == "/account?done=own"
    assert TABLET_COOKIE not in tablet.http.cookies
    house.clock.move(timedelta(minutes=11))
    assert (await tablet.http.get("/account")).status_code == 200


async def test_signing_out_is_leaving_the_tablet(house: House) -> None:
    an = await with_pin(await a_coordinator(house))
    tablet = await a_tablet(house, an)
    await tablet.send(await tablet.form("/account", "/sign-out"))
    assert (await tablet.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")


async def test_another_site_locks_and_opens_nothing(house: House) -> None:
    tablet = await a_tablet(house, await with_pin(await a_coordinator(house)))
    assert (await tablet.http.post("/lock", data={"csrf": "0" * 32})).status_code == 403
    assert (await tablet.http.get("/account")).status_code == 200
    await tablet.lock()
    form = await tablet.form("/lock", "/lock/open")
    for action in ("/lock/open", "/lock/with-pin", "/lock/with-password"):
        sent = {**form.fields, "pin": PIN}
        answer = await tablet.http.post(action, data=sent, headers={"sec-fetch-site": "cross-site"})
        assert (answer.status_code, COOKIE in tablet.http.cookies) == (403, False)


async def test_a_tablet_remembers_eight_people(house: House) -> None:
    boss = await a_coordinator(house)
    people = [await with_pin(await named(await boss.colleague(Role.STAFF), f"P{number}")) for number in range(9)]
    tablet = await a_tablet(house, *people)
    await tablet.lock()
    assert names_on(await tablet.http.get("/lock")) == [f"P{number}" for number in range(8, 0, -1)]
    assert len(tablet.http.cookies[TABLET_COOKIE]) < 3000


@pytest.mark.parametrize("way", ["lock", "left alone", "sign out"])
async def test_whoever_comes_next_sees_no_family_and_no_learner(house: House, way: str) -> None:
    """The tablet was lent to a family, and then to a learner, who both forgot to leave."""
    an = await with_pin(await a_coordinator(house))
    tablet = await a_tablet(house, an)
    staff = house.sign_in(an.organisation)
    card = await give_card(house, staff, (await a_family(staff))["id"])
    assert (await try_card(house, card.code, card.pin, tablet.http)).status_code == 303
    place = await staff.did("/skills/api/learners", {})
    assert (await tablet.http.post("/skills/start", data={"code": place["code"]})).status_code == 303
    for address in ("/family", "/skills/my"):
        assert (await tablet.http.get(address)).status_code == 200, address
    if way == "lock":
        await tablet.lock()
    elif way == "left alone":
        house.clock.move(timedelta(minutes=11))
        answer = await tablet.http.get("/people")
        await tablet.http.get(answer.headers["location"])
    else:
        await tablet.send(await tablet.form("/account", "/sign-out"))
    assert (await tablet.http.get("/family")).headers["location"] == "/family/start"
    assert (await tablet.http.get("/skills/my")).headers["location"].startswith("/skills/start")
    assert {cookie.name for cookie in tablet.http.cookies.jar} & {one.name for one in VISITORS} == set()


async def test_a_form_from_before_a_lock_is_sent_after_all_by_who_typed_it(house: House) -> None:
    """It stood in another tab; the session it was of is over, and the same person is in again."""
    boss = await with_pin(await named(await a_coordinator(house), "An"))
    bo = await with_pin(await boss.colleague(Role.STAFF))
    tablet = await a_tablet(house, bo, boss)
    tab, locks, leaves = [await tablet.form("/account", action) for action in ("/account/name", "/lock", "/sign-out")]
    for _ in range(2):  # also from before the lock before this one
        await tablet.lock()
        await tablet.open("An", PIN)
    sent = await tablet.send(tab, display_name="An de Vijfde")
    shown = Read(sent.text)
    assert (sent.status_code, "Nog niet verstuurd. Wat je typte, is er nog." in shown.text) == (403, True)
    assert "An de Vijfde" not in (await tablet.http.get("/account")).text
    again = next(form for form in shown.forms if form.action == "/account/name")
    assert (await tablet.send(again)).headers["location"] == "/account?done=name"
    assert "An de Vijfde" in (await tablet.http.get("/account")).text
    secret = await tablet.http.post("/account/pin", data=tab.fields | {"pin": PIN, "pin_password": PASSWORD})
    assert (secret.status_code, PASSWORD in secret.text, "laad de pagina opnieuw" in secret.text) == (403, False, True)
    elsewhere = await tablet.http.post("/account/name", data=tab.fields, headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, "Wat je typte" in elsewhere.text) == (403, False)
    assert (await tablet.send(locks)).headers["location"].startswith("/lock"), "any tab locks"
    await tablet.open("Bo", PIN)
    theirs = await tablet.send(tab, display_name="An de Zesde")
    assert (theirs.status_code, "An de Zesde" in theirs.text) == (403, False)
    assert (await tablet.send(leaves)).status_code == 403, "nobody is signed out by the page of somebody else"


async def test_a_pin_never_takes_over_a_session_that_was_there_and_leads_nowhere_else(house: House) -> None:
    boss = await with_pin(await named(await a_coordinator(house), "An"))
    bo = await with_pin(await boss.colleague(Role.STAFF))
    tablet = await a_tablet(house, bo, boss)
    for name in ("An", "Bo"):  # who was here last goes on where that was, another person at the start
        await tablet.lock()
        attacker = await a_coordinator(house)
        locked = Shared(house, a_browser(house, dict(tablet.http.cookies) | {COOKIE: attacker.token}))
        form = await locked.form("/lock", "/lock/open")
        marks = dict(zip(names_on(shown := await locked.http.get("/lock")), sorted_marks(shown), strict=True))
        answer = await locked.send(form, who=marks[name], pin=PIN, next="//evil.example")
        assert answer.headers["location"] == "/"
        await took_over_nothing(house, attacker.token, answer)
        tablet = await a_tablet(house, bo, boss)


async def test_from_one_address_guessing_a_pin_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tablet = await a_tablet(house, await with_pin(await a_coordinator(house)))
    await tablet.lock()
    form = await tablet.form("/lock", "/lock/open")
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    assert [(await tablet.send(form, pin=pin)).status_code for pin in (WRONG, WRONG, PIN)] == [401, 401, 429]


async def test_what_is_known_on_a_tablet_cannot_be_made_up(house: House) -> None:
    """Not even by who knows all of it: it is sealed, with nothing that somebody without our key can write."""
    an = await with_pin(await a_coordinator(house))
    session = house.services["portal"].tokens.read(an.token).session
    people = [(an.id.hex, an.organisation.hex, session.hex, house.clock.now().isoformat())]
    made_up = base64.urlsafe_b64encode(json.dumps(people).encode()).decode()
    tablet = Shared(house, a_browser(house, {TABLET_COOKIE: made_up}))
    assert (await tablet.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")


async def test_a_recovery_ends_the_pin(house: House) -> None:
    boss = await a_coordinator(house)
    bo = await with_pin(await boss.colleague(Role.STAFF))
    code = (await boss.did(f"/portal/api/people/{bo.id}/start-code"))["start_code"]
    again = await come_in(house, bo.sign_in_name, code)
    tablet = await a_tablet(house, again)
    await tablet.lock()
    assert (await tablet.http.get("/lock")).headers["location"].startswith("/sign-in?next=/")
