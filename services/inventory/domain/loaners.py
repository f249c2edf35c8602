"""A machine goes along while another one is being repaired."""

from datetime import date
from uuid import UUID

from services.inventory.domain.lending import Lending
from services.inventory.domain.machine import Machine
from shared.contracts.inventory import LoanerReserved
from shared.contracts.vocabulary import DeviceState


class Loaners(Lending):
    """The rules about loaners."""

    def keep_as_loaner(self, ticket_id: UUID, original: Machine) -> None:
        """Keep this machine to go along during the repair of another one, which is on loan; asking again gets the same answer.

        Once it went along, loans has had its answer, and nothing is said again. Raises `WrongMoment` when it is not ready.
        """
        if self.loaner_ticket != ticket_id:
            self._must_be(DeviceState.READY)
            self.status, self.loaner_ticket, self.loaner_for = DeviceState.RESERVED, ticket_id, original.id
        if self.loan_id is None and original.loan_id is not None:
            self.record(
                LoanerReserved(device_id=self.id, ticket_id=ticket_id, original_device_id=original.id, loan_id=original.loan_id)
            )

    def go_along(self, loan_id: UUID, ticket_id: UUID, original_device_id: UUID, day: date) -> None:
        """Loans added it to the loan: it leaves, on this day where the organisation is. As `give_out`, without accessories."""
        if self.loan_id != loan_id:
            self._leave(loan_id, (), day)
            if self.loan_id == loan_id:
                self.loaner_ticket, self.loaner_for = ticket_id, original_device_id

    def is_not_needed(self, ticket_id: UUID) -> None:
        """The loan does not need it as a loaner; if it is kept for another ticket, or went along, nothing changes."""
        if self.loaner_ticket != ticket_id or self.loan_id is not None:
            return
        self._is_no_loaner()
        if self.status is DeviceState.RESERVED:
            self._go_on()

    def stay_for_good(self, loan_id: UUID) -> None:
        """The original cannot be saved: the family keeps this one, on the same loan."""
        if self.loan_id == loan_id and self.is_on_loan:
            self._is_no_loaner()
