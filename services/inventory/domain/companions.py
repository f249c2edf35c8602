"""A device with a code of its own, such as a hotspot, lies ready to go along with another one, on the same loan.

`along_with` says with which. It stays while both are on loan, so that what comes back is asked for; it goes when the device is
back, is out of use, is lost from the stock, or is put loose. `along_missing` is what the counter noted when the loan ended: it is
not ticked beforehand when the other one is taken back.

`along_as` is what an agreement calls it. It stays what it was when somebody puts its kind right while a family has it: a hotspot
was signed for, and a hotspot is asked for. `lay_ready_with` stays when it is lost or goes out of use before it went along: loans
may hear that after the signature, when another one went along in its place, and would ask for none (`AlongReplaced`).
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.inventory.domain.accessory_refusals import CannotGoAlong
from services.inventory.domain.lending import Lending
from services.inventory.domain.thing import COMPANION
from shared.contracts.inventory import AlongReplaced
from shared.contracts.vocabulary import Accessory, DeviceState


class Companions(Lending):
    """The rules about hotspots, screens and printers that go along."""

    def keep_along(self, device_id: UUID) -> None:
        """Lie ready with this device; the same again changes nothing. Raises `CannotGoAlong` when it lies not ready for anybody."""
        if self.along_with == device_id and self.status is DeviceState.RESERVED:
            return
        if self.chassis not in COMPANION or self.status is not DeviceState.READY or self.lost is not None or self.id == device_id:
            raise CannotGoAlong()
        self.along_with, self.along_as = device_id, COMPANION[self.chassis]
        self._move(DeviceState.RESERVED)

    def let_go_along(self, device_id: UUID) -> None:
        """It does not go along with this device after all, and is ready for others. With another one, or gone by now: nothing."""
        if self.along_with != device_id or self.loan_id is not None:
            return
        self.along_with = None
        if self.status is DeviceState.RESERVED:
            self._go_on()

    def tell_replaced(self, device_id: UUID, went: Mapping[Accessory, UUID], loan_id: UUID) -> None:
        """The machine with which it lay ready left with a family. With what went along as the same accessory in its place, this is
        told; also when that is this one itself, found in time. Of another machine: nothing."""
        if self.lay_ready_with != device_id:
            return
        self.lay_ready_with = None
        accessory = self.along_as or COMPANION.get(self.chassis)
        if accessory is not None and (by_device_id := went.get(accessory)) is not None:
            self.record(
                AlongReplaced(
                    device_id=self.id, by_device_id=by_device_id, with_device_id=device_id, loan_id=loan_id, accessory=accessory
                )
            )

    def note_missing(self, loan_id: UUID) -> None:
        """The counter did not see it when this loan ended. Back already, or on another loan: nothing changes."""
        if self.loan_id == loan_id and self.status is DeviceState.RETURN_EXPECTED:
            self.along_missing = True

    def note_there(self, loan_id: UUID) -> None:
        """The counter saw it after all, and it is not taken back yet. Back already, or on another loan: nothing changes."""
        if self.loan_id == loan_id:
            self.along_missing = False

    def leave_along(self, device_id: UUID, loan_id: UUID, day: date) -> None:
        """The other one left with a family, on this day where the organisation is: so does this one, if it lies there. In repair it
        stays with us, for it is in nobody's hands at the counter."""
        if self.along_with == device_id and self.status is DeviceState.RESERVED:
            self.give_out(loan_id, (), day)
        else:
            self.let_go_along(device_id)
