"""The very beginning of an installation, in the browser. The house may have served others: each test has a fresh installation."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from launcher.begin import say_how_to_begin
from services.portal.web import begun, entrance
from services.portal.web.begun import begin_code
from shared.runtime.clock import new_id
from shared.runtime.keys import MasterKey
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Read, a_browser
from tests.support.portal import PASSWORD, a_coordinator, a_name, set_up, took_over_nothing
from tests.support.server import serve

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here


class FreshInstallation(MasterKey):
    """The key of the house, with a first organisation and a code of its own."""

    def __init__(self, secret: bytes) -> None:
        super().__init__(secret)
        self._mark = new_id().hex

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """The same keys but for these two."""
        return super().derive(f"{purpose}/{self._mark}" if purpose in ("organisation", "portal/begin") else purpose, length)


@pytest.fixture(autouse=True)
def code(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The code of an installation that nobody began."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))
    key = house.settings.master_key
    fresh = FreshInstallation(key._secret)
    house.settings.__dict__["master_key"] = fresh
    yield begin_code(fresh)
    house.settings.__dict__["master_key"] = key


def typed(code: str, **more: str) -> dict[str, str]:
    answers = {"code": code, "title": "Digibank De Brug", "display_name": "An", "sign_in_name": a_name()}
    return answers | {"password": PASSWORD, "repeated": PASSWORD} | more


async def test_from_nothing_to_a_coordinator_at_work(house: House, code: str) -> None:
    browser = a_browser(house)
    shown = Read((await browser.get(f"/begin?code={code}")).text)
    assert code not in shown.text
    answers = typed(code.lower().replace("-", " "))
    answer = await browser.post("/begin", data=answers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/first-day")
    assert "Digibank De Brug" in Read((await browser.get("/first-day")).text).text  # before anybody heard how it is called
    await house.run_until_idle()
    assert "Digibank De Brug" in Read((await browser.get("/people")).text).text
    again = await a_browser(house).post("/sign-in", data={"name": answers["sign_in_name"], "password": PASSWORD})
    assert again.status_code == 303


async def test_it_works_once_and_never_where_there_is_an_organisation(house: House, code: str) -> None:
    assert (await a_browser(house).post("/begin", data=typed(code))).status_code == 303
    for answer in (await a_browser(house).get(f"/begin?code={code}"), await a_browser(house).post("/begin", data=typed(code))):
        assert answer.headers["location"] == "/sign-in?said=begun"
        assert COOKIE not in answer.cookies
    assert "al begonnen" in Read((await a_browser(house).get("/sign-in?said=begun")).text).text


async def test_one_that_began_by_command_does_not_begin_again(house: House, code: str) -> None:
    await set_up(house, house.settings.master_key.first_organisation())
    answer = await a_browser(house).post("/begin", data=typed(code))
    assert (answer.headers["location"], COOKIE in answer.cookies) == ("/sign-in?said=begun", False)


async def test_of_two_browsers_at_once_one_begins(house: House, code: str) -> None:
    browsers = [a_browser(house) for _ in range(4)]
    answers = await asyncio.gather(*(browser.post("/begin", data=typed(code)) for browser in browsers))
    assert sorted(answer.headers["location"] for answer in answers) == ["/first-day"] + 3 * ["/sign-in?said=begun"]
    assert sum(COOKIE in browser.cookies for browser in browsers) == 1


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA-AAAA", "é" * 40])
async def test_without_the_code_nothing_begins_and_nothing_is_told(house: House, code: str, wrong: str) -> None:
    answer = await a_browser(house).post("/begin", data=typed(wrong, title="", password="a", sign_in_name="?"))
    shown = Read(answer.text)
    assert (answer.status_code, "#code" in shown.links) == (422, True)
    assert not {"#title", "#password", "#sign_in_name"} & set(shown.links)
    assert (await a_browser(house).get("/begin")).status_code == 200


async def test_the_code_cannot_be_guessed_for_long(house: House, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    statuses = [(await a_browser(house).post("/begin", data=typed("x"))).status_code for _ in range(2)]
    assert [*statuses, (await a_browser(house).post("/begin", data=typed(code))).status_code] == [422, 422, 429]


async def test_the_launcher_says_where_to_begin_until_somebody_did(house: House, code: str) -> None:
    said: list[str] = []
    async with serve(house) as base:
        settings = house.settings.model_copy(update={"port": urlsplit(base).port})
        await say_how_to_begin(settings, said.append)
        assert [line.split()[-1] for line in said] == [f"{base}/begin?code={code}"]
        await a_browser(house).post("/begin", data=typed(code))
        await say_how_to_begin(settings, said.append)
    assert len(said) == 1


async def test_who_comes_to_sign_in_where_nothing_began_is_told_where_to_begin(
    house: House, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = begun.ANY_ORGANISATION  # of other tests, in the same house
    monkeypatch.setattr(begun, "ANY_ORGANISATION", f"{others[:-1]} WHERE false)")
    assert "/begin" in Read((await a_browser(house).get("/sign-in")).text).links
    await a_browser(house).post("/begin", data=typed(code))
    assert "/begin" not in Read((await a_browser(house).get("/sign-in")).text).links


async def test_who_signs_in_to_a_demonstration_is_not_told_to_begin(house: House, code: str) -> None:
    """It is an organisation beside the first one, which nobody began: `/begin` stays open to who has its code."""
    await a_coordinator(house)
    await house.run_until_idle()
    assert "/begin" not in Read((await a_browser(house).get("/sign-in")).text).links
    assert (await a_browser(house).get(f"/begin?code={code}")).status_code == 200


async def test_another_installation_has_another_code(house: House, code: str) -> None:
    assert begin_code(FreshInstallation(house.settings.master_key._secret)) != code
    assert begin_code(house.settings.master_key) == code


async def test_everything_that_is_wrong_is_said_at_once_and_stays(house: House, code: str) -> None:
    wrong = typed(code, title="", display_name="", sign_in_name="?", password="kort", repeated="anders")
    answer = await a_browser(house).post("/begin", data=wrong)
    shown = Read(answer.text)
    assert answer.status_code == 422
    assert {"#title", "#display_name", "#sign_in_name", "#password"} <= set(shown.links) & {f"#{one}" for one in shown.ids}
    assert "kort" not in answer.text.replace("te kort", "").replace("kort zinnetje", "").replace("iets korts", "")
    answer = await a_browser(house).post("/begin", data=typed(code, repeated="iets anders"))
    assert "#repeated" in Read(answer.text).links


async def test_another_site_does_not_begin_it(house: House, code: str) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        answer: httpx.Response = await a_browser(house).post("/begin", data=typed(code), headers=headers)
        assert answer.status_code == 403


async def test_beginning_never_takes_over_a_session_that_was_there(house: House, code: str) -> None:
    attacker = await a_coordinator(house)
    answer = await a_browser(house, {COOKIE: attacker.token}).post("/begin", data=typed(code))
    await took_over_nothing(house, attacker.token, answer)
