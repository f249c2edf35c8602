"""A machine, from the moment it comes in until it goes to no family any more.

    arrived ─> ready ─> reserved ─> given_out ─> return_expected ─> returned ─> ready …

Between `arrived` or `returned` and `ready` it walks the stages of the workbench, which are in `preparing`.
From anywhere it can go to repair, and from there to where it was going; `repaired` is where new drives wait for evidence.
Lost is no state: it says that a machine is not where its state says, see `losing`. `transitions` lists every move.
The rules stand by subject: `emptying` (files and drives), `preparing` (the two lists), `completing` (a later report), `correcting`,
`lending`, `loaners`, `companions`, `repairing`, `losing`, `keeping`; what they share is in `machine`. How well it fits a use is in
`fit`.
"""

from datetime import date

from services.inventory.domain.companions import Companions
from services.inventory.domain.completing import Completing
from services.inventory.domain.correcting import Correcting
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.keeping import Keeping
from services.inventory.domain.loaners import Loaners
from services.inventory.domain.losing import Losing
from services.inventory.domain.preparing import Preparing
from services.inventory.domain.refusals import WrongMoment
from services.inventory.domain.repairing import Repairing
from shared.contracts.inventory import DeviceRegistered
from shared.contracts.vocabulary import DeviceState


class Device(Completing, Preparing, Loaners, Companions, Repairing, Losing, Correcting, Keeping):
    """One machine of one organisation, with all its rules."""

    def register(self) -> None:
        """Take the machine in."""
        self.record(DeviceRegistered(**self._what_it_is()))

    def make_ready(self) -> None:
        """The machine leaves the workbench: to stock, or after a repair back to whom it was going.

        After a repair evidence is enough; one that nobody waits for any more goes on to the stage of the workbench where it is.

        Raises:
            NoDriveKnown: no drive is registered, so nothing can prove that it is empty; of what is no computer nothing has to.
            NotWiped: a drive lacks checked evidence.
            NotChecked, NotInstalled: a list is not finished.
            WrongMoment, IsLost: it does not lie on the workbench.
        """
        self._must_be_here(*ON_THE_WORKBENCH)
        if self.status is DeviceState.REPAIRED:
            self._must_be_emptied()
        else:
            self._must_be_prepared()
        self._go_on()

    def retire(self, day: date) -> None:
        """A person takes it out of use, on this day where the organisation is.

        One that is lost may be given up without the question about files, since nobody touches them, and also when it was
        expected back from a loan.

        Raises:
            WrongMoment: somebody has it or waits for it, or it is out of use already.
            FilesNotAsked, FilesNotSaved: a family used it, and its files may still be on it.
        """
        if self.lost is not None and self.status is DeviceState.RETURN_EXPECTED:
            self.loan_id, self.accessories, self.along_with = None, (), None
            self._retire(day)
            return
        self._must_be(*ON_THE_WORKBENCH, DeviceState.READY)
        if self.loan_id is not None or self.reserved_for is not None or self.loaner_ticket is not None:
            raise WrongMoment(device_status=self.status.value)
        if self.lost is None:
            self._must_have_settled_files()
        self._retire(day)

    def was_never_here(self, day: date) -> None:
        """It came in by mistake and is about to be forgotten. Others heard of it; for them it goes to no family any more.

        Raises:
            WrongMoment: it is no longer as it came in.
        """
        self._must_be(DeviceState.ARRIVED)
        self._retire(day)

    def use_again(self, day: date) -> None:
        """It was no end after all: it lies on the workbench, where what was proven about its drives still counts.

        A family's files may be on it when a repair ended it or it was lost, so then the question about files comes first. What was
        lost is found, on this day where the organisation is. Raises `WrongMoment` when it is not out of use.
        """
        self._must_be(DeviceState.RETIRED)
        self.retired_on = None
        if self.lost is not None:
            self._is_found(day)
        self._move(DeviceState.RETURNED if self.was_in_use else DeviceState.ARRIVED)
