"""A machine is lost or stolen, and sometimes found again. Nobody is blamed: there is no field for who or how."""

from datetime import date

from services.inventory.domain.machine import Machine
from services.inventory.domain.refusals import WrongMoment
from shared.contracts.inventory import DeviceLost
from shared.contracts.vocabulary import DeviceState, LossKind, VoidReason


class Losing(Machine):
    """The rules about what is not where it should be. It says nothing of where the machine would be otherwise: a loan goes on."""

    def lose(self, kind: LossKind, day: date) -> None:
        """Somebody says that it is lost or stolen, on this day where the organisation is. Saying the same again changes nothing.

        From the stock nobody knows who has it now. So nobody waits for it any more, and what was proven about its drives, its
        hardware and its programs says nothing: when it is found, it lies on the workbench and the files come first. A machine
        on a loan stays on it. Raises `WrongMoment` when it is out of use.
        """
        if self.status is DeviceState.RETIRED:
            raise WrongMoment(device_status=self.status.value)
        if self.lost is kind:
            return
        was_here = self.lost is None and self.loan_id is None
        self.lost, self.lost_on = kind, self.lost_on or day
        lost_on, loan_id = self.lost_on, self.loan_id
        self.record(DeviceLost(device_id=self.id, kind=kind, lost_on=lost_on, loan_id=loan_id, along=self.goes_along))
        if was_here:
            self._out_of_our_hands()

    def find(self, day: date) -> None:
        """It is there again, on this day where the organisation is. Raises `WrongMoment` when nobody missed it."""
        if self.lost is None or self.status is DeviceState.RETIRED:
            raise WrongMoment(device_status=self.status.value)
        self._is_found(day)

    def _out_of_our_hands(self) -> None:
        self.reserved_for = None
        self._is_no_loaner()
        self.lay_ready_with, self.along_with = self.along_with or self.lay_ready_with, None
        self.was_in_use = bool(self.drives)
        self.files = self.files_by = self.files_at = None
        self.check = self.installation = None
        for drive in self.drives:
            self.drives_changed |= drive.is_new
            drive.is_new = False
        self._void(self.drives, VoidReason.USED_BY_A_FAMILY)
        if self.status not in (DeviceState.IN_REPAIR, DeviceState.RETURNED):
            self._move(DeviceState.RETURNED)
