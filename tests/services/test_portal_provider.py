"""Signing in by an organisation's own provider, against a real one in a process of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from services.portal import openid, outside
from services.portal.web import entrance, provider_page
from services.portal.web.provider_flow import COOKIE as FLOW
from services.portal.web.provider_flow import LIFETIME, REMEMBERED
from shared.contracts.vocabulary import Role
from shared.web.browser import TABLET_COOKIE
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Read, a_browser
from tests.support.portal import Someone, a_coordinator, come_in, took_over_nothing
from tests.support.ports import free_port
from tests.support.provider import ProviderProcess, run_provider

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

SECRET = "s3cret of the client"
SETTINGS = "/organisation/provider"


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderProcess]:
    with run_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def in_step(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The house lives at the time of the provider, allows one on this computer, and lets its one visitor try often."""
    ahead = house.clock.now() - datetime.now(UTC)
    house.clock.move(-ahead)
    monkeypatch.setattr(house.settings, "private_providers", True)
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))
    yield
    house.clock.move(ahead)


async def fill_in(someone: Someone, issuer: str, **more: str) -> httpx.Response:
    """Set the provider on its page."""
    form = await someone.me.form(SETTINGS)
    typed = {"name": "het stadsaccount", "issuer": issuer, "client_id": "digibank", "secret": SECRET} | more
    return await someone.me.http.post(SETTINGS, data=form.fields | typed)


async def off(someone: Someone, page: str, action: str) -> str:
    """Press a button that leads to the provider, with the password where it is asked; gives the address there."""
    form = await someone.me.form(page, action)
    answer = await someone.me.http.post(action, data=form.fields | {"link_password": someone.password})
    assert answer.status_code == 200, answer.headers.get("location")
    address = answer.headers["refresh"].removeprefix("0; url=")
    assert address in Read(answer.text).links, "who is not sent on goes there by hand"
    return str(address)


async def come_back(
    browser: httpx.AsyncClient, provider: ProviderProcess, address: str, subject: str, **claims: Any
) -> httpx.Response:
    """Sign in there as somebody, and follow the way back to us."""
    sent_back = await provider.sign_in(address, subject, **claims)
    return await browser.get(way_back(sent_back.headers["location"]))


def way_back(location: str) -> str:
    """The address that the provider sends a browser to, at the house."""
    parts = urlsplit(location)
    return f"{parts.path}?{parts.query}"


async def with_provider(house: House, provider: ProviderProcess) -> tuple[Someone, str]:
    """A coordinator whose organisation has a provider that works; and its door."""
    someone = await a_coordinator(house)
    assert (await fill_in(someone, provider.issuer)).headers["location"] == f"{SETTINGS}?done=saved"
    address = await off(someone, SETTINGS, f"{SETTINGS}/try")
    answer = await come_back(someone.me.http, provider, address, "coordinator@stad.example")
    assert answer.headers["location"] == f"{SETTINGS}?done=works"
    shown = await someone.me.open(f"{SETTINGS}?done=works")
    door = next(word for word in shown.text.split() if "/sign-in/with/" in word)
    return someone, urlsplit(door).path


async def link(someone: Someone, provider: ProviderProcess, subject: str) -> str:
    """Link an account; gives where that ended."""
    address = await off(someone, "/account", "/account/provider/link")
    return (await come_back(someone.me.http, provider, address, subject)).headers["location"]


async def go(browser: httpx.AsyncClient, door: str) -> str:
    """Leave for the provider; gives the address there."""
    answer = await browser.get(f"{door}/go?next=/people")
    assert answer.status_code == 303, Read(answer.text).text
    return str(answer.headers["location"])


async def test_from_setting_it_up_to_signing_in_by_it_and_out_again(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    browser = a_browser(house)
    answer = await come_back(browser, provider, await go(browser, door), "an@stad.example")
    assert (answer.status_code, COOKIE in browser.cookies) == (403, False)
    assert "nog niemand binnen" in Read(answer.text).text
    assert "/sign-in?next=/people" in Read(answer.text).links
    assert await link(someone, provider, "an@stad.example") == "/account?done=linked"
    assert "Gekoppeld" in (await someone.me.open("/account")).text
    answer = await come_back(browser, provider, await go(browser, door), "an@stad.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people")
    assert (await browser.get("/people")).status_code == 200
    assert browser.cookies[COOKIE] != someone.token, "a session of its own"
    assert browser.cookies[REMEMBERED] == door.rpartition("/")[2]
    shown = Read((await browser.get("/sign-in")).text)
    assert f"{door}/go?next=/" in shown.links, "this browser knows the way from now on"
    await someone.me.sent(await someone.me.form("/account", "/account/provider/unlink"))
    answer = await come_back(browser, provider, await go(browser, door), "an@stad.example")
    assert answer.status_code == 403


async def test_on_a_shared_tablet_the_provider_asks_who_it_is(house: House, provider: ProviderProcess) -> None:
    """The provider knows in that browser who came before, also after our side was locked."""
    someone, door = await with_provider(house, provider)
    assert "prompt" not in parse_qs(urlsplit(await go(someone.me.http, door)).query)
    assert (await someone.me.send(await someone.me.form("/account", "/account/shared-device"))).status_code == 303
    for address in (await go(someone.me.http, door), await off(someone, "/account", "/account/provider/link")):
        asked = parse_qs(urlsplit(address).query)
        assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


async def test_on_a_shared_tablet_only_who_was_asked_just_now_comes_in(house: House, provider: ProviderProcess) -> None:
    """Whoever holds the tablet can take `prompt` out of the address; what the provider signs cannot be changed."""
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    bo = await someone.colleague(Role.STAFF)
    assert (await bo.me.send(await bo.me.form("/account", "/account/shared-device"))).status_code == 303
    tablet = a_browser(house, {TABLET_COOKIE: bo.me.http.cookies[TABLET_COOKIE]})
    now = house.clock.now()
    for asked_at, words in (
        (None, "Neem hier je aanmeldnaam en wachtwoord"),
        (int((now - timedelta(minutes=5)).timestamp()), "vroeg niet opnieuw wie je bent"),
    ):
        stripped = (await go(tablet, door)).replace("&prompt=login", "").replace("&max_age=0", "")
        answer = await come_back(tablet, provider, stripped, "an@stad.example", auth_time=asked_at)
        assert (answer.status_code, COOKIE in tablet.cookies) == (403, False)
        assert words in Read(answer.text).text
        assert "/sign-in?next=/people" in Read(answer.text).links, "name and password let in here too"
        left = await off(bo, "/account", "/account/provider/link")
        linking = await come_back(bo.me.http, provider, left, "bo@stad.example", auth_time=asked_at)
        assert "?problem=" in linking.headers["location"]
        assert words in (await bo.me.open(linking.headers["location"])).text
    answer = await come_back(tablet, provider, await go(tablet, door), "an@stad.example")
    assert (answer.status_code, answer.headers["location"], COOKIE in tablet.cookies) == (303, "/people", True)


async def test_what_is_sent_along_and_what_is_stored(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    asked = parse_qs(urlsplit(await go(a_browser(house), door)).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{house.settings.base_url}{door}/back"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43
    again = parse_qs(urlsplit(await go(a_browser(house), door)).query)
    assert not {asked[name][0] for name in ("state", "nonce", "code_challenge")} & {
        again[name][0] for name in ("state", "nonce", "code_challenge")
    }
    await link(someone, provider, "an@stad.example")
    async with house.services["portal"].units.open(someone.organisation) as unit:
        stored = "SELECT p::text || l::text FROM identity_provider AS p CROSS JOIN identity_link AS l"
        found = (await unit.connection.exec_driver_sql(stored)).scalar()
    assert found is not None
    for plain in (SECRET, SECRET.encode().hex(), "an@stad.example", b"an@stad.example".hex()):
        assert plain not in found
    assert SECRET not in (await someone.me.http.get(SETTINGS)).text


async def test_nobody_uses_it_before_it_was_tried_or_after_it_changed(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = await a_coordinator(house)
    await fill_in(someone, provider.issuer)
    shown = await someone.me.open(SETTINGS)
    back = next(word for word in shown.text.split() if "/sign-in/with/" in word)
    door = urlsplit(back).path.removesuffix("/back")
    assert (await a_browser(house).get(door)).status_code == 404
    assert (await a_browser(house).get(f"{door}/go")).status_code == 404
    assert "Koppel" not in (await someone.me.open("/account")).text
    address = await off(someone, SETTINGS, f"{SETTINGS}/try")
    await come_back(someone.me.http, provider, address, "an@stad.example")
    await link(someone, provider, "an@stad.example")
    browser = a_browser(house)
    under_way = await go(browser, door)
    assert (await fill_in(someone, provider.issuer, name="stad", secret="")).headers["location"] == f"{SETTINGS}?done="
    assert (await a_browser(house).get(door)).status_code == 200, "another name is not another provider"
    await fill_in(someone, provider.issuer, secret="a newer one")
    assert (await a_browser(house).get(door)).status_code == 404
    asked: list[str] = []
    monkeypatch.setattr(openid, "ask_json", lambda _method, address, **_more: asked.append(address))
    answer = await come_back(browser, provider, under_way, "an@stad.example")
    assert (answer.status_code, COOKIE in browser.cookies) == (403, False)
    assert "iets veranderd" in Read(answer.text).text
    assert not asked, "what was for one provider is not sent to another"


async def test_a_secret_goes_nowhere_but_to_whom_it_was_for(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    for change in ({"issuer": "https://elders.example"}, {"client_id": "iemand-anders"}):
        answer = await fill_in(someone, **({"issuer": provider.issuer, "secret": ""} | change))
        assert (answer.status_code, "Vul het geheim in" in Read(answer.text).text) == (422, True)
    moved = provider.issuer.replace("127.0.0.1", "localhost")  # the same provider, which calls itself what it is asked as
    await fill_in(someone, moved)
    await come_back(someone.me.http, ProviderProcess(moved), await off(someone, SETTINGS, f"{SETTINGS}/try"), "an@stad.example")
    browser = a_browser(house)
    answer = await come_back(browser, ProviderProcess(moved), await go(browser, door), "an@stad.example")
    assert answer.status_code == 403, "who has that name at another provider is somebody else"


async def test_a_way_back_works_once_in_its_own_browser_and_in_time(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    browser, stranger = a_browser(house), a_browser(house)
    sent_back = await provider.sign_in(await go(browser, door), "an@stad.example")
    address = way_back(sent_back.headers["location"])
    assert (await stranger.get(address)).status_code == 403, "a stolen address in another browser"
    assert (await stranger.get(f"{door}/go")).status_code == 303
    assert (await stranger.get(address)).status_code == 403, "it is not what this browser asked for"
    sealed = browser.cookies[FLOW]
    assert (await browser.get(address)).status_code == 303
    assert FLOW not in browser.cookies
    assert (await browser.get(address)).status_code == 403
    replay = a_browser(house, {FLOW: sealed})
    answer = await replay.get(address)
    assert (answer.status_code, COOKIE in replay.cookies) == (403, False), "the provider takes a code once"
    for spoilt in (sealed[:-2] + "00", sealed[2:], "zz", ""):
        assert (await a_browser(house, {FLOW: spoilt}).get(address)).status_code == 403
    late = a_browser(house)
    sent_back = await provider.sign_in(await go(late, door), "an@stad.example")
    house.clock.move(LIFETIME)
    answer = await late.get(way_back(sent_back.headers["location"]))
    house.clock.move(-LIFETIME)
    assert (answer.status_code, "te lang" in Read(answer.text).text) == (403, True)


async def test_who_changes_the_answer_does_not_come_in(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    for change in ({"state": "x"}, {"state": ""}, {"code": "x"}, {"code": ""}, {"iss": "https://elders.example"}):
        browser = a_browser(house)
        sent_back = await provider.sign_in(await go(browser, door), "an@stad.example")
        answered = dict(httpx.URL(sent_back.headers["location"]).params) | change
        answer = await browser.get(f"{door}/back", params=answered)
        assert (answer.status_code in (403, 502), COOKIE in browser.cookies) == (True, False), change
    browser = a_browser(house)
    denied = await provider.sign_in(await go(browser, door), "", deny=True)
    answer = await browser.get(f"{door}/back", params=dict(httpx.URL(denied.headers["location"]).params))
    assert (answer.status_code, COOKIE in browser.cookies) == (403, False)


async def test_a_provider_that_promises_to_say_which_one_it_is_has_to(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 9207: an answer without `iss` may be of another provider, by which somebody mixes up who gets the code."""
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")

    async def promises(method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        status, body = await outside.ask_json(method, address, **more)
        return status, body | ({"authorization_response_iss_parameter_supported": True} if "issuer" in body else {})

    monkeypatch.setattr(openid, "ask_json", promises)
    for said, status in ((None, 502), ("", 502), (f"{provider.issuer}/", 502), (provider.issuer, 303)):
        browser = a_browser(house)
        sent_back = await provider.sign_in(await go(browser, door), "an@stad.example")
        answered = dict(httpx.URL(sent_back.headers["location"]).params) | ({} if said is None else {"iss": said})
        answer = await browser.get(f"{door}/back", params=answered)
        assert (answer.status_code, COOKIE in browser.cookies) == (status, status == 303), said


async def test_who_changes_the_token_on_its_way_does_not_come_in(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    other = a_browser(house)
    stolen: dict[str, Any] = {}

    async def tampering(method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        status, body = await outside.ask_json(method, address, **more)
        if "id_token" in body:
            stolen["verifier"] = more["form"]["code_verifier"]
            header, payload, signature = body["id_token"].split(".")
            stolen.setdefault("token", body["id_token"])
            body["id_token"] = stolen["token"] if spoil == "of another time" else f"{header}.{payload[:-4]}AAAA.{signature}"
        return status, body

    monkeypatch.setattr(openid, "ask_json", tampering)
    for spoil in ("payload", "of another time"):
        answer = await come_back(other, provider, await go(other, door), "an@stad.example")
        assert (answer.status_code, COOKIE in other.cookies) == (403, False), spoil
    assert len(stolen["verifier"]) >= 43


async def test_who_is_removed_is_out_and_comes_back_unlinked(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    colleague = await someone.colleague(Role.STAFF)
    assert await link(colleague, provider, "bo@stad.example") == "/account?done=linked"
    await someone.did(f"/portal/api/people/{colleague.id}/remove")
    browser = a_browser(house)
    answer = await come_back(browser, provider, await go(browser, door), "bo@stad.example")
    assert (answer.status_code, COOKIE in browser.cookies) == (403, False)
    await someone.did(f"/portal/api/people/{colleague.id}/roles", {"roles": ["staff"]})
    code = (await someone.did(f"/portal/api/people/{colleague.id}/start-code"))["start_code"]
    assert (await come_back(browser, provider, await go(browser, door), "bo@stad.example")).status_code == 403
    back = await come_in(house, colleague.sign_in_name, code)
    assert await link(back, provider, "bo@stad.example") == "/account?done=linked"
    code = (await someone.did(f"/portal/api/people/{colleague.id}/start-code"))["start_code"]
    await come_in(house, colleague.sign_in_name, code)
    answer = await come_back(browser, provider, await go(browser, door), "bo@stad.example")
    assert answer.status_code == 403, "who needed a new code may have lost more than a password"


async def test_one_account_there_is_one_person_here_and_of_one_organisation(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    colleague = await someone.colleague(Role.STAFF)
    neighbour, next_door = await with_provider(house, provider)
    assert next_door != door
    assert {"digibank-de-brug"} == {one.rpartition("/")[2].rstrip("0123456789").rstrip("-") for one in (door, next_door)}
    await link(someone, provider, "an@stad.example")
    assert await link(colleague, provider, "an@stad.example") == "/account?problem=identity_taken"
    assert "al van iemand anders" in (await colleague.me.open("/account?problem=identity_taken")).text
    browser = a_browser(house)
    assert (await come_back(browser, provider, await go(browser, next_door), "an@stad.example")).status_code == 403
    sent_back = await provider.sign_in(await go(browser, door), "an@stad.example")
    crossed = way_back(sent_back.headers["location"]).replace(f"{door}/", f"{next_door}/")
    assert (await browser.get(crossed)).status_code == 403, "begun at one door, back at another"
    assert await link(neighbour, provider, "an@stad.example") == "/account?done=linked"


async def test_linking_is_for_who_asked_for_it(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    colleague = await someone.colleague(Role.STAFF)
    form = await someone.me.form("/account", "/account/provider/link")
    unsigned = form.fields | {"csrf": "0" * 32}
    assert (await someone.me.http.post("/account/provider/link", data=unsigned)).status_code == 403
    for guess in ("", "dit is het niet"):
        answer = await someone.me.http.post("/account/provider/link", data=form.fields | {"link_password": guess})
        assert answer.headers["location"] == "/account?problem=wrong_password"
    shown = await someone.me.open("/account?problem=wrong_password")
    assert "#link_password" in shown.links
    assert "link_password" in shown.ids
    address = await off(someone, "/account", "/account/provider/link")
    sent_back = await provider.sign_in(address, "thief@stad.example")
    sealed = someone.me.http.cookies[FLOW]
    victim = a_browser(house, {COOKIE: colleague.token, FLOW: sealed})
    answer = await victim.get(way_back(sent_back.headers["location"]))
    assert answer.headers["location"] == "/account?problem=late"
    browser = a_browser(house)
    assert (await come_back(browser, provider, await go(browser, door), "thief@stad.example")).status_code == 403
    address = await off(someone, SETTINGS, f"{SETTINGS}/try")
    sent_back = await provider.sign_in(address, "an@stad.example")
    nobody = a_browser(house, {FLOW: someone.me.http.cookies[FLOW]})
    assert (await nobody.get(way_back(sent_back.headers["location"]))).headers["location"].startswith("/sign-in?")


async def test_a_provider_that_is_away_private_or_somebody_else_is_told_kindly(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone, door = await with_provider(house, provider)
    form = await someone.me.form(SETTINGS, f"{SETTINGS}/try")
    monkeypatch.setattr(house.settings, "private_providers", False)
    answer = await a_browser(house).get(f"{door}/go")
    assert (answer.status_code, "antwoordt nu niet" in Read(answer.text).text) == (502, True)
    answer = await someone.me.http.post(f"{SETTINGS}/try", data=form.fields)
    assert answer.headers["location"] == f"{SETTINGS}?problem=private"
    assert "niet op het internet" in (await someone.me.open(f"{SETTINGS}?problem=private")).text
    monkeypatch.setattr(house.settings, "private_providers", True)
    for issuer, problem in ((f"http://127.0.0.1:{free_port()}", "away"), (f"{provider.issuer}/nergens", "away")):
        await fill_in(someone, issuer)
        form = await someone.me.form(SETTINGS, f"{SETTINGS}/try")
        answer = await someone.me.http.post(f"{SETTINGS}/try", data=form.fields)
        assert answer.headers["location"] == f"{SETTINGS}?problem={problem}", issuer
        assert (await someone.me.open(f"{SETTINGS}?problem={problem}")).ids

    async def calls_itself_otherwise(method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        status, body = await outside.ask_json(method, address, **more)
        return status, body | {"issuer": "https://elders.example"}

    await fill_in(someone, provider.issuer)
    monkeypatch.setattr(openid, "ask_json", calls_itself_otherwise)
    form = await someone.me.form(SETTINGS, f"{SETTINGS}/try")
    answer = await someone.me.http.post(f"{SETTINGS}/try", data=form.fields)
    assert answer.headers["location"] == f"{SETTINGS}?problem=issuer"


async def test_taking_it_away_leaves_everybody_a_password(house: House, provider: ProviderProcess) -> None:
    someone, door = await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    assert await someone.me.sent(await someone.me.form(SETTINGS, f"{SETTINGS}/remove")) == f"{SETTINGS}?done=removed"
    assert (await a_browser(house).get(door)).status_code == 404
    assert (await a_browser(house, {REMEMBERED: door.rpartition("/")[2]}).get("/sign-in")).status_code == 200
    assert await come_in_with_password(house, someone) == 303


async def come_in_with_password(house: House, someone: Someone) -> int:
    """Type name and password on the page."""
    answer = await a_browser(house).post("/sign-in", data={"name": someone.sign_in_name, "password": someone.password})
    return answer.status_code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"issuer": "http://stad.example"}, "issuer"),
        ({"client_id": ""}, "client_id"),
        ({"secret": ""}, "secret"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(house: House, change: dict[str, str], field: str) -> None:
    someone = await a_coordinator(house)
    answer = await fill_in(someone, **({"issuer": "https://stad.example"} | change))
    assert (answer.status_code, f"#{field}" in Read(answer.text).links) == (422, True)
    assert SECRET not in answer.text


async def test_strange_doors_are_no_doors(house: House) -> None:
    for door in ("nergens", "%00", "a" * 500, "..%2f", "%F0%9F%A6%84"):
        for end in ("", "/go", "/back"):
            assert (await a_browser(house).get(f"/sign-in/with/{door}{end}")).status_code == 404


async def test_coming_back_never_takes_over_a_session_that_was_there_and_leads_nowhere_else(
    house: House, provider: ProviderProcess
) -> None:
    attacker, (someone, door) = await a_coordinator(house), await with_provider(house, provider)
    await link(someone, provider, "an@stad.example")
    browser = a_browser(house, {COOKIE: attacker.token})
    there = (await browser.get(f"{door}/go", params={"next": "//evil.example"})).headers["location"]
    answer = await come_back(browser, provider, there, "an@stad.example")
    assert answer.headers["location"] == "/"
    await took_over_nothing(house, attacker.token, answer)


async def test_what_somebody_may_not_do_any_more_is_not_finished_at_the_provider(house: House, provider: ProviderProcess) -> None:
    """Somebody goes there as coordinator, and comes back when that role is over: the session is the same."""
    someone = await a_coordinator(house)
    await fill_in(someone, provider.issuer)
    address = await off(someone, SETTINGS, f"{SETTINGS}/try")
    sent_back = await provider.sign_in(address, "an@stad.example")
    tokens = house.services["portal"].tokens
    lesser = replace(tokens.read(someone.token), roles=frozenset({Role.STAFF}))
    browser = a_browser(house, {COOKIE: tokens.sign(lesser), FLOW: someone.me.http.cookies[FLOW]})
    answer = await browser.get(way_back(sent_back.headers["location"]))
    assert answer.headers["location"] == f"{SETTINGS}?problem=late"


@pytest.mark.parametrize("end", ["go", "back"])
async def test_guessing_ends_at_the_door(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """Each time costs questions to the provider."""
    _, door = await with_provider(house, provider)
    browser = a_browser(house)
    await go(browser, door)
    sealed = browser.cookies[FLOW]
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    answers = [await a_browser(house, {FLOW: sealed}).get(f"{door}/{end}") for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]


async def test_what_whoever_runs_the_provider_asks_for_is_there_before_anything_is_saved(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_page, "MOST_LOOKED_AT", 1000)  # other tests leave organisations of the same name behind
    someone = await a_coordinator(house)
    before = next(word for word in (await someone.me.open(SETTINGS)).text.split() if word.endswith("/back"))
    await fill_in(someone, provider.issuer)
    assert before in (await someone.me.open(SETTINGS)).text


async def test_where_the_address_cannot_be_told_before_saving_none_is_told(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_page, "MOST_LOOKED_AT", 0)
    someone = await a_coordinator(house)
    assert "/back" not in (await someone.me.open(SETTINGS)).text
    await fill_in(someone, provider.issuer)
    assert "/back" in (await someone.me.open(SETTINGS)).text


async def test_a_secret_that_is_refused_or_not_kept_is_said_at_its_field(
    house: House, provider: ProviderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = await a_coordinator(house)
    answer = await fill_in(someone, "geen adres")
    assert "Typ het nog eens: we hielden het niet bij." in answer.text
    await fill_in(someone, provider.issuer)
    address = await off(someone, SETTINGS, f"{SETTINGS}/try")

    async def knows_another_secret(method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        return (401, {"error": "invalid_client"}) if method == "POST" else await outside.ask_json(method, address, **more)

    monkeypatch.setattr(openid, "ask_json", knows_another_secret)
    answer = await come_back(someone.me.http, provider, address, "coordinator@stad.example")
    assert answer.headers["location"] == f"{SETTINGS}?problem=secret"
    assert "aanvaardt het geheim niet" in (await someone.me.open(f"{SETTINGS}?problem=secret")).text


async def test_a_provider_that_worked_and_is_away_asks_for_no_other_address(house: House, provider: ProviderProcess) -> None:
    someone, _door = await with_provider(house, provider)
    shown = (await someone.me.open(f"{SETTINGS}?problem=away")).text
    assert "antwoordt nu niet Het werkte al, dus hier hoef je niets te veranderen." in shown
    assert "Kijk het adres" not in shown
    assert "Het werkt in gebruik" not in shown
