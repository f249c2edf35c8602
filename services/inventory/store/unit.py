"""The unit of work of inventory."""

from functools import cached_property

from services.inventory.store.devices import Devices
from services.inventory.store.known_organisations import KnownOrganisations
from shared.bus.unit import Unit


class InventoryUnit(Unit):
    """One transaction of one organisation, with its machines and what it knows of the organisation."""

    @cached_property
    def devices(self) -> Devices:
        """The machines."""
        return Devices(self)

    @cached_property
    def known_organisations(self) -> KnownOrganisations:
        """The organisation, as portal's events tell."""
        return KnownOrganisations(self)
