"""Passkeys: added with the password, used once per question, and worth nothing to anybody else."""

import asyncio
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.authenticator import Authenticator, b64
from tests.support.house import House
from tests.support.pages import Read, a_browser
from tests.support.portal import PASSWORD, Someone, a_coordinator, took_over_nothing
from tests.support.portal import sign_in as sign_in_by_name

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

ORIGIN = "http://localhost:8000"


@pytest.fixture(autouse=True)
def at_a_secure_address(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Browsers make passkeys here, and all tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))
    house.settings.public_url = ORIGIN
    yield
    house.settings.public_url = ""


@dataclass
class Owner:
    """Somebody with a passkey."""

    someone: Someone
    passkey: Authenticator


async def options(someone: Someone, password: str = PASSWORD) -> tuple[dict[str, Any], dict[str, str]]:
    """What the browser is asked to make, and what the form carries."""
    form = await someone.me.form("/account", "/account/passkeys/new")
    answer = await someone.me.send(form, {"passkey_password": password})
    assert answer.status_code == 200, Read(answer.text).text
    asked = re.search(r'data-passkey-options="([^"]+)"', answer.text)
    assert asked
    found: dict[str, Any] = json.loads(html.unescape(asked[1]))
    return found, next(form for form in Read(answer.text).forms if form.action == "/account/passkeys").fields


async def an_owner(house: House, someone: Someone | None = None) -> Owner:
    """Somebody who adds a passkey."""
    owner = Owner(someone or await a_coordinator(house), Authenticator(ORIGIN))
    asked, carried = await options(owner.someone)
    credential = owner.passkey.make(asked)
    answer = await owner.someone.me.http.post(
        "/account/passkeys", data={**carried, "name": "Mijn telefoon", "credential": credential}
    )
    assert answer.headers.get("location") == "/account?done=passkey", Read(answer.text).text
    return owner


async def question(house: House) -> dict[str, Any]:
    """What a browser is asked that wants to sign in."""
    answer = await a_browser(house).get("/sign-in/passkey")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    asked: dict[str, Any] = answer.json()
    return asked


async def sign_in(house: House, credential: str, **headers: str) -> httpx.Response:
    return await a_browser(house).post("/sign-in/passkey", data={"credential": credential, "next": "/account"}, headers=headers)


async def test_somebody_adds_a_passkey_and_comes_in_with_it(house: House) -> None:
    owner = await an_owner(house)
    assert "Mijn telefoon" in (await owner.someone.me.open("/account")).text
    browser = a_browser(house)
    answer = await browser.post(
        "/sign-in/passkey", data={"credential": owner.passkey.sign(await question(house)), "next": "/account"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    shown = Read((await browser.get("/account")).text)
    assert "Laatst gebruikt op" in shown.text
    assert shown.text.count("Sinds ") == 2


async def test_a_passkey_is_taken_away_by_its_owner_alone(house: House) -> None:
    owner = await an_owner(house)
    colleague = await owner.someone.colleague(Role.STAFF)
    ours = next(form for form in (await owner.someone.me.open("/account")).forms if form.action.endswith("/remove"))
    theirs = await colleague.me.form("/account", "/account/name")
    assert (await colleague.me.http.post(ours.action, data=theirs.fields)).status_code == 404
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 303
    assert (await owner.someone.me.send(ours)).headers["location"] == "/account?done=no-passkey"
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 401


async def test_an_answer_is_good_once_also_at_the_same_moment(house: House) -> None:
    owner = await an_owner(house)
    credential = owner.passkey.sign(await question(house))
    answers = await asyncio.gather(*(sign_in(house, credential) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [303, 401, 401, 401]
    assert (await sign_in(house, credential)).status_code == 401
    log = (await owner.someone.me.open("/audit")).text.partition("Wie wat deed")[2]
    assert log.count("Passkey klopte niet") == 4, "each that was refused is in the log"


async def test_an_answer_without_a_counter_is_good_once_too(house: House) -> None:
    """Most phones do not count: then only the note of what was answered keeps a second sending out."""
    owner = await an_owner(house)
    owner.passkey.signed = -1
    credential = owner.passkey.sign(await question(house))
    assert [(await sign_in(house, credential)).status_code for _ in range(2)] == [303, 401]


async def test_a_counter_that_stands_still_is_a_copy(house: House) -> None:
    owner = await an_owner(house)
    owner.passkey.signed = 6
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 303
    owner.passkey.signed = 6
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 401


async def test_an_answer_is_good_for_five_minutes_at_our_own_address(house: House) -> None:
    owner = await an_owner(house)
    late = owner.passkey.sign(await question(house))
    house.clock.move(timedelta(minutes=5))
    assert (await sign_in(house, late)).status_code == 401
    owner.passkey.origin = "https://digibank.evil.example"
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 401
    owner.passkey.origin = ORIGIN
    assert (await sign_in(house, owner.passkey.sign(await question(house) | {"rpId": "evil.example"}))).status_code == 401
    own = b64(b"x" * 56)
    assert (await sign_in(house, owner.passkey.sign(await question(house) | {"challenge": own}))).status_code == 401
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 303


async def test_what_was_asked_for_adding_does_not_sign_in(house: House) -> None:
    owner = await an_owner(house)
    asked, _ = await options(owner.someone)
    assert (await sign_in(house, owner.passkey.sign(await question(house) | {"challenge": asked["challenge"]}))).status_code == 401


async def test_the_passkey_of_another_organisation_lets_nobody_else_in(house: House) -> None:
    mine, other = await an_owner(house), await an_owner(house)
    other.passkey.user = mine.passkey.user  # says it belongs to somebody else
    assert (await sign_in(house, other.passkey.sign(await question(house)))).status_code == 401
    other.passkey.id = mine.passkey.id  # and claims to be that one's passkey
    assert (await sign_in(house, other.passkey.sign(await question(house)))).status_code == 401
    asked, carried = await options(other.someone)
    again = {**carried, "name": "x", "credential": mine.passkey.make(asked)}
    answer = await other.someone.me.http.post("/account/passkeys", data=again)
    assert (answer.status_code, "hebben we al" in answer.text) == (409, True)
    form = next(form for form in (await mine.someone.me.open("/account")).forms if form.action.endswith("/remove"))
    csrf = (await other.someone.me.form("/account", "/account/name")).fields
    assert (await other.someone.me.http.post(form.action, data=csrf)).status_code == 404


async def test_what_was_asked_in_one_session_adds_nothing_in_another(house: House) -> None:
    mine, other = await a_coordinator(house), await a_coordinator(house)
    asked, _ = await options(mine)
    _, carried = await options(other)
    credential = Authenticator(ORIGIN).make(asked)
    answer = await other.me.http.post("/account/passkeys", data={**carried, "name": "x", "credential": credential})
    assert (answer.status_code, "lukt het nu niet" in answer.text) == (401, True)


async def test_a_new_passkey_is_added_once(house: House) -> None:
    someone, passkey = await a_coordinator(house), Authenticator(ORIGIN)
    asked, carried = await options(someone)
    sent = {**carried, "name": "Stick", "credential": passkey.make(asked)}
    assert (await someone.me.http.post("/account/passkeys", data=sent)).status_code == 303
    form = next(form for form in (await someone.me.open("/account")).forms if form.action.endswith("/remove"))
    assert await someone.me.sent(form) == "/account?done=no-passkey"
    other_key = sent | {"form_key": "another key"}
    assert (await someone.me.http.post("/account/passkeys", data=other_key)).status_code == 401
    assert (await sign_in(house, passkey.sign(await question(house)))).status_code == 401


async def test_who_was_removed_does_not_come_in(house: House) -> None:
    boss = await a_coordinator(house)
    owner = await an_owner(house, await boss.colleague(Role.STAFF))
    credential = owner.passkey.sign(await question(house))
    await boss.did(f"/portal/api/people/{owner.someone.id}/remove")
    assert (await sign_in(house, credential)).status_code == 401
    await boss.did(f"/portal/api/people/{owner.someone.id}/roles", {"roles": ["staff"]})
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 401


async def test_adding_one_asks_for_the_password_and_for_a_device_of_ones_own(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/account", "/account/passkeys/new")
    answer = await someone.me.send(form, {"passkey_password": "wrong one entirely"})
    assert (answer.status_code, "data-passkey-options" in answer.text) == (422, False)
    assert "#passkey_password" in Read(answer.text).links
    for _ in range(4):
        await someone.me.send(form, {"passkey_password": "wrong one entirely"})
    waits = await someone.me.send(form, {"passkey_password": PASSWORD})
    assert waits.status_code == 422  # counted as when signing in
    house.clock.move(timedelta(minutes=1))
    await someone.me.sent(await someone.me.form("/account", "/account/shared-device"))
    assert all(form.action != "/account/passkeys/new" for form in (await someone.me.open("/account")).forms)
    assert (await someone.me.send(form, {"passkey_password": PASSWORD})).status_code == 409


async def test_where_the_address_is_not_secure_it_is_said_kindly(house: House) -> None:
    owner = await an_owner(house)
    house.settings.public_url = "http://digibank.example"
    shown = await owner.someone.me.open("/account")
    assert "alleen op een beveiligd adres" in shown.text
    assert all(form.action != "/account/passkeys/new" for form in shown.forms)
    browser = a_browser(house)
    assert "data-passkey" not in (await browser.get("/sign-in")).text
    assert (await browser.get("/sign-in/passkey", headers={"accept": "application/json"})).status_code == 409


@pytest.mark.parametrize(
    "nonsense", ["", "{}", "[]", "null", "x" * 30_000, '{"id":"a","rawId":"a","type":"public-key","response":{}}']
)
async def test_nonsense_is_told_the_same(house: House, nonsense: str) -> None:
    owner = await an_owner(house)
    assert (await sign_in(house, nonsense)).status_code == 401
    _, carried = await options(owner.someone)
    answer = await owner.someone.me.http.post("/account/passkeys", data={**carried, "name": "x", "credential": nonsense})
    assert answer.status_code == 401


async def test_damaged_answers_are_told_the_same(house: House) -> None:
    owner = await an_owner(house)
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        answer = json.loads(owner.passkey.sign(await question(house)))
        for damaged in ("", "AAAA", answer["response"][part][:-4] + "AAAA"):
            answer["response"][part] = damaged
            assert (await sign_in(house, json.dumps(answer))).status_code == 401, (part, damaged)


async def test_another_site_signs_nobody_in_and_adds_nothing(house: House) -> None:
    owner = await an_owner(house)
    credential = owner.passkey.sign(await question(house))
    assert (await sign_in(house, credential, **{"sec-fetch-site": "cross-site"})).status_code == 403
    for address in ("/account/passkeys/new", "/account/passkeys", "/account/pin", "/account/shared-device"):
        sent = {"form_key": "a form key", "csrf": "0" * 32, "passkey_password": PASSWORD}
        assert (await owner.someone.me.http.post(address, data=sent)).status_code == 403, address


async def test_who_lost_the_password_looks_at_the_passkeys(house: House) -> None:
    boss = await a_coordinator(house)
    owner = await an_owner(house, await boss.colleague(Role.STAFF))
    code = (await boss.did(f"/portal/api/people/{owner.someone.id}/start-code"))["start_code"]
    typed = {
        "name": owner.someone.sign_in_name,
        "start_code": code,
        "password": "een ander zinnetje",
        "repeated": "een ander zinnetje",
    }
    browser = a_browser(house)
    answer = await browser.post("/sign-in/start-code", data=typed)
    assert answer.headers["location"] == "/account?done=look"
    assert "Kijk ook je passkeys na" in Read((await browser.get("/account?done=look")).text).text
    await house.run_until_idle()
    assert (await a_browser(house, {COOKIE: owner.someone.token}).get("/account")).status_code == 303
    assert await come_in_works(house, owner)


async def come_in_works(house: House, owner: Owner) -> bool:
    """A passkey goes on working after another password: it is looked at, not thrown away."""
    return (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 303


@pytest.mark.parametrize("noted", [True, False], ids=["after the round at midnight", "before it"])
async def test_what_let_somebody_in_is_gone_with_the_last_role(house: House, noted: bool) -> None:
    """Coming back means a new start code; a phone from the time before opens nothing."""
    leader = await a_coordinator(house)
    owner = await an_owner(house, await leader.colleague(Role.STAFF))
    brussels = ZoneInfo("Europe/Brussels")
    last_day = house.clock.now().astimezone(brussels).date() + timedelta(days=1)
    await leader.did(
        f"/portal/api/people/{owner.someone.id}/roles", {"roles": ["staff"], "last_days": {"staff": last_day.isoformat()}}
    )
    portal = house.services["portal"]
    async with portal.units.open(leader.organisation) as unit:
        await unit.providers.link(owner.someone.id, b"somebody at the provider")
    midnight = datetime.combine(last_day + timedelta(days=1), time(), brussels).astimezone(UTC)
    house.clock.move(midnight - house.clock.now())
    if noted:
        await house.run_until_idle()
    leader.http.headers["authorization"] = f"Bearer {(await sign_in_by_name(house, leader.sign_in_name)).json()['token']}"
    await leader.did(f"/portal/api/people/{owner.someone.id}/roles", {"roles": ["staff"]})
    assert (await sign_in(house, owner.passkey.sign(await question(house)))).status_code == 401
    async with portal.units.open(leader.organisation) as unit:
        assert await unit.providers.linked_account(b"somebody at the provider") is None


async def test_a_passkey_never_takes_over_a_session_that_was_there(house: House) -> None:
    attacker, owner = await a_coordinator(house), await an_owner(house)
    credential = owner.passkey.sign(await question(house))
    answer = await a_browser(house, {COOKIE: attacker.token}).post("/sign-in/passkey", data={"credential": credential})
    await took_over_nothing(house, attacker.token, answer)
