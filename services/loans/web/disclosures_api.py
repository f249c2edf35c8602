"""The one question that other services ask loans: how may we call this family? They say why, and the family can read it."""

from fastapi import APIRouter, HTTPException, Request

from services.loans.commands.disclose_contacts import DiscloseContacts, disclose_contacts
from shared.contracts.disclosure import ADDRESS, DisclosureAnswer, DisclosureQuestion
from shared.language.translate import _
from shared.web.call import AskedBy, only_services, running_service

router = APIRouter(tags=["disclosures"])

NOBODY = _("Wie een naam wil weten, zegt voor wie. Zonder aangemelde medewerker geven we niets.")


@router.post(ADDRESS, dependencies=[only_services("helpdesk", "skills")])
async def post_disclosure(request: Request, question: DisclosureQuestion, asking: AskedBy) -> DisclosureAnswer:
    """Names and numbers of the families that agreed; the answer and the lines in their logs are one transaction.

    Asking again is looking again, and is written down again: there is no Idempotency-Key.
    """
    if asking.person is None:
        raise HTTPException(403, str(NOBODY))
    command = DiscloseContacts(asking.service, asking.person.id, question.purpose, question.household_ids)
    async with running_service(request).units.open(asking.organisation) as unit:
        return await disclose_contacts(command, unit)
