"""The ways in: what was typed or signed is looked at outside any transaction, then one command decides. Names are never logged."""

from datetime import tzinfo
from functools import cache
from uuid import UUID

from fastapi import Request

from services.portal import passkeys
from services.portal.commands.choose_password import ChoosePassword, choose_password
from services.portal.commands.go_on_with_pin import GoOnWithPin, go_on_with_pin
from services.portal.commands.sign_in import SignIn, sign_in
from services.portal.commands.sign_in_with_passkey import SignInWithPasskey, refuse_passkey, sign_in_with_passkey
from services.portal.domain.account import Account, end_of
from services.portal.domain.password import check_new_password
from services.portal.domain.pin import check_digits
from services.portal.domain.refusals import (
    OldStartCode,
    PasskeyFailed,
    PinNeedsPassword,
    TooManyTries,
    WrongPin,
    WrongSignIn,
    WrongStartCode,
)
from services.portal.domain.session import Place, Session
from services.portal.domain.sign_in_name import as_typed
from services.portal.domain.start_code import TOO_OLD, StartCodes
from services.portal.hashing import hash_password, is_password
from services.portal.queries.people import find_person
from services.portal.store.finding import find_account, find_passkey
from services.portal.web.here import Entered
from shared.bus.unit import Unit
from shared.domain import NotFound
from shared.identity.tokens import Person
from shared.runtime.keys import MasterKey
from shared.runtime.running import RunningService
from shared.web.call import running_service
from shared.web.passkey_site import Site
from shared.web.rate_limit import RateLimit
from shared.web.tablet import Known

tries = RateLimit(most=30, seconds=60)
"""Per address of who asks: a whole organisation may sit behind one."""


async def enter_with_password(request: Request, sign_in_name: str, password: str, place: Place) -> Entered:
    """A new session for whoever has this name and password. Unknown names take as long, and are told the same.

    Raises `WrongSignIn`, and `TooManyTries` for an address of the network.
    """
    count_try(request)
    running = running_service(request)
    found = await find_account(running.database, as_typed(sign_in_name))
    fits = await is_password(password, found.password_hash if found else None)
    if found is None:
        raise WrongSignIn()
    async with running.units.open(found.organisation, request.state.trace) as unit:
        begun = await sign_in(SignIn(found.id, found.password_hash, fits, place), unit)
    if begun is None:
        raise WrongSignIn()
    return entered(unit, *begun)


async def enter_with_start_code(request: Request, sign_in_name: str, start_code: str, password: str, place: Place) -> Entered:
    """A new session for whoever has this name and start code; from now on with this password.

    Raises `WrongStartCode`, `OldStartCode`, what `check_new_password` raises, and `TooManyTries` for an address of the network.
    """
    count_try(request)
    running, name = running_service(request), as_typed(sign_in_name)
    check_new_password(password, name)
    hashed = await hash_password(password)
    found = await find_account(running.database, name)
    if found is None:
        raise WrongStartCode()
    command = ChoosePassword(found.id, start_code, hashed, place)
    async with running.units.open(found.organisation, request.state.trace) as unit:
        session = await choose_password(command, unit, start_codes(running))
        account = await unit.accounts.get(found.id)
    if session is None:
        raise WrongStartCode()
    if session == TOO_OLD:
        raise OldStartCode()
    return entered(unit, account, session)


async def enter_with_passkey(request: Request, site: Site, answer: str, place: Place) -> Entered:
    """A new session for whoever has the passkey that signed.

    Args:
        answer: what the browser gave, as JSON.

    Raises `PasskeyFailed`, and `TooManyTries` for an address of the network.
    """
    count_try(request)
    running = running_service(request)
    found = await find_passkey(running.database, passkeys.credential_in(answer))
    if found is None:
        raise PasskeyFailed()
    try:
        signed = await passkeys.check_signed(
            answer,
            site,
            challenges(running),
            running.clock.now(),
            account_id=found.account_id,
            public_key=found.public_key,
            times=found.signed,
        )
    except PasskeyFailed:
        async with running.units.open(found.organisation, request.state.trace) as unit:
            refuse_passkey(found.account_id, unit)
        raise
    command = SignInWithPasskey(
        found.id, found.account_id, signed.answered.challenge, signed.answered.until, found.signed, signed.times, place
    )
    async with running.units.open(found.organisation, request.state.trace) as unit:
        begun = await sign_in_with_passkey(command, unit)
    if begun is None:
        raise PasskeyFailed()
    return entered(unit, *begun)


async def enter_with_pin(request: Request, known: Known, pin: str, place: Place) -> Entered:
    """A new session for somebody whom this tablet knows, with the PIN.

    Raises `PinNotSixDigits`, which is not counted; `WrongPin` with how many tries are left; `PinNeedsPassword`; and `TooManyTries`
    for an address of the network.
    """
    count_try(request)
    check_digits(pin)
    running = running_service(request)
    async with running.units.open(known.organisation) as unit:
        account = await find_person(unit, known.person)
    if account is None or not account.pin_works(known.proved_at, running.clock.now()):
        raise PinNeedsPassword()
    fits = await is_password(pin, account.pin_hash)
    command = GoOnWithPin(known.person, known.proved_at, account.pin_hash, fits, place)
    try:
        async with running.units.open(known.organisation, request.state.trace) as unit:
            begun = await go_on_with_pin(command, unit)
    except NotFound:
        raise PinNeedsPassword() from None
    if isinstance(begun, int):
        raise WrongPin(left=begun) if begun else PinNeedsPassword()
    return entered(unit, *begun)


def start_codes(running: RunningService) -> StartCodes:
    """Makes and checks this installation's start codes."""
    return _start_codes(running.settings.master_key)


@cache
def _start_codes(master_key: MasterKey) -> StartCodes:
    return StartCodes(master_key.derive("portal/start-code"))


def challenges(running: RunningService) -> passkeys.Challenges:
    """Makes and checks what passkeys sign."""
    return _challenges(running.settings.master_key)


@cache
def _challenges(master_key: MasterKey) -> passkeys.Challenges:
    return passkeys.Challenges(master_key.derive("portal/passkey-challenge"))


def count_try(request: Request) -> None:
    """Count what an address of the network tries. Raises `TooManyTries`."""
    if not tries.allows(request.client.host if request.client else ""):
        raise TooManyTries()


def person_of(account: Account, organisation: UUID, session: UUID, zone: tzinfo) -> Person:
    """Who a token is signed for, whatever way somebody came in: with what the account may do today, and until when."""
    until = end_of(account.first_end, zone) if account.first_end else None
    return Person(account.id, organisation, account.roles, session, until)


def entered(unit: Unit, account: Account, session: Session) -> Entered:
    """Who came in, and where: what a browser is given a session for."""
    person = person_of(account, unit.organisation, session.id, unit.zone)
    return Entered(person, session.proved_at, session.place)
