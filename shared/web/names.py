"""What colleagues are called, asked from portal at the moment that somebody reads it. Never in a transaction."""

from collections.abc import Collection, Mapping
from uuid import UUID

import structlog
from pydantic import ValidationError

from shared.contracts.rights import MOST_NAMES, NAMES_ADDRESS, NamesAnswer, NamesQuestion
from shared.identity.tokens import Asking
from shared.runtime.running import RunningService

log = structlog.get_logger()


async def names_of(running: RunningService, organisation: UUID, person_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What these colleagues are called. Who is not known, and everybody while portal does not answer, is left out."""
    asked = tuple(dict.fromkeys(person_ids))[:MOST_NAMES]
    if not asked:
        return {}
    token = running.tokens.sign_question(Asking(running.name, organisation, None))
    answer = await running.colleagues.post(NAMES_ADDRESS, token, NamesQuestion(person_ids=asked).model_dump(mode="json"))
    if answer is None or answer.status_code != 200:
        return {}
    try:
        return NamesAnswer.model_validate_json(answer.content).names
    except ValidationError:
        log.warning("portal answers something else than names")  # what, is about people
        return {}
