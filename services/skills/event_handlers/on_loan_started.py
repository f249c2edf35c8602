"""A household has a machine, and said how many of them want to learn.

The other order, a visit found before that somebody wants to learn: the place that it made has no code of a household yet, shows
it from now on, and counts. So both orders give as many places as people want to learn. A loan that is told again, also in
another event, is answered once.
"""

from services.skills.commands.offer_places import OfferPlaces, offer_places
from services.skills.event_handlers.project_households import project_loan_started
from services.skills.store.unit import SkillsUnit
from shared.contracts.loans import LoanStarted


async def on_loan_started(event: LoanStarted, unit: SkillsUnit) -> None:
    """Open a place for each person who wants one."""
    await project_loan_started(event, unit)
    await offer_places(OfferPlaces(event.household_id, event.learners, event.loan_id), unit)
