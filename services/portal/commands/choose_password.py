"""Sign in for the first time: with a start code, choosing a password."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.portal.domain.session import Place, Session
from services.portal.domain.start_code import TOO_OLD, StartCodes
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChoosePassword:
    """Whose account, the code as it was typed, the hash of a password that is good enough, and where this person is."""

    account_id: UUID
    start_code: str
    password_hash: str
    place: Place


async def choose_password(command: ChoosePassword, unit: PortalUnit, codes: StartCodes) -> Session | Literal["too_old"] | None:
    """A session with the new password. Every earlier session ends, and so do a PIN and a link with the organisation's provider: who
    needed a new code may have lost more than a password. None, and counted as a wrong try, when the code is not right or used.

    `too_old` when it is the right one after its last day. That tells a guesser nothing: nobody reads it without all twelve letters
    of a code that was given to this name, and to find those takes as many tries as to find one that works (59 bits, five tries a
    time). Of a used code nothing is kept, so it is told as a wrong one. Raises `NotFound`.
    """
    account, now = await unit.accounts.get(command.account_id), unit.now()
    if account.has_to_wait(now):
        return None
    code = account.start_code
    fits = code is not None and codes.fits(command.start_code, account.id, code.id)
    if code is None or not fits or now >= code.until:
        account.tried_wrong(now)
        unit.note("start_code_refused", subject=account.id)
        await unit.accounts.save(account)
        return TOO_OLD if fits else None
    account.set_password(command.password_hash, now)
    account.drop_pin()
    unit.note("choose_password", subject=account.id, actor=account.id)
    await unit.accounts.save(account)
    await unit.providers.unlink(account.id)
    await unit.sessions.end_all(account.id)
    return await unit.sessions.begin(account.id, command.place)
