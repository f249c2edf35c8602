"""What goes along with the machines of a loan.

The list of the loan is about the machine it began with, and about what was given beside. Each machine that is added has its own.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from uuid import UUID

from services.loans.domain.loan_line import Coming, LineEnd, LineKind, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.loaners import Loaners
from shared.contracts.loans import BackWithMachine, WithMachine
from shared.contracts.vocabulary import Accessory

NOTHING_SAID: Mapping[UUID, Collection[Accessory]] = MappingProxyType({})


class Along(Loaners):
    """The lists, and what is lost of them. `Loan` is made of it; it stands apart to be read alone."""

    accessories: tuple[Accessory, ...]
    gone: tuple[Accessory, ...]
    not_returned: tuple[Accessory, ...]

    @property
    def coming_lines(self) -> list[LoanLine]:
        """The machines that are to be added and did not go along yet."""
        return [line for line in self.lines if line.ended is None and line.coming is not None]

    @property
    def kept_lines(self) -> list[LoanLine]:
        """Those of them that lie ready."""
        return [line for line in self.coming_lines if line.coming is Coming.KEPT]

    @property
    def lasting_lines(self) -> list[LoanLine]:
        """The machines that stay, not those that go along during a repair."""
        return [line for line in self.active_lines if line.kind is LineKind.LASTING]

    @property
    def along_lines(self) -> list[LoanLine]:
        """The machines with a list of their own of which something is with the family, those that were retired since too."""
        return [line for line in self.lines if line.asked_back]

    def choose_along(self, chosen: Mapping[UUID, Collection[Accessory]]) -> None:
        """What goes along with machines that lie ready to be added, by their lines. One that is not named stays as it is, and so
        does one that comes no more: whoever chose had the page open meanwhile."""
        for line in self.kept_lines:
            if line.id in chosen:
                line.along = tuple(one for one in Accessory if one in chosen[line.id])
                line.along_gone = tuple(one for one in line.along_gone if one not in line.along)  # there is another one

    @property
    def asked_back(self) -> tuple[Accessory, ...]:
        """What the family brings back beside its machines, of what is still there."""
        return tuple(accessory for accessory in self.accessories if accessory not in self.gone)

    def lose_along(self, accessory: Accessory, device_id: UUID) -> bool:
        """The one that lay ready or went along with this machine is lost or out of use. True when that changed anything.

        Before the signature it is off what goes along, and the text says something else from now on; after it what was signed
        stays to the letter, and nobody asks for it any more.
        """
        if not (self.status is LoanStatus.READY_TO_SIGN or self.under_way):
            return False
        if (line := self._with_own_list(device_id)) is not None:
            return self._lose_with(line, accessory)
        if accessory in self.gone:
            return False
        if self.status is LoanStatus.READY_TO_SIGN:
            self.accessories = tuple(one for one in self.accessories if one is not accessory)
        elif accessory not in self.accessories:
            return False
        self.gone = tuple(one for one in Accessory if one in (*self.gone, accessory))
        return True

    def find_along(self, accessory: Accessory, device_id: UUID) -> bool:
        """The one that went along is there again, so it is asked for when the loan ends. True when that changed anything."""
        if not self.under_way:
            return False
        line = self._with_own_list(device_id)
        if line is not None and accessory in (*(line.along or ()), *line.along_gone):  # that of the loan may be another one
            was_gone = accessory in line.along_gone
            line.along_gone = tuple(one for one in line.along_gone if one is not accessory)
            return was_gone
        if accessory not in self.gone:
            return False
        self.gone = tuple(one for one in self.gone if one is not accessory)
        return True

    def things_with(self, line: LoanLine) -> tuple[Accessory, ...]:
        """What goes with a machine that is on the loan now: its own list, and with the first that stays all the rest."""
        if line is not next(iter(self.lasting_lines), None):
            return line.asked_back
        of_retired = (one for other in self.along_lines if other.ended is not None for one in other.asked_back)
        rest = {*self.asked_back, *of_retired, *line.asked_back}
        return tuple(one for one in Accessory if one in rest)

    @property
    def lacks_something(self) -> bool:
        """Something did not come back, of the list of the loan or of that of a machine."""
        return bool(self.not_returned or any(line.not_returned for line in self.lines))

    def _lose_with(self, line: LoanLine, accessory: Accessory) -> bool:
        """The same as `Loan.lose_along`, for what lay ready or went along with a machine that has a list of its own."""
        if accessory in line.along_gone:
            return False
        if line.coming is not None:
            line.along = None if line.along is None else tuple(one for one in line.along if one is not accessory)
        elif accessory not in (line.along or ()):
            return False
        line.along_gone = tuple(one for one in Accessory if one in (*line.along_gone, accessory))
        return True

    def _with_own_list(self, device_id: UUID) -> LoanLine | None:
        """The machine that was added to the loan and has, or will have, a list of its own."""
        here = (line for line in self.lines[1:] if line.device_id == device_id and line.ended in (None, LineEnd.RETIRED))
        return next((line for line in here if line.coming is not None or line.along is not None), None)


def taken_along(lines: Collection[LoanLine], lies_ready: Mapping[UUID, Collection[Accessory]]) -> tuple[WithMachine, ...]:
    """They leave, each with what was chosen, or else with what lies ready with it. Of what nobody knows, nothing is said."""
    for line in lines:
        line.coming = None
        if line.along is not None or line.id in lies_ready:
            line.along = line.proposed(lies_ready.get(line.id, ()))
            line.along_gone = ()  # it is not in what was agreed
    return tuple(WithMachine(device_id=line.device_id, accessories=line.along) for line in lines if line.along is not None)


def checked_off(line: LoanLine, along: Mapping[UUID, Collection[Accessory]], *, leaves: bool) -> BackWithMachine:
    """What came back of the list of one machine. Of one that stays, the rest of its list stays too."""
    asked, said = line.asked_back, along.get(line.device_id)
    if leaves:
        return line.settle(said)
    back = tuple(one for one in asked if one in (said or ()))
    line.along = tuple(one for one in line.along or () if one not in back)
    return BackWithMachine(device_id=line.device_id, accessories=asked, returned=back)
