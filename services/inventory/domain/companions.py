"""A device with a code of its own, such as a hotspot, lies ready to go along with another one, on the same loan.

`along_with` says with which. It stays while both are on loan, so that what comes back is asked for; it goes when the device is
back, is out of use, is lost from the stock, or is put loose. `along_missing` is what the counter noted when the loan ended: it is
not ticked beforehand when the other one is taken back.
"""

from datetime import date
from uuid import UUID

from services.inventory.domain.accessory_refusals import CannotGoAlong
from services.inventory.domain.lending import Lending
from services.inventory.domain.thing import COMPANION
from shared.contracts.vocabulary import DeviceState


class Companions(Lending):
    """The rules about hotspots, screens and printers that go along."""

    def keep_along(self, device_id: UUID) -> None:
        """Lie ready with this device; the same again changes nothing. Raises `CannotGoAlong` when it lies not ready for anybody."""
        if self.along_with == device_id and self.status is DeviceState.RESERVED:
            return
        if self.chassis not in COMPANION or self.status is not DeviceState.READY or self.lost is not None or self.id == device_id:
            raise CannotGoAlong()
        self.along_with = device_id
        self._move(DeviceState.RESERVED)

    def let_go_along(self, device_id: UUID) -> None:
        """It does not go along with this device after all, and is ready for others. With another one, or gone by now: nothing."""
        if self.along_with != device_id or self.loan_id is not None:
            return
        self.along_with = None
        if self.status is DeviceState.RESERVED:
            self._go_on()

    def note_missing(self, loan_id: UUID) -> None:
        """The counter did not see it when this loan ended. Back already, or on another loan: nothing changes."""
        if self.loan_id == loan_id and self.status is DeviceState.RETURN_EXPECTED:
            self.along_missing = True

    def leave_along(self, device_id: UUID, loan_id: UUID, day: date) -> None:
        """The other one left with a family, on this day where the organisation is: so does this one, if it lies there. In repair it
        stays with us, for it is in nobody's hands at the counter."""
        if self.along_with == device_id and self.status is DeviceState.RESERVED:
            self.give_out(loan_id, (), day)
        else:
            self.let_go_along(device_id)
