"""A machine is kept for somebody, leaves, and comes back."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.inventory.domain.machine import Machine
from shared.contracts.inventory import ClaimRefused, DeviceGivenOut, DeviceReserved, DeviceRetired
from shared.contracts.vocabulary import Accessory, DeviceState, RefusalReason

BEING_REPAIRED = (DeviceState.IN_REPAIR, DeviceState.REPAIRED)


class Lending(Machine):
    """The rules about requests and loans."""

    def claim(self, request_id: UUID, until: date | None = None) -> None:
        """Keep the machine for a request, or say why not. Whoever comes first wins; asking again gets the same answer.

        Args:
            until: the last day on which it is kept, where the organisation is; asking again does not move it. See `Keeping`.
        """
        if self.status is DeviceState.READY:
            self.status, self.reserved_for = DeviceState.RESERVED, request_id
            self.reserved_until, self.warned_on = until, None
        if self.reserved_for == request_id:
            self.record(DeviceReserved(device_id=self.id, request_id=request_id, kept_until=self.reserved_until))
            return
        kept = self.status is DeviceState.RESERVED or self.reserved_for is not None
        reason = RefusalReason.ALREADY_RESERVED if kept else RefusalReason.NOT_READY
        self.record(ClaimRefused(device_id=self.id, request_id=request_id, reason=reason))

    def release(self, request_id: UUID) -> None:
        """The request does not need the machine any more; for another request than the one it is kept for, nothing changes.

        While it is in repair it is only not kept any more; it becomes ready when the repair is over. With drives that came in
        during a repair and nothing installed on them it goes to the workbench.
        """
        if self.reserved_for != request_id:
            return
        self.reserved_for = None
        if self.status is DeviceState.RESERVED:
            self._go_on()

    def give_out(self, loan_id: UUID, accessories: Iterable[Accessory], day: date) -> None:
        """The family signed, so the machine leaves with it, on this day where the organisation is.

        A machine in repair stays where it is and goes to the loan afterwards. A retired one cannot leave: it is said again that
        it is retired, now with the loan, so that loans finds another one. In any other state it should not happen, and still
        the paper is signed and the family has the machine: what is true is written down.
        """
        if self.loan_id != loan_id:
            self._is_no_loaner()
            self._leave(loan_id, tuple(accessories), day)

    def end_loan(self, loan_id: UUID, day: date) -> None:
        """The loan is over, or does not need this machine any more: it is expected back.

        One that is being repaired is with us already, so it is back at once. Of another loan than the one it is on, or a second
        time, nothing changes.
        """
        if self.loan_id != loan_id or not self.is_on_loan:
            return
        self._is_no_loaner()
        if self.status in BEING_REPAIRED:
            self._come_back(day)
            self._move(self.status)
        else:
            self._move(DeviceState.RETURN_EXPECTED)

    def take_back(self, day: date) -> None:
        """It lies here again, on this day where the organisation is. What was proven about its drives before is void.

        One that was lost is found. Raises `WrongMoment` when it is not expected back.
        """
        self._must_be(DeviceState.RETURN_EXPECTED)
        if self.lost is not None:
            self._is_found(day)
        self._come_back(day)
        self.status = DeviceState.RETURNED

    def _leave(self, loan_id: UUID, accessories: tuple[Accessory, ...], day: date) -> None:
        if self.status is DeviceState.RETIRED:
            self.record(DeviceRetired(device_id=self.id, retired_on=self.retired_on or day, loan_id=loan_id))
            return
        self.reserved_for, self.loan_id, self.accessories, self.given_out_on = None, loan_id, accessories, day
        if self.status in BEING_REPAIRED:
            self._move(self.status)
            return
        if self.lost is not None:  # whoever signed at the counter took it along
            self._is_found(day)
        self._with_a_family()
        self.status = DeviceState.GIVEN_OUT
        self.record(DeviceGivenOut(device_id=self.id, loan_id=loan_id, accessories=accessories))
