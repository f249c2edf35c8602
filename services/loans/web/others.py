"""What loans asks other services for a family: what colleagues are called, and what else is kept of it. Never in a transaction."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

import structlog
from pydantic import BaseModel, ValidationError

from shared.contracts.rights import (
    COLLEAGUES_ADDRESS,
    HOLDERS,
    MOST_LOANS,
    PARTNERS_ADDRESS,
    Colleague,
    ColleaguesAnswer,
    ColleaguesQuestion,
    HeldAnswer,
    HeldQuestion,
    NamesAnswer,
    PartnersQuestion,
    held_address,
)
from shared.identity.tokens import Asking
from shared.runtime.running import RunningService
from shared.web.names import names_of as names_of

log = structlog.get_logger()

A = TypeVar("A", bound=BaseModel)


async def colleagues_to_choose(running: RunningService, organisation: UUID) -> Sequence[Colleague] | None:
    """Who may see families, by name; None while portal does not answer: then a colleague chooses itself, or nobody."""
    answer = await _ask(running, organisation, COLLEAGUES_ADDRESS, ColleaguesQuestion(), ColleaguesAnswer)
    return None if answer is None else answer.colleagues


async def partners_of(running: RunningService, organisation: UUID) -> Mapping[UUID, str]:
    """Who of a partner may hand a machine out, by name; nobody while portal does not answer."""
    answer = await _ask(running, organisation, PARTNERS_ADDRESS, PartnersQuestion(), NamesAnswer)
    return answer.names if answer is not None else {}


async def held_elsewhere(
    running: RunningService, organisation: UUID, household_ids: Sequence[UUID], loan_ids: Collection[UUID]
) -> Mapping[str, HeldAnswer | None]:
    """What every other service holds of a family, of all its rows, asked at once; None where a service does not answer, so that it
    can be named."""
    loans = tuple(sorted(loan_ids))[:MOST_LOANS]
    questions = [  # the loans once: what is asked twice would be told twice
        HeldQuestion(household_id=household_id, loan_ids=() if number else loans)
        for number, household_id in enumerate(household_ids)
    ]
    asked = [(service, question) for service in HOLDERS for question in questions]
    answers = await asyncio.gather(
        *(_ask(running, organisation, held_address(service), question, HeldAnswer) for service, question in asked)
    )
    told = {service: answers[at * len(questions) : (at + 1) * len(questions)] for at, service in enumerate(HOLDERS)}
    return {service: _together(of_rows) for service, of_rows in told.items()}


def _together(answers: Sequence[HeldAnswer | None]) -> HeldAnswer | None:
    held: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        if answer is None:
            return None
        for kind, rows in answer.held.items():
            kept = held.setdefault(kind, [])
            kept.extend(row for row in rows if row not in kept)
    return HeldAnswer(held=held)


async def _ask(running: RunningService, organisation: UUID, address: str, question: BaseModel, answers: type[A]) -> A | None:
    token = running.tokens.sign_question(Asking(running.name, organisation, None))
    answer = await running.colleagues.post(address, token, question.model_dump(mode="json"))
    if answer is None or answer.status_code != 200:
        return None
    try:
        return answers.model_validate_json(answer.content)
    except ValidationError:
        log.warning("a service answers something else than was asked", path=address)  # what, is about people
        return None
