"""A machine is repaired: for one or more tickets, here or at a partner, and whole again when the last of it is done."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.inventory.domain.drive import Drive
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.machine import Machine
from services.inventory.domain.refusals import WrongMoment
from shared.contracts.vocabulary import DeviceState, RepairOutcome, VoidReason


class Repairing(Machine):
    """The rules about repairs. A retired machine is out of all of them."""

    def start_repair(self, ticket_id: UUID, day: date) -> None:
        """A person decided that it is repaired for this ticket; from when it is, it goes to nobody. Twice is once.

        Whom it is kept for or lent to stays. One that was expected back is here now, so it is back first.
        """
        if self.status is DeviceState.RETIRED or ticket_id in self.repair_tickets:
            return
        self._is_here(day)
        self.repair_tickets.add(ticket_id)
        if self.status is not DeviceState.IN_REPAIR:
            self._move(DeviceState.IN_REPAIR)

    def finish_repair(self, ticket_id: UUID, outcome: RepairOutcome, new_drives: Sequence[Drive], day: date) -> None:
        """What came of the repair for this ticket, on this day where the organisation is.

        One that can be repaired, or of which nobody knows yet, is not whole: it stays here until somebody fixes it or decides
        otherwise. `new_drives` took the place of all drives, so what was proven is void, and each of them needs evidence before the
        machine goes on. Also when nobody said that this ticket was a repair: what happened to the machine is true anyway.
        """
        if self.status is DeviceState.RETIRED:
            return
        if outcome is RepairOutcome.END_OF_LIFE:
            self._retire(day)
            return
        if new_drives:
            self._is_here(day)
            self._put_in(new_drives)
        if outcome is RepairOutcome.FIXED or ticket_id not in self.repair_tickets:
            self._one_less(ticket_id, has_new_drives=bool(new_drives))

    def stop_repair(self, ticket_id: UUID) -> None:
        """This ticket is no repair any more: somebody decided otherwise, or closed it. For another ticket nothing changes."""
        if ticket_id in self.repair_tickets:
            self._one_less(ticket_id)

    def send_out(self, partner_id: UUID, day: date) -> None:
        """It goes to a partner for warranty or repair, on this day where the organisation is; from now on it is in repair.

        Whom it is kept for or lent to stays. Raises `WrongMoment` or `IsLost` when it is not here, or is at a partner already.
        """
        self._must_be_here(*ON_THE_WORKBENCH, DeviceState.READY, DeviceState.RESERVED, DeviceState.IN_REPAIR)
        if self.partner_id is not None:
            raise WrongMoment(device_status=self.status.value)
        self.partner_id, self.out_since = partner_id, day
        if self.status is not DeviceState.IN_REPAIR:
            self._move(DeviceState.IN_REPAIR)

    def come_back_from_partner(self) -> None:
        """The partner gave it back; without a ticket that goes on, it goes to where it was going.

        Raises `WrongMoment` when it is at no partner.
        """
        if self.partner_id is None:
            raise WrongMoment(device_status=self.status.value)
        self.partner_id = self.out_since = None
        if not self.repair_tickets:
            self._leave_repair()

    def _one_less(self, ticket_id: UUID, *, has_new_drives: bool = False) -> None:
        was_in_repair = self.status is DeviceState.IN_REPAIR
        self.repair_tickets.discard(ticket_id)
        if self.repair_tickets or self.partner_id is not None or not (was_in_repair or has_new_drives):
            return
        self._leave_repair()

    def _leave_repair(self) -> None:
        if any(drive.is_new and not drive.is_proven_empty for drive in self.drives):
            self._move(DeviceState.REPAIRED)
        else:
            self._go_on()

    def _put_in(self, new_drives: Sequence[Drive]) -> None:
        self.drives, self.drives_changed = list(new_drives), True
        self.was_in_use, self.files, self.installation = False, None, None
        self._void(self.drives, VoidReason.DRIVE_REPLACED)

    def _is_here(self, day: date) -> None:
        if self.status is DeviceState.RETURN_EXPECTED:
            self._come_back(day)
