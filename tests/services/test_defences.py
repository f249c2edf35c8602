"""Defences that stand behind another one, so that no other test would miss them: each of these fails without its own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI, Request

from services.loans.commands.use_card import ComeIn, come_in
from services.loans.web.family_session import COOKIE as FAMILY
from services.loans.web.family_session import cookie_for as family_cookie
from services.portal.commands.change_password import ChangePassword, change_password
from services.portal.commands.confirm_password import ConfirmPassword, confirm_password
from services.portal.commands.go_on_with_pin import GoOnWithPin, go_on_with_pin
from services.portal.commands.link_identity import LinkIdentity, SignInLinked, link_identity, sign_in_linked
from services.portal.commands.renew_session import RenewSession, renew_session
from services.portal.commands.share_device import ShareDevice, share_device
from services.portal.commands.sign_in import SignIn, sign_in
from services.portal.commands.sign_in_with_passkey import SignInWithPasskey, sign_in_with_passkey
from services.portal.domain.passkey import Passkey
from services.portal.domain.pin import TRIES
from services.portal.domain.provider import ProviderDetails
from services.portal.domain.refusals import NotLinked, PinNeedsPassword, ProviderChanged
from services.portal.domain.session import Place
from services.portal.openid import Sent
from services.portal.web import entrance, provider_flow
from services.portal.web.provider_flow import Flow, flow_in, seal_flow
from services.skills.queries.codes import CodeHolder
from services.skills.web.learner_session import COOKIE as LEARNER
from services.skills.web.learner_session import cookie_for as learner_cookie
from shared.contracts.vocabulary import Role
from shared.domain import NotFound
from shared.identity.tokens import InvalidToken
from shared.runtime.clock import new_id
from shared.runtime.running import RunningService
from shared.web import held_forms, shell
from shared.web.app import front_door, service_app
from shared.web.browser import TABLET_COOKIE
from shared.web.call import COOKIE
from shared.web.held_forms import HeldForm
from shared.web.rate_limit import RateLimit
from shared.web.tablet import Known, Tablet, tablet_cookie, tablet_of
from tests.support.cards import give_card
from tests.support.house import House
from tests.support.learning import a_learner
from tests.support.pages import a_browser
from tests.support.portal import PASSWORD, a_coordinator, a_name

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

LINK = "/sign-in/start/" + "A" * 34
CHOSEN = {"password": PASSWORD, "repeated": PASSWORD}


@pytest.fixture
def at_a_secure_address(house: House) -> Iterator[None]:
    """Where browsers make passkeys."""
    house.settings.public_url = "http://localhost:8000"
    yield
    house.settings.public_url = ""


@pytest.mark.usefixtures("at_a_secure_address")
@pytest.mark.parametrize(
    ("method", "address", "form"),
    [
        ("POST", "/sign-in", {"name": "niemand.hier", "password": PASSWORD}),
        ("POST", "/sign-in/start-code", {"name": "niemand.hier", "start_code": "AAAA-AAAA-AAAA", **CHOSEN}),
        ("GET", LINK, None),
        ("POST", LINK, CHOSEN),
        ("GET", "/sign-in/passkey", None),
        ("POST", "/sign-in/passkey", {"credential": "{}"}),
    ],
)
async def test_guessing_ends_at_each_way_in(
    house: House, monkeypatch: pytest.MonkeyPatch, method: str, address: str, form: dict[str, str] | None
) -> None:
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    answers = [await a_browser(house).request(method, address, data=form) for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]


async def test_what_changed_while_a_secret_was_looked_at_lets_nobody_in(house: House) -> None:
    """A hash is compared outside the transaction: by the time it is used it may be that of another password, or of another PIN."""
    someone = await a_coordinator(house)
    now = house.clock.now()
    async with house.services["portal"].units.open(someone.organisation) as unit:
        account = await unit.accounts.get(someone.id)
        account.set_pin("the PIN of now")
        await unit.accounts.save(account)
        assert await sign_in(SignIn(someone.id, "the hash before", True, Place()), unit) is None
        assert await go_on_with_pin(GoOnWithPin(someone.id, now, "the PIN before", True, Place()), unit) == TRIES - 1
        assert not await confirm_password(ConfirmPassword(someone.id, "the hash before", True), unit)
        changing = ChangePassword(someone.id, new_id(), "the hash before", True, "a newer hash")
        assert not await change_password(changing, unit)
        assert (await unit.accounts.get(someone.id)).password_hash == account.password_hash
        passkey = Passkey(new_id(), someone.id, new_id().bytes, b"a key", 7, "Telefoon", added_at=now)
        assert await unit.passkeys.add(passkey)
        signed = SignInWithPasskey(passkey.id, someone.id, b"a challenge", now + timedelta(minutes=5), 6, 7, Place())
        assert await sign_in_with_passkey(signed, unit) is None, "another answer with this count came in first"


async def test_who_has_to_wait_waits_everywhere(house: House) -> None:
    """Also where somebody is signed in, and however right it is: an open browser is no place to guess a password."""
    someone = await a_coordinator(house)
    async with house.services["portal"].units.open(someone.organisation) as unit:
        account = await unit.accounts.get(someone.id)
        for _ in range(5):
            account.tried_wrong(unit.now())
        await unit.accounts.save(account)
        right = account.password_hash
        assert await sign_in(SignIn(someone.id, right, True, Place()), unit) is None
        assert not await confirm_password(ConfirmPassword(someone.id, right, True), unit)
        assert not await change_password(ChangePassword(someone.id, new_id(), right, True, "a newer hash"), unit)
    new = await someone.did("/portal/api/people", {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff"]})
    name = (await someone.get(f"/portal/api/people/{new['id']}"))["sign_in_name"]
    for code in (*["AAAA-AAAA-AAAA"] * 5, new["start_code"]):
        answer = await a_browser(house).post("/sign-in/start-code", data={"name": name, "start_code": code, **CHOSEN})
        assert answer.status_code == 401
    house.clock.move(timedelta(minutes=1))
    answer = await a_browser(house).post("/sign-in/start-code", data={"name": name, "start_code": new["start_code"], **CHOSEN})
    assert answer.status_code == 303


async def test_a_session_goes_on_for_its_own_person_while_that_is_a_colleague(house: House) -> None:
    """What a token says is not enough: portal looks whose session it is, and whether that person still does something here."""
    boss = await a_coordinator(house)
    who = await boss.colleague(Role.STAFF)
    tokens = house.services["portal"].tokens
    mine, theirs = tokens.read(boss.token), tokens.read(who.token)
    async with house.services["portal"].units.open(boss.organisation) as unit:
        assert await renew_session(RenewSession(mine.session, theirs.id), unit) is None
        assert await renew_session(RenewSession(theirs.session, theirs.id), unit) is not None
        account = await unit.accounts.get(theirs.id)
        account.leave(other_leaders=1)
        await unit.accounts.save(account)
        assert await renew_session(RenewSession(theirs.session, theirs.id), unit) is None
        with pytest.raises(NotFound):
            await share_device(ShareDevice(theirs.session, mine.id, shared=False), unit)


async def test_who_does_nothing_here_any_more_comes_in_by_no_way_that_was_left_behind(house: House) -> None:
    """Removal takes password, PIN, passkeys and link away. Each way in asks by itself all the same."""
    boss = await a_coordinator(house)
    who = (await boss.colleague(Role.STAFF)).id
    async with house.services["portal"].units.open(boss.organisation) as unit:
        now = unit.now()
        account = await unit.accounts.get(who)
        account.leave(other_leaders=1)
        account.pin_hash = "left behind"  # a password cannot be: the table has a rule for that
        await unit.accounts.save(account)
        passkey = Passkey(new_id(), who, new_id().bytes, b"a key", 0, "Telefoon", added_at=now)
        assert await unit.passkeys.add(passkey)
        provider = await unit.providers.add("Digibank", ProviderDetails("stad", "https://stad.example", "digibank"), b"sealed")
        provider.works = True
        await unit.providers.save(provider)
        assert await unit.providers.link(who, b"somebody there")
        assert await sign_in(SignIn(who, None, True, Place()), unit) is None
        signed = SignInWithPasskey(passkey.id, who, b"a challenge", now + timedelta(minutes=5), 0, 1, Place())
        assert await sign_in_with_passkey(signed, unit) is None
        with pytest.raises(PinNeedsPassword):
            await go_on_with_pin(GoOnWithPin(who, now, "left behind", True, Place()), unit)
        with pytest.raises(NotLinked):
            await sign_in_linked(SignInLinked(b"somebody there", provider.fingerprint, Place()), unit)


async def test_who_was_at_another_provider_is_nobody_here(house: House) -> None:
    """Between going there and being let in a coordinator may have changed it: the command looks for itself which one it is now."""
    someone = await a_coordinator(house)
    async with house.services["portal"].units.open(someone.organisation) as unit:
        provider = await unit.providers.add("Digibank", ProviderDetails("stad", "https://stad.example", "digibank"), b"sealed")
        assert await unit.providers.link(someone.id, b"somebody there")
        for works, fingerprint in ((False, provider.fingerprint), (True, "that of another one")):
            provider.works = works
            await unit.providers.save(provider)
            with pytest.raises(ProviderChanged):
                await sign_in_linked(SignInLinked(b"somebody there", fingerprint, Place()), unit)
            with pytest.raises(ProviderChanged):
                await link_identity(LinkIdentity(someone.id, b"somebody else", fingerprint), unit)
        assert (await sign_in_linked(SignInLinked(b"somebody there", provider.fingerprint, Place()), unit))[0].id == someone.id


async def test_a_right_pin_after_five_wrong_ones_is_refused_where_they_are_counted(house: House) -> None:
    """All six may have been looked at already when the first is counted."""
    someone = await a_coordinator(house)
    async with house.services["portal"].units.open(someone.organisation) as unit:
        account = await unit.accounts.get(someone.id)
        account.set_pin("the hash of a PIN")
        await unit.accounts.save(account)
        wrong = GoOnWithPin(someone.id, unit.now(), "the hash of a PIN", False, Place())
        assert [await go_on_with_pin(wrong, unit) for _ in range(TRIES)] == [4, 3, 2, 1, 0]
        with pytest.raises(PinNeedsPassword):
            await go_on_with_pin(GoOnWithPin(someone.id, unit.now(), "the hash of a PIN", True, Place()), unit)


@pytest.mark.parametrize("meanwhile", ["another PIN", "blocked"])
async def test_a_card_that_changed_while_its_pin_was_looked_at_lets_nobody_in(house: House, meanwhile: str) -> None:
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", {"call_name": "Fatima"})
    card = await give_card(house, staff, household["id"])
    async with house.services["loans"].units.open(staff.organisation) as unit:
        kept = await unit.cards.get(card.id, UUID(household["id"]))
        looked_at = kept.pin_hash
        if meanwhile == "blocked":
            kept.block(staff.person.id, unit.now())
        else:
            kept.take_pin("the hash of another PIN")
        await unit.cards.save(kept)
        assert await come_in(ComeIn(card.id, looked_at, 1), unit) is None


async def cookies(house: House) -> dict[str, str]:
    """One of each kind of ours that lets somebody in, or further: what it is called, and what is in it."""
    portal, someone, now = house.services["portal"], await a_coordinator(house), house.clock.now()
    known = Known(someone.id, someone.organisation, new_id(), now)
    flow = Flow("sign_in", "a-door", None, "", Sent.fresh(), "/", now + timedelta(minutes=5))
    form = HeldForm(someone.id, someone.organisation, "/account/name", (), False, now)
    headers = {
        TABLET_COOKIE: tablet_cookie(portal, Tablet((known,))),
        FAMILY.name: family_cookie(house.services["loans"], someone.organisation, new_id(), new_id()),
        LEARNER.name: learner_cookie(house.services["skills"], CodeHolder(someone.organisation, new_id(), 1)),
    }
    key = portal.settings.master_key
    return {
        COOKIE: someone.token,
        provider_flow.COOKIE: seal_flow(key, flow),
        "a held form": held_forms.seal(key, form),
        **{name: header.partition("=")[2].partition(";")[0] for name, header in headers.items()},
    }


def lets_in(running: RunningService, name: str, value: str) -> bool:
    """Whether it says anything under this name."""
    app = FastAPI()
    app.state.running = running
    request = Request({"type": "http", "app": app, "headers": [(b"cookie", f"{name}={value}".encode())]})
    if name == COOKIE:
        try:
            return bool(running.tokens.read_ended(value))
        except InvalidToken:
            return False
    found: dict[str, Any] = {
        TABLET_COOKIE: lambda: tablet_of(request).people,
        provider_flow.COOKIE: lambda: flow_in(request, "a-door") and not flow_in(request, "the door of another organisation"),
        FAMILY.name: lambda: FAMILY.read(request),
        LEARNER.name: lambda: LEARNER.read(request),
        "a held form": lambda: held_forms.unseal(running.settings.master_key, value),
    }
    return bool(found[name]())


async def test_what_we_sealed_or_signed_for_one_thing_is_nothing_anywhere_else(house: House) -> None:
    """A cookie is in the hands of whoever has the browser: who has one kind may send it as another."""
    ours, running = await cookies(house), house.services["portal"]
    for name in ours:
        assert [kind for kind, value in ours.items() if lets_in(running, name, value)] == [name]
    for name, value in ours.items():
        for spoilt in (value[:-1], value[1:], value[:-4] + ("AAAA" if not value.endswith("AAAA") else "BBBB"), ""):
            assert not lets_in(running, name, spoilt), (name, spoilt)


async def test_a_learner_of_one_phone_is_not_the_one_before(house: House) -> None:
    """Whoever left a cookie on somebody's phone, or planted one, does not see what that person does."""
    planted, mine = [await a_learner(house, house.sign_in()) for _ in range(2)]
    browser = a_browser(house, {LEARNER.name: planted[0].http.cookies[LEARNER.name]})
    answer = await browser.post("/skills/start", data={"code": mine[1]["code"]})
    assert answer.status_code == 303
    got = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert got.split(".")[1] == UUID(mine[1]["id"]).hex


@pytest.mark.parametrize("where", ["a page of every process", "the health of a service"])
async def test_what_every_process_answers_says_who_may_use_it_too(
    house: House, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Beside what a service is asked for there are addresses that all have; a route that is added there is no exception."""
    forgotten = APIRouter()

    @forgotten.get("/forgotten")
    async def nobody_asks() -> None: ...

    portal = house.services["portal"]
    if where == "a page of every process":
        monkeypatch.setattr(shell, "router", forgotten)
        with pytest.raises(ValueError, match="/forgotten"):
            front_door([portal])
    else:
        monkeypatch.setattr("shared.web.app.health_router", lambda running: forgotten)
    with pytest.raises(ValueError, match="/forgotten"):
        service_app(portal)
