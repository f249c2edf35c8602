"""The way in: what was typed is looked at outside any transaction, then one command decides. Names are never logged."""

from functools import cache

from fastapi import Request

from services.portal.commands.choose_password import ChoosePassword, choose_password
from services.portal.commands.sign_in import SignIn, sign_in
from services.portal.domain.password import check_new_password
from services.portal.domain.refusals import TooManyTries, WrongSignIn, WrongStartCode
from services.portal.domain.sign_in_name import as_typed
from services.portal.domain.start_code import StartCodes
from services.portal.hashing import hash_password, is_password
from services.portal.store.finding import find_account
from shared.identity.tokens import Person
from shared.runtime.keys import MasterKey
from shared.runtime.running import RunningService
from shared.web.call import running_service
from shared.web.rate_limit import RateLimit

tries = RateLimit(most=30, seconds=60)
"""Per address of who asks: a whole organisation may sit behind one."""


async def enter_with_password(request: Request, sign_in_name: str, password: str) -> Person:
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
        begun = await sign_in(SignIn(found.id, found.password_hash, fits), unit)
    if begun is None:
        raise WrongSignIn()
    account, session = begun
    return Person(account.id, found.organisation, account.roles, session.id)


async def enter_with_start_code(request: Request, sign_in_name: str, start_code: str, password: str) -> Person:
    """A new session for whoever has this name and start code; from now on with this password.

    Raises `WrongStartCode`, what `check_new_password` raises, and `TooManyTries` for an address of the network.
    """
    count_try(request)
    running, name = running_service(request), as_typed(sign_in_name)
    check_new_password(password, name)
    hashed = await hash_password(password)
    found = await find_account(running.database, name)
    if found is None:
        raise WrongStartCode()
    async with running.units.open(found.organisation, request.state.trace) as unit:
        session = await choose_password(ChoosePassword(found.id, start_code, hashed), unit, start_codes(running))
        roles = (await unit.accounts.get(found.id)).roles
    if session is None:
        raise WrongStartCode()
    return Person(found.id, found.organisation, roles, session.id)


def start_codes(running: RunningService) -> StartCodes:
    """Makes and checks this installation's start codes."""
    return _start_codes(running.settings.master_key)


@cache
def _start_codes(master_key: MasterKey) -> StartCodes:
    return StartCodes(master_key.derive("portal/start-code"))


def count_try(request: Request) -> None:
    """Count somebody at the door. Raises `TooManyTries`."""
    if not tries.allows(request.client.host if request.client else ""):
        raise TooManyTries()
