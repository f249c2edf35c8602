"""Who is in with a learner's code. A signed cookie tells, for twelve hours; no code, name or id is ever in an address."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends, HTTPException, Request

from services.skills.domain.learner_code import LearnerCodes, codes_from
from services.skills.queries.codes import CodeHolder, is_current
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import IdempotencyKey, VisitorCall, from_our_own_page, running_service, visitor_api_call, visitor_call
from shared.web.pages import show_house
from shared.web.visitor_cookie import LEARNER

COOKIE = LEARNER
LIFETIME = timedelta(hours=12)
"""A day of lessons. Whoever shares a phone leaves with a button."""
START = "/skills/start"


def codes_of(running: RunningService) -> LearnerCodes:
    """The codes of this installation."""
    return codes_from(running.settings.master_key.derive)


def cookie_for(running: RunningService, holder: CodeHolder) -> str:
    """The header that lets a learner stay in."""
    ends = running.clock.now() + LIFETIME
    said = f"{holder.organisation.hex}.{holder.learner_id.hex}.{holder.number}.{int(ends.timestamp())}"
    return COOKIE.header(running, said, int(LIFETIME.total_seconds()))


def cookie_of_nobody(running: RunningService) -> str:
    """The header that lets a learner out."""
    return COOKIE.header_of_nobody(running)


async def learner_here(request: Request) -> CodeHolder:
    """The learner who makes this request. Nobody, or with a code that was replaced: goes to the start, to type a code."""
    holder = await _holder(request)
    if holder is None:
        raise HTTPException(303, headers={"location": f"{START}?again=yes"})
    return holder


async def learner_of_program(request: Request) -> CodeHolder:
    """The same for the API. Raises 401."""
    holder = await _holder(request)
    if holder is None:
        raise HTTPException(401, _("Kom eerst binnen met een code."))
    return holder


async def _holder(request: Request) -> CodeHolder | None:
    running = running_service(request)
    holder = _read(request, running)
    if holder is None:
        return None
    async with running.units.open(holder.organisation) as unit:
        if not await is_current(unit, holder):
            return None
    structlog.contextvars.bind_contextvars(organisation=str(holder.organisation))
    await show_house(request, holder.organisation)
    return holder


LearnerHere = Annotated[CodeHolder, Depends(learner_here)]


async def learner_call(request: Request, learner: LearnerHere) -> VisitorCall:
    """The call behind a learner's form; sending it twice is sending it once."""
    from_our_own_page(request)
    return await visitor_call(request, learner.organisation, learner.learner_id)


LearnerCall = Annotated[VisitorCall, Depends(learner_call)]
LearnerOfProgram = Annotated[CodeHolder, Depends(learner_of_program)]


async def learner_api_call(request: Request, learner: LearnerOfProgram, idempotency_key: IdempotencyKey = None) -> VisitorCall:
    """The call behind a learner's request through the API."""
    from_our_own_page(request)
    return await visitor_api_call(request, learner.organisation, learner.learner_id, idempotency_key)


LearnerApiCall = Annotated[VisitorCall, Depends(learner_api_call)]


def _read(request: Request, running: RunningService) -> CodeHolder | None:
    said = COOKIE.read(request)
    if said is None:
        return None
    organisation, learner_id, number, ends = said.split(".")
    if datetime.fromtimestamp(int(ends), tz=UTC) <= running.clock.now():
        return None
    return CodeHolder(UUID(organisation), UUID(learner_id), int(number))
