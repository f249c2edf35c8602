"""Machines and things that are added to a loan or come back from it, while the rest goes on. One signature is under all of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.loans.domain.along import NOTHING_SAID, Along, checked_off, taken_along
from services.loans.domain.loan_line import Coming, LineEnd, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.refusals import (
    EndInstead,
    NothingChosen,
    NothingComing,
    NotOnThisLoan,
    NotOpenForMore,
    NotRunning,
    TooManyMachines,
)
from shared.contracts.loans import ClaimDropped, DeviceClaimed, DeviceMissed, ItemsAdded, ItemsReturned, WithMachine
from shared.contracts.vocabulary import Accessory

MOST_MACHINES = 10
"""On one loan at a time. More is a slip of the finger, or a classroom."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is on a loan now and was not, or the other way round. An addendum says it in words.

    Attributes:
        swapped: the machine that cannot be saved, and the one that stays instead of it.
        ends_on: the new end date, of a loan that has one.
        along: what goes along with each machine that was added, or came back with each that is returned, of its own list; of a
            machine that stays, what came back of that.
        no_end: it had one, and has none any more.
    """

    added: tuple[UUID, ...] = ()
    returned: tuple[UUID, ...] = ()
    swapped: tuple[UUID, UUID] | None = None
    things_added: tuple[Accessory, ...] = ()
    things_returned: tuple[Accessory, ...] = ()
    ends_on: date | None = None
    no_end: bool = False
    along: Mapping[UUID, tuple[Accessory, ...]] = field(default_factory=dict)


class MoreMachines(Along):
    """What is added and what comes back. `Loan` is made of it; it stands apart to be read alone."""

    household_id: UUID

    def ask_for(self, line_id: UUID, device_id: UUID) -> None:
        """Inventory is asked to keep one more machine. Before the signature it comes under it; afterwards by an addendum.

        Raises `NotOpenForMore`, `TooManyMachines`.
        """
        if self.status not in (LoanStatus.READY_TO_SIGN, LoanStatus.RUNNING):
            raise NotOpenForMore()
        if len(self.active_lines) + len(self.coming_lines) >= MOST_MACHINES:
            raise TooManyMachines(most=MOST_MACHINES)
        self.lines.append(LoanLine(line_id, device_id, coming=Coming.ASKED))
        self.record(DeviceClaimed(request_id=line_id, device_id=device_id))

    def is_kept(self, line_id: UUID) -> bool:
        """Inventory keeps it. True when that is news; the same answer again, or one that nobody waits for any more, is none."""
        line = self._coming(line_id)
        if line is None or line.coming is Coming.KEPT:
            return False
        line.coming = Coming.KEPT
        return True

    def does_not_come(self, line_id: UUID) -> bool:
        """Inventory does not keep it, or not any more. True when somebody waited for it."""
        line = self._coming(line_id)
        if line is None:
            return False
        line.ended, line.coming = LineEnd.NOT_GIVEN, None
        return True

    def lost_before_it_came(self, device_id: UUID) -> bool:
        """The machine is lost or out of use. True when it was to be added: then it is not."""
        return any(self.does_not_come(line.id) for line in self.coming_lines if line.device_id == device_id)

    def drop(self, line_id: UUID) -> None:
        """It is not added after all, and free for others. Raises `NothingComing`."""
        line = self._coming(line_id)
        if line is None:
            raise NothingComing()
        self._drop(line)

    def give_more(
        self,
        line_ids: Collection[UUID],
        things: Collection[Accessory],
        today: date,
        along: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID,
    ) -> Change:
        """These machines and things go along with a loan that runs.

        Args:
            line_ids: of `kept_lines`.
            along: what goes along with each of them, by its line.
            things: what goes along beside; what is on the loan already is not added again.

        Raises:
            NotRunning: before the signature it is all in what is signed; while all of it comes back nothing is added.
            NothingComing: one of the machines does not lie ready.
            NothingChosen: nothing would be added.
        """
        if self.status is not LoanStatus.RUNNING:
            raise NotRunning()
        chosen = [line for line in self.kept_lines if line.id in line_ids]
        if len(chosen) != len(set(line_ids)):
            raise NothingComing()
        new = tuple(one for one in Accessory if one in things and (one not in self.accessories or one in self.gone))
        if not chosen and not new:
            raise NothingChosen()
        self.choose_along({line.id: along[line.id] for line in chosen if line.id in along})
        with_them = taken_along(chosen, along)
        self.accessories = tuple(one for one in Accessory if one in (*self.accessories, *new))
        self.gone = tuple(one for one in self.gone if one not in new)  # there is another one
        own = {one.device_id: one.accessories for one in with_them}
        change = Change(added=tuple(line.device_id for line in chosen), things_added=new, along=own)
        first = next(iter(self.lasting_lines), None)
        self.record(
            ItemsAdded(
                loan_id=self.id,
                household_id=self.household_id,
                device_ids=change.added,
                accessories=new,
                along_with=first.device_id if first else None,
                added_on=today,
                along=with_them,
            )
        )
        return change

    def take_some_back(
        self,
        device_ids: Collection[UUID],
        things: Collection[Accessory],
        today: date,
        along: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID,
    ) -> Change:
        """These come back and the loan goes on with the rest. What went along instead of one of them comes back too.

        Args:
            things: of the list of the loan.
            along: what came back of the list of a machine, by that machine. Of a machine that comes back and is not named, all of
                it did; what is missing is noted, and asked for no more.

        Raises:
            NotRunning: nothing is out.
            NotOnThisLoan: one of the machines is not on the loan, or only goes along during a repair.
            EndInstead: no machine would be left, so all of the loan ends.
            NothingChosen: nothing comes back.
        """
        if not self.under_way:
            raise NotRunning()
        chosen = [line for line in self.lasting_lines if line.device_id in device_ids]
        back = tuple(one for one in self.accessories if one in things)
        if len(chosen) != len(set(device_ids)):
            raise NotOnThisLoan()
        if not chosen and not back and not any(set(along.get(line.device_id, ())) & {*line.asked_back} for line in self.lines):
            raise NothingChosen()
        if chosen and len(chosen) == len(self.lasting_lines):
            raise EndInstead()
        with_them = tuple(checked_off(line, along, leaves=line in chosen) for line in self.along_lines)
        for line in chosen:
            if line.said_lost_on is not None:
                self.say_found(line.device_id)  # it is here
            line.ended = LineEnd.GIVEN_BACK
            instead_of_it = self.loaner_for(line.device_id)
            if instead_of_it is not None:
                self._send_back(instead_of_it)
        self.accessories = tuple(one for one in self.accessories if one not in back)
        self.gone = tuple(one for one in self.gone if one not in back)
        own = {one.device_id: one.returned for one in with_them if one.returned}
        change = Change(returned=tuple(line.device_id for line in chosen), things_returned=back, along=own)
        self.record(
            ItemsReturned(
                loan_id=self.id,
                household_id=self.household_id,
                device_ids=change.returned,
                accessories=back,
                returned_on=today,
                along=with_them,
            )
        )
        return change

    def say_lost(self, device_id: UUID, today: date) -> None:
        """The family says that a machine is lost or stolen. A colleague talks with it first. Raises `NotOnThisLoan`."""
        line = self._out(device_id)
        if line.said_lost_on is None:
            line.said_lost_on = today
            self.record(DeviceMissed(loan_id=self.id, device_id=device_id, missed_on=today))

    def say_found(self, device_id: UUID) -> None:
        """It is there after all. Raises `NotOnThisLoan`."""
        line = self._out(device_id)
        if line.said_lost_on is not None:
            line.said_lost_on = None
            self.record(DeviceMissed(loan_id=self.id, device_id=device_id))

    def _take_along(self, lies_ready: Mapping[UUID, Collection[Accessory]]) -> tuple[WithMachine, ...]:
        """What lies ready goes along under the signature; gives the machines. What was only asked for comes later, if it does."""
        return taken_along(self.kept_lines, lies_ready)

    def _end_lines(self) -> None:
        for line in self.active_lines:
            line.ended = LineEnd.LOAN_ENDED
        for line in self.coming_lines:
            self._drop(line)

    def _drop(self, line: LoanLine) -> None:
        line.ended, line.coming = LineEnd.NOT_GIVEN, None
        self.record(ClaimDropped(request_id=line.id, device_id=line.device_id))

    def _coming(self, line_id: UUID) -> LoanLine | None:
        return next((line for line in self.coming_lines if line.id == line_id), None)

    def _out(self, device_id: UUID) -> LoanLine:
        line = self.line_of(device_id) if self.under_way else None
        if line is None:
            raise NotOnThisLoan()
        return line
