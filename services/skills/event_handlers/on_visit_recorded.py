"""Somebody visited a household, and perhaps heard that somebody wants to learn.

The other order, a loan that starts after the visit: its event makes the places that are still missing, and tells the code of
the household. A loan that started before made places already: as long as one of them is unused, there is one to hand out, and
nothing happens here.
"""

from services.skills.commands.offer_places import OfferPlaces, offer_places
from services.skills.store.unit import SkillsUnit
from shared.contracts.helpdesk import VisitRecorded
from shared.contracts.vocabulary import VisitFinding


async def on_visit_recorded(event: VisitRecorded, unit: SkillsUnit) -> None:
    """See to it that there is one place to hand out."""
    if VisitFinding.WANTS_TO_LEARN in event.findings:
        await offer_places(OfferPlaces(event.household_id, 1, event.visit_id), unit)
