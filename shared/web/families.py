"""What families want to be called and how to reach them, asked from loans for one purpose; loans writes down that we asked."""

from collections.abc import Iterable
from uuid import UUID

import structlog
from pydantic import ValidationError

from shared.contracts.disclosure import (
    ADDRESS,
    MOST_AT_ONCE,
    DisclosureAnswer,
    DisclosurePurpose,
    DisclosureQuestion,
    FamilyContact,
)
from shared.identity.tokens import Asking, Person
from shared.runtime.running import RunningService

log = structlog.get_logger()


async def ask_families(
    running: RunningService, person: Person, purpose: DisclosurePurpose, household_ids: Iterable[UUID]
) -> dict[UUID, FamilyContact] | None:
    """Names and numbers of the families that agreed to this purpose, in one question; others are left out.

    None when loans does not answer: then the page shows codes and works on. Never inside a transaction. What comes back is shown
    and forgotten: it is not stored, logged or put in an address.

    Args:
        person: who will see it.
        household_ids: at most `MOST_AT_ONCE` different ones.
    """
    asked = tuple(dict.fromkeys(household_ids))
    if not asked:
        return {}
    if len(asked) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} families in one question")
    token = running.tokens.sign_question(Asking(running.name, person.organisation, person))
    question = DisclosureQuestion(purpose=purpose, household_ids=asked)
    answer = await running.colleagues.post(ADDRESS, token, question.model_dump(mode="json"))
    if answer is None or answer.status_code != 200:
        return None
    try:
        families = DisclosureAnswer.model_validate_json(answer.content).families
    except ValidationError:
        log.warning("loans answers something else than names")  # what, is not repeated: it may be about people
        return None
    return {family.household_id: family for family in families if family.household_id in asked}
