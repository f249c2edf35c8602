"""Projection: where people find help, for the stickers."""

from services.inventory.store.unit import InventoryUnit
from shared.contracts.portal import OrganisationChanged


async def project_organisation_changed(event: OrganisationChanged, unit: InventoryUnit) -> None:
    """The newest help line is the one that counts."""
    await unit.known_organisations.keep(event.help_line, unit.sequence)
