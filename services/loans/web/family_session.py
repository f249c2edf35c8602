"""Who of a family is in with a card. A signed cookie says which session; the database says whether it goes on."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, HTTPException, Request

from services.loans.commands.use_card import IDLE, leave
from services.loans.domain.family_card import card_codes
from services.loans.domain.pin import Pins, pins_from
from services.loans.queries.cards import FamilyHere, session_here
from shared.bus.forgotten import is_forgotten
from shared.handed_code import HandedCodes
from shared.runtime.running import RunningService
from shared.web.call import VisitorCall, from_our_own_page, running_service, visitor_call
from shared.web.pages import show_house
from shared.web.visitor_cookie import FAMILY

COOKIE = FAMILY
COOKIE_SECONDS = 12 * 60 * 60
"""It may outlive the session, so that a page knows that somebody was in, and says so kindly."""
WRITE_DOWN_AFTER = timedelta(minutes=1)
"""A sign of life is written down once a minute, not at every page."""
START = "/family/start"
FORGOTTEN = "/family/forgotten"


def codes_of(running: RunningService) -> HandedCodes:
    """The codes on cards of this installation."""
    return card_codes(running.settings.master_key.derive)


def pins_of(running: RunningService) -> Pins:
    """The PINs of this installation."""
    return pins_from(running.settings.master_key.derive)


def cookie_for(running: RunningService, organisation: UUID, session_id: UUID, household_id: UUID) -> str:
    """The header that lets somebody stay in. Of which family is in it for one thing: a forgotten one hears so on its own phone, and
    nothing of ours says any more whose session it was."""
    return COOKIE.header(running, f"{organisation.hex}.{session_id.hex}.{household_id.hex}", COOKIE_SECONDS)


async def family_here(request: Request) -> FamilyHere:
    """Who makes this request. Nobody: goes to the start, which says how to come in. A family that we forgot meanwhile: to the page
    that says so, once, for its card lets nobody in any more."""
    running = running_service(request)
    said = _said(request)
    here, forgotten = None, False
    if said is not None:
        organisation, session_id, household_id = said
        async with running.units.open(organisation) as unit:
            here = await session_here(unit, session_id, unit.now() - IDLE)
            if here is not None and unit.now() - here.seen_at > WRITE_DOWN_AFTER:
                await unit.cards.seen(session_id, unit.now())
            forgotten = here is None and household_id is not None and await is_forgotten(unit, household_id)
    if forgotten:
        raise HTTPException(303, headers={"location": FORGOTTEN, "set-cookie": COOKIE.header_of_nobody(running)})
    if here is None:
        raise HTTPException(303, headers={"location": f"{START}?again=yes" if said else START})
    structlog.contextvars.bind_contextvars(organisation=str(here.organisation))
    await show_house(request, here.organisation)
    return here


Here = Annotated[FamilyHere, Depends(family_here)]


async def _from_us(request: Request) -> None:
    """Before anything else: another site is not even told whether somebody is in. Raises 403."""
    from_our_own_page(request)


async def family_call(request: Request, _: Annotated[None, Depends(_from_us)], here: Here) -> VisitorCall:
    """The call behind a form of somebody who is in; sending it twice is sending it once."""
    return await visitor_call(request, here.organisation, here.card.id)


FamilyCall = Annotated[VisitorCall, Depends(family_call)]


async def end_session(request: Request) -> None:
    """Whoever kept this browser's cookie comes in no more with it."""
    said = _said(request)
    if said is not None:
        organisation, session_id, _household = said
        async with running_service(request).units.open(organisation) as unit:
            await leave(session_id, unit)


def _said(request: Request) -> tuple[UUID, UUID, UUID | None] | None:
    """Organisation, session and family of the cookie, if it is ours; no family in one of before it was in there."""
    said = COOKIE.read(request)
    if said is None:
        return None
    organisation, session_id, *household_id = said.split(".")
    return UUID(organisation), UUID(session_id), UUID(household_id[0]) if household_id else None
