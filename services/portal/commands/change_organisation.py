"""Say what the organisation is called and where families find help."""

from dataclasses import dataclass

from services.portal.domain.organisation import Details, Organisation
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeOrganisation:
    """What it says about itself from now on."""

    details: Details


async def change_organisation(command: ChangeOrganisation, unit: PortalUnit) -> Organisation:
    """Store it and tell everybody. Raises `NotFound`, `TitleMissing` and what `clean_line` raises."""
    organisation = await unit.organisations.get()
    if organisation.change(command.details.cleaned()):
        await unit.organisations.save(organisation)
    return organisation
