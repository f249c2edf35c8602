"""The unit of work of loans."""

from functools import cached_property

from services.loans.store.known_devices import KnownDevices
from services.loans.store.requests import Requests
from shared.bus.unit import Unit


class LoansUnit(Unit):
    """One transaction of one organisation, with its requests and what it knows of machines."""

    @cached_property
    def requests(self) -> Requests:
        """Requests and households."""
        return Requests(self)

    @cached_property
    def known_devices(self) -> KnownDevices:
        """Machines, as inventory's events tell."""
        return KnownDevices(self)
