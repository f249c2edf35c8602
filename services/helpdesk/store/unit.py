"""The unit of work of helpdesk."""

from functools import cached_property

from services.helpdesk.store.forgetting import FamiliesKnown
from services.helpdesk.store.known_devices import KnownDevices
from services.helpdesk.store.known_families import KnownFamilies
from services.helpdesk.store.known_files import KnownFiles
from services.helpdesk.store.known_loaners import KnownLoaners
from services.helpdesk.store.known_loans import KnownLoans
from services.helpdesk.store.tickets import Tickets
from services.helpdesk.store.visits import Visits
from shared.bus.unit import Unit


class HelpdeskUnit(Unit):
    """One transaction of one organisation, with its tickets, its visits and what it knows of others."""

    @cached_property
    def tickets(self) -> Tickets:
        """Questions for help."""
        return Tickets(self)

    @cached_property
    def visits(self) -> Visits:
        """Visits and attempts."""
        return Visits(self)

    @cached_property
    def known_devices(self) -> KnownDevices:
        """Machines, as inventory's events tell."""
        return KnownDevices(self)

    @cached_property
    def known_loans(self) -> KnownLoans:
        """Who has which machine, as loans' events tell."""
        return KnownLoans(self)

    @cached_property
    def known_loaners(self) -> KnownLoaners:
        """Machines that go along during a repair, as events tell."""
        return KnownLoaners(self)

    @cached_property
    def known_families(self) -> KnownFamilies:
        """Wishes of families and learners, as events tell."""
        return KnownFamilies(self)

    @cached_property
    def known_files(self) -> KnownFiles:
        """Which files are closed, as loans' events tell."""
        return KnownFiles(self)

    @cached_property
    def families_known(self) -> FamiliesKnown:
        """All that is kept of one family, to tell it and to forget it."""
        return FamiliesKnown(self)
