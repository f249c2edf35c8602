"""A start code as a link on paper, and the one session that a browser has."""

from datetime import timedelta

import httpx
import pytest

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Read, a_browser
from tests.support.portal import PASSWORD, Someone, a_coordinator, a_link, a_name, took_over_nothing

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

CHOSEN = {"password": PASSWORD, "repeated": PASSWORD}


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


async def invited(boss: Someone) -> tuple[str, str]:
    """The id and the name to sign in with of somebody new."""
    name = a_name("bo")
    body = {"sign_in_name": name, "display_name": "Bo", "roles": ["staff"]}
    return (await boss.did("/portal/api/people", body))["id"], name


async def test_where_no_telephone_reaches_us_nobody_is_told_to_scan(house: House) -> None:
    boss = await a_coordinator(house)
    person, _ = await invited(boss)
    shown = Read((await boss.me.send(await boss.me.form(f"/people/{person}", f"/people/{person}/start-code"))).text).text
    assert "lees de code voor" in shown
    assert "laat het vierkant scannen" not in shown


async def test_a_link_asks_for_a_password_only_and_works_once(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    boss = await a_coordinator(house)
    person, name = await invited(boss)
    link = await a_link(boss, person)
    assert name not in link
    capfd.readouterr()
    browser = a_browser(house)
    for _ in range(2):  # what looks at links before people do uses nothing up
        shown = Read((await browser.get(link)).text)
        assert name in shown.text
        assert {"start_code"}.isdisjoint(shown.typed)
    wrong = await browser.post(link, data={"password": PASSWORD, "repeated": "something else"})
    assert (wrong.status_code, "niet gelijk" in wrong.text) == (422, True)
    short = await browser.post(link, data={"password": "kort", "repeated": "kort"})
    assert (short.status_code, "#password" in Read(short.text).links) == (422, True)
    assert (await browser.post(link, data=CHOSEN, headers={"sec-fetch-site": "cross-site"})).status_code == 403
    answer = await browser.post(link, data=CHOSEN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await browser.get("/account")).status_code == 200
    for again in (await a_browser(house).get(link), await a_browser(house).post(link, data=CHOSEN)):
        assert (again.status_code, "werkt niet meer" in again.text, name in again.text) == (410, True, False)
    said = capfd.readouterr()
    assert "/sign-in/start/{link}" in said.out + said.err
    assert link.rpartition("/")[2] not in said.out + said.err


@pytest.mark.parametrize("change", ["replaced", "expired", "another code", "cut off", "of nobody", "removed"])
async def test_a_link_that_does_not_work_says_what_to_do(house: House, change: str) -> None:
    boss = await a_coordinator(house)
    person, name = await invited(boss)
    link = await a_link(boss, person)
    match change:
        case "replaced":
            await boss.did(f"/portal/api/people/{person}/start-code")
        case "expired":
            house.clock.move(timedelta(days=7))
        case "another code":
            link = link[:-12] + "AAAAAAAAAAAA"
        case "cut off":
            link = link[:-20]
        case "of nobody":
            link = "/sign-in/start/" + "A" * 34
        case "removed":
            await boss.did(f"/portal/api/people/{person}/remove")
    for answer in (await a_browser(house).get(link), await a_browser(house).post(link, data=CHOSEN)):
        assert answer.status_code == 410
        assert "vraag dan een nieuwe startcode" in answer.text
        assert name not in answer.text
        assert COOKIE not in answer.headers.get("set-cookie", "")


async def test_a_code_page_that_is_sent_again_shows_no_code_that_stopped_working(house: House) -> None:
    boss = await a_coordinator(house)
    person, _ = await invited(boss)
    form = await boss.me.form(f"/people/{person}", f"/people/{person}/start-code")
    assert (await boss.me.send(form)).status_code == 200
    await boss.did(f"/portal/api/people/{person}/start-code")
    again = await boss.me.send(form)
    assert (again.status_code, again.headers["location"]) == (303, f"/people/{person}")


async def sign_in(browser: httpx.AsyncClient, someone: Someone) -> str:
    """The token that a browser gets."""
    answer = await browser.post("/sign-in", data={"name": someone.sign_in_name, "password": PASSWORD})
    assert answer.status_code == 303
    return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


async def test_signing_in_never_takes_over_a_session_that_was_there(house: House) -> None:
    """Session fixation: somebody plants a session of one's own in another one's browser, and waits."""
    attacker, victim = await a_coordinator(house), await a_coordinator(house)
    thief = a_browser(house)
    planted = await sign_in(thief, attacker)
    token = await sign_in(a_browser(house, {COOKIE: planted}), victim)
    tokens = house.services["portal"].tokens
    assert tokens.read(token).session != tokens.read(planted).session
    assert tokens.read(token).id == victim.id
    await house.run_until_idle()
    assert (await thief.get("/account")).status_code == 303  # the planted one is over, for who planted it too


async def test_signing_in_as_another_ends_the_first_session_in_that_browser(house: House) -> None:
    boss = await a_coordinator(house)
    bo = await boss.colleague(Role.STAFF)
    browser = a_browser(house)
    first = await sign_in(browser, boss)
    second = await sign_in(browser, bo)
    await house.run_until_idle()
    assert (await a_browser(house, {COOKIE: first}).get("/account")).status_code == 303
    assert (await a_browser(house, {COOKIE: second}).get("/account")).status_code == 200
    assert (await boss.me.http.get("/account")).status_code == 200  # another browser of the same person goes on
    assert (await sign_in(browser, bo)) != second


async def test_ending_all_others_leaves_this_one(house: House) -> None:
    boss = await a_coordinator(house)
    elsewhere = a_browser(house)
    await sign_in(elsewhere, boss)
    shown = await boss.me.open("/account")
    form = next(form for form in shown.forms if form.action == "/account/end-other-sessions")
    assert (await boss.me.http.post(form.action, data={**form.fields, "csrf": "0" * 32})).status_code == 403
    assert (await elsewhere.get("/account")).status_code == 200
    assert await boss.me.sent(form) == "/account?done=others"
    await house.run_until_idle()
    assert (await elsewhere.get("/account")).status_code == 303
    assert (await boss.me.open("/account")).text.count("Sinds ") == 1


@pytest.mark.parametrize("way", ["link", "code"])
async def test_a_first_password_never_takes_over_a_session_that_was_there(house: House, way: str) -> None:
    attacker, boss = await a_coordinator(house), await a_coordinator(house)
    name = a_name("bo")
    added = await boss.did("/portal/api/people", {"sign_in_name": name, "display_name": "Bo", "roles": ["staff"]})
    address, typed = "/sign-in/start-code", {"name": name, "start_code": added["start_code"]}
    if way == "link":
        address, typed = await a_link(boss, added["id"]), {}
    answer = await a_browser(house, {COOKIE: attacker.token}).post(address, data=typed | CHOSEN)
    await took_over_nothing(house, attacker.token, answer)
