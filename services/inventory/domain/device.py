"""A machine, from the moment it comes in until it goes to no family any more.

    arrived ─> ready ─> reserved ─> given_out ─> return_expected ─> returned ─> ready …

From anywhere it can go to repair, and from there to where it was going; `repaired` is where new drives wait for evidence.
The rules stand by subject: `emptying` (files and drives), `lending`, `loaners`, `repairing`; what they share is in `machine`.
"""

from datetime import date

from services.inventory.domain.emptying import ON_THE_WORKBENCH, Emptying
from services.inventory.domain.loaners import Loaners
from services.inventory.domain.refusals import NoDriveKnown, NotWiped, WrongMoment
from services.inventory.domain.repairing import Repairing
from shared.contracts.inventory import DeviceRegistered, DriveFacts
from shared.contracts.vocabulary import DeviceState


class Device(Emptying, Loaners, Repairing):
    """One machine of one organisation, with all its rules."""

    def register(self) -> None:
        """Take the machine in."""
        self.record(
            DeviceRegistered(
                device_id=self.id,
                code=self.code,
                chassis=self.chassis,
                maker=self.maker,
                model=self.model,
                processor=self.processor,
                memory_mb=self.memory_mb,
                drives=tuple(DriveFacts(drive_id=d.id, medium=d.medium, capacity_gb=d.capacity_gb) for d in self.drives),
            )
        )

    def make_ready(self) -> None:
        """The machine leaves the workbench: to stock, or after a repair back to whom it was going.

        Raises:
            NoDriveKnown: no drive is registered, so nothing can prove that it is empty.
            NotWiped: a drive lacks checked evidence.
            WrongMoment: it does not lie on the workbench.
        """
        self._must_be(*ON_THE_WORKBENCH)
        if not self.drives:
            raise NoDriveKnown()
        unproven = sum(not drive.is_proven_empty for drive in self.drives)
        if unproven:
            raise NotWiped(drives=unproven)
        self._go_on()

    def retire(self, day: date) -> None:
        """A person takes it out of use, on this day where the organisation is.

        Raises:
            WrongMoment: somebody has it or waits for it, or it is out of use already.
            FilesNotAsked, FilesNotSaved: a family used it, and its files may still be on it.
        """
        self._must_be(*ON_THE_WORKBENCH, DeviceState.READY)
        if self.loan_id is not None or self.reserved_for is not None or self.loaner_ticket is not None:
            raise WrongMoment(device_status=self.status.value)
        self._must_have_settled_files()
        self._retire(day)
