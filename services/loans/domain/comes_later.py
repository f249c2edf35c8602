"""Something comes back after the loan was over. Then it is missing no more, and that is all: nobody had to bring it by a day."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from services.loans.domain.along import NOTHING_SAID
from services.loans.domain.loan_line import LineEnd, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.more_machines import MoreMachines
from services.loans.domain.refusals import LoanNotOver, NothingChosen
from shared.contracts.loans import BackWithMachine, ItemsReturned
from shared.contracts.vocabulary import Accessory


class ComesLater(MoreMachines):
    """What was missing at the end, and is here after all. `Loan` is made of it; it stands apart to be read alone."""

    @property
    def missing_with(self) -> dict[UUID, tuple[Accessory, ...]]:
        """What is missing of the lists of machines, by machine; not of the list of the loan."""
        found: dict[UUID, set[Accessory]] = {}
        for line in self.lines:
            if line.not_returned:
                found.setdefault(line.device_id, set()).update(line.not_returned)
        return {device_id: _in_order(things) for device_id, things in found.items()}

    def bring_later(
        self, things: Collection[Accessory], today: date, along: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID
    ) -> bool:
        """These are here after all. True when something of it was missing; what a colleague noted before changes nothing.

        Args:
            things: of the list of the loan.
            along: of the lists of machines, by machine.

        Raises:
            LoanNotOver: as long as it goes on, a part of it comes back, or all of it.
            NothingChosen: nobody said what came back.
        """
        if self.status is not LoanStatus.ENDED:
            raise LoanNotOver()
        if not things and not any(along.values()):
            raise NothingChosen()
        back = tuple(one for one in self.not_returned if one in things)
        with_own_list = [line for line in self.lines if line.along is not None and line.ended is not LineEnd.NOT_GIVEN]
        own = _told(with_own_list, along)
        if not back and not any(one.returned for one in own):
            return False
        self.not_returned = tuple(one for one in self.not_returned if one not in back)
        for line in with_own_list:
            line.not_returned = tuple(one for one in line.not_returned if one not in along.get(line.device_id, ()))
        self.record(ItemsReturned(loan_id=self.id, household_id=self.household_id, accessories=back, returned_on=today, along=own))
        return True


def _told(lines: Collection[LoanLine], along: Mapping[UUID, Collection[Accessory]]) -> tuple[BackWithMachine, ...]:
    """Every list is named, also one of which nothing came: else inventory takes its charger for the one of the loan."""
    lists: dict[UUID, set[Accessory]] = {}
    returned: dict[UUID, set[Accessory]] = {}
    for line in lines:
        lists.setdefault(line.device_id, set()).update(line.along or ())
        came = {one for one in line.not_returned if one in along.get(line.device_id, ())}
        returned.setdefault(line.device_id, set()).update(came)
    return tuple(
        BackWithMachine(device_id=device_id, accessories=_in_order(things), returned=_in_order(returned[device_id]))
        for device_id, things in lists.items()
    )


def _in_order(things: Collection[Accessory]) -> tuple[Accessory, ...]:
    return tuple(one for one in Accessory if one in things)
