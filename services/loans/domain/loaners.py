"""Machines that go along while another one is being repaired: temporary lines on the same loan, no new contract."""

from uuid import UUID

from services.loans.domain.loan_line import LineEnd, LineKind, LoanLine
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from shared.contracts.loans import DeviceSwapped, LoanerAdded, LoanerDeclined, LoanerReturned
from shared.domain import Aggregate


class Loaners(Aggregate):
    """What happens to the machines of a loan while it runs. `Loan` is made of it; it stands apart to be read alone."""

    id: UUID
    status: LoanStatus
    lines: list[LoanLine]

    @property
    def under_way(self) -> bool:
        """Whether the family has, or brings back, what is on the loan."""
        return self.status in UNDER_WAY

    @property
    def active_lines(self) -> list[LoanLine]:
        """The machines that are on the loan now."""
        return [line for line in self.lines if line.ended is None and line.coming is None]

    def line_of(self, device_id: UUID) -> LoanLine | None:
        """The line of a machine that is on the loan now."""
        return next((line for line in self.active_lines if line.device_id == device_id), None)

    def loaner_for(self, original_device_id: UUID) -> LoanLine | None:
        """The machine that goes along now while this one is being repaired."""
        temporary = (line for line in self.active_lines if line.kind is LineKind.TEMPORARY)
        return next((line for line in temporary if line.original_device_id == original_device_id), None)

    def place_of(self, loaner: LoanLine) -> LoanLine:
        """Whose place a machine takes: its own; or, where the original was a loaner itself and was lost, the place of that one."""
        place = loaner
        while lost := next(
            (line for line in self.lines if line.is_lost_loaner and line.device_id == place.original_device_id), None
        ):
            place = lost
        return place

    def lend_along(self, loaner: LoanLine, *, original_is_back: bool) -> None:
        """Inventory keeps a machine to go along. It does, unless nobody needs it: then it is declined.

        When the original turned out to be lost in the meantime, the family has nothing left: the machine comes to stay.

        Args:
            loaner: a new temporary line.
            original_is_back: the original came back after the machine was kept that had the place of this one first.
        """
        ticket_id, _ = loaner.goes_along_for
        if self.line_of(loaner.device_id) is not None:
            return  # the same answer again
        place = self.place_of(loaner)
        _, original_id = place.goes_along_for
        is_here = self.line_of(original_id) is not None and not original_is_back
        is_lost = any(line.device_id == original_id and line.ended is LineEnd.RETIRED for line in self.lines)
        if (
            not self.under_way
            or self.loaner_for(original_id)
            or not (is_here or (is_lost and self._nothing_instead_of(original_id)))
        ):
            self.record(LoanerDeclined(ticket_id=ticket_id, device_id=loaner.device_id))
            return
        self.lines.append(loaner)
        self._record_added(loaner)
        if place is not loaner:
            self._take_place(loaner, place)
        if not is_here:
            self._swap(loaner, original_id)

    def original_back(self, original_device_id: UUID, *, told_by: UUID) -> bool:
        """The original is back with the family: what went along comes back to us. True when something did.

        `told_by` is the event that says so. One that is older than the loaner is about an earlier repair.
        """
        loaner = self.loaner_for(original_device_id)
        if loaner is None or (loaner.reserved_by is not None and told_by < loaner.reserved_by):
            return False
        self._send_back(loaner)
        return True

    def retired(self, device_id: UUID) -> bool:
        """A machine will not go to a family any more. True when it was on the loan.

        What went along instead of it stays for good; or, when it was a loaner itself, for as long as that one would have.
        """
        line = self.line_of(device_id)
        if line is None:
            return False
        line.ended = LineEnd.RETIRED
        loaner = self.loaner_for(device_id)
        if line.kind is LineKind.TEMPORARY:
            self._record_returned(line)
            if loaner is not None:
                self._take_place(loaner, line)
        elif loaner is not None:
            self._swap(loaner, device_id)
        return True

    def _send_back(self, loaner: LoanLine) -> None:
        """It comes back to us, and so does what went along while it was being repaired itself."""
        loaner.ended = LineEnd.LOANER_RETURNED
        self._record_returned(loaner)
        instead_of_it = self.loaner_for(loaner.device_id)
        if instead_of_it is not None:
            self._send_back(instead_of_it)

    def _take_place(self, loaner: LoanLine, lost: LoanLine) -> None:
        """A loaner is lost that had a loaner itself: from now on that one goes along, for the same repair of the same original."""
        loaner.ticket_id, loaner.original_device_id, loaner.reserved_by = lost.ticket_id, lost.original_device_id, lost.reserved_by
        self._record_added(loaner)

    def _record_added(self, loaner: LoanLine) -> None:
        ticket_id, original_id = loaner.goes_along_for
        self.record(LoanerAdded(loan_id=self.id, ticket_id=ticket_id, device_id=loaner.device_id, original_device_id=original_id))

    def _record_returned(self, loaner: LoanLine) -> None:
        ticket_id, original_id = loaner.goes_along_for
        self.record(
            LoanerReturned(loan_id=self.id, ticket_id=ticket_id, device_id=loaner.device_id, original_device_id=original_id)
        )

    def _swap(self, loaner: LoanLine, original_device_id: UUID) -> None:
        loaner.kind = LineKind.LASTING
        self.record(DeviceSwapped(loan_id=self.id, device_id=loaner.device_id, original_device_id=original_device_id))

    def _nothing_instead_of(self, device_id: UUID) -> bool:
        """Whether the family has nothing to stay in the place of a machine that is lost."""
        place = self._began_with(device_id)
        return not any(line.kind is LineKind.LASTING and self._began_with(line.device_id) == place for line in self.active_lines)

    def _began_with(self, device_id: UUID) -> UUID:
        """The machine that had this place on the loan first: one swap may follow another."""
        seen: set[UUID] = set()
        while device_id not in seen:
            seen.add(device_id)
            came_for = (line.original_device_id for line in reversed(self.lines) if line.device_id == device_id)
            device_id = next(came_for, None) or device_id
        return device_id
