"""A machine that is empty is looked at, and gets its system and programs. Only then is it ready.

    to_empty ─> wiped ─> checked ─> installed ─> ready

`wiped` follows from the evidence of the drives; the other two are a person's word, with the list of the organisation beside it.
What takes a step back, and why:

- A wipe is recorded, also of one drive: `installed` is void, because what was on the drive is gone. The hardware did not change.
- A repair puts in other drives: `installed` is void, for the same reason.
- It comes back from a family: `checked` and `installed` are void. Somebody used it for months.
- It is lost from the stock: both are void, as is the evidence. Nobody knows who has it.
- A person takes a step back: that one only. What comes after it stays noted, and counts again when the step is done again.
- A repair without other drives leaves both: who repaired it looked at it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.inventory.domain.checklist import ChecklistResult
from services.inventory.domain.emptying import Emptying
from services.inventory.domain.refusals import NoDriveKnown, NotChecked, NothingToInstall, NotInstalled, NotWiped, StillLacks
from shared.contracts.vocabulary import DeviceState, UseProfile

BEFORE_READY = (DeviceState.ARRIVED, DeviceState.RETURNED)
"""Where the stages are walked. A machine from repair has a shorter way: evidence of its new drives, and back to whom it was for."""


class Preparing(Emptying):
    """The rules about the two lists."""

    def finish_check(
        self, items: Sequence[str], fine: Collection[str] | None, by: UUID, at: datetime, *, anyway: bool = False
    ) -> None:
        """A person looked at the hardware, at a moment (UTC).

        Args:
            items: what had to be looked at.
            fine: what is in order; the rest is missing, and shown until somebody mends it. None: all of it, said in one go of
                this machine and others.
            anyway: it may go like this: a family can live without what is missing.

        Raises:
            WrongMoment, IsLost: it does not lie on the workbench.
            NoDriveKnown, NotWiped: first things first.
            StillLacks: all of it is said to be fine in one go, and somebody noted something that lacks.
        """
        self._must_be_here(*BEFORE_READY)
        self._must_be_emptied()
        self.check = _result(items, _all_of(items, self.check) if fine is None else fine, by, at, anyway=anyway)

    def undo_check(self) -> None:
        """It was not looked at after all; what was ticked stays ticked. Twice is once. Raises `WrongMoment`, `IsLost`."""
        self._must_be_here(*BEFORE_READY)
        self.check = _not_finished(self.check)

    def finish_installation(
        self, items: Sequence[str], done: Collection[str] | None, by: UUID, at: datetime, *, anyway: bool = False
    ) -> None:
        """A person installed it, at a moment (UTC); or began, when not everything is done. Arguments as of `finish_check`.

        Raises:
            WrongMoment, IsLost: it does not lie on the workbench.
            NothingToInstall: it is no computer.
            NoDriveKnown, NotWiped, NotChecked: first things first.
            StillLacks: as of `finish_check`.
        """
        self._must_be_here(*BEFORE_READY)
        if not self.runs_programs:
            raise NothingToInstall()
        self._must_be_emptied()
        self._must_be_checked()
        self.installation = _result(items, _all_of(items, self.installation) if done is None else done, by, at, anyway=anyway)

    def undo_installation(self) -> None:
        """It is not installed after all; what was ticked stays ticked. Twice is once. Raises `WrongMoment`, `IsLost`."""
        self._must_be_here(*BEFORE_READY)
        self.installation = _not_finished(self.installation)

    def mean_for(self, profiles: Collection[UseProfile]) -> None:
        """Say what it is prepared for. On the workbench, programs that come in by this have to be installed still.

        It says nothing about whom it may go to, and one that is ready stays so.
        """
        before = set(self.software)
        self.meant_for = tuple(profile for profile in UseProfile if profile in profiles)
        new = [name for name in self.software if name not in before]
        if new and self.installation is not None and self.status in BEFORE_READY:
            self.installation = replace(self.installation, finished=False, missing=(*self.installation.missing, *new))

    def _must_be_emptied(self) -> None:
        if self.is_emptied:
            return
        if not self.drives:
            raise NoDriveKnown()
        raise NotWiped(drives=sum(not drive.is_proven_empty for drive in self.drives))

    def _must_be_checked(self) -> None:
        if not self.is_checked:
            raise NotChecked(missing=len(self.check.missing) if self.check else 0)

    def _must_be_prepared(self) -> None:
        self._must_be_emptied()
        self._must_be_checked()
        if not self.is_prepared:
            raise NotInstalled(missing=len(self.installation.missing) if self.installation else 0)


def _result(items: Sequence[str], ticked: Collection[str], by: UUID, at: datetime, *, anyway: bool) -> ChecklistResult:
    missing = tuple(item for item in items if item not in ticked)
    return ChecklistResult(missing, anyway or not missing, by, at)


def _all_of(items: Sequence[str], before: ChecklistResult | None) -> Sequence[str]:
    """All of these. Raises `StillLacks`: one who did not look at the machine itself does not know that it was mended."""
    missing = [item for item in items if before is not None and not before.finished and item in before.missing]
    if missing:
        raise StillLacks(missing=tuple(missing))
    return items


def _not_finished(result: ChecklistResult | None) -> ChecklistResult | None:
    return replace(result, finished=False) if result else None
