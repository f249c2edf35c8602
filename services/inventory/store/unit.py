"""The unit of work of inventory."""

from functools import cached_property

from services.inventory.store.devices import Devices
from shared.bus.unit import Unit


class InventoryUnit(Unit):
    """One transaction of one organisation, with its machines."""

    @cached_property
    def devices(self) -> Devices:
        """The machines."""
        return Devices(self)
