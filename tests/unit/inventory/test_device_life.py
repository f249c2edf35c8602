"""The whole life of a machine: any order of loans, repairs, returns and wipes, and what must hold after each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.stage import Stage
from services.inventory.domain.transitions import MOVES
from shared.contracts import inventory as events
from shared.contracts.event import Event
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, LossKind, Medium, RepairOutcome
from shared.domain import Refused
from tests.unit.inventory.test_device import NOW, a_device, a_drive, evidence, prepare

DAY = date(2026, 3, 2)
SEVERAL = [UUID(int=number) for number in range(1, 3)]
"""Ids of requests, loans and tickets: few, so that the same ones meet."""
IN_HAND = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED)
some = st.sampled_from(SEVERAL)


def as_others_see_it(before: DeviceState, event: Event) -> DeviceState:
    """Where a service that only reads events believes the machine to be."""
    match event:
        case events.DeviceStatusChanged():
            return event.status
        case events.DeviceReady():
            return DeviceState.READY
        case events.DeviceReserved() | events.LoanerReserved():
            return DeviceState.RESERVED
        case events.DeviceGivenOut():
            return DeviceState.GIVEN_OUT
        case events.DeviceReturned():
            return DeviceState.RETURNED
        case events.DeviceRetired():
            return DeviceState.RETIRED
    return before


class Life(RuleBasedStateMachine):
    """Whatever comes, in whatever order: nothing goes to a family with somebody's files on it, and others can follow."""

    def __init__(self) -> None:
        super().__init__()
        self.device = a_device(a_drive(), a_drive(Medium.HDD))
        self.seen = DeviceState.ARRIVED
        self.dirty = {drive.id for drive in self.device.drives}
        self.family_files = False
        self.asked = False
        self.is_wild = False
        self.lost: LossKind | None = None
        self.looked_at = self.installed = False
        self.original = a_device(a_drive())
        self.original.loan_id, self.original.status = SEVERAL[0], DeviceState.GIVEN_OUT

    @initialize(steps=st.integers(0, 4), is_screen=st.integers(0, 9))
    def begin(self, steps: int, is_screen: int) -> None:
        """Somewhere on the usual way: arrived, ready, given out, expected back or back. Three in ten are no computer."""
        first = SEVERAL[0]
        if is_screen < 3:
            self.device.chassis, self.device.drives, self.dirty = Chassis.SCREEN, [], set()
        way = (
            lambda: (self.wipe_and_check_all(WipeMethod.SECURE_ERASE), self.go_through_both_lists(), self.make_ready()),
            lambda: (self.claim(first), self.sign(first)),
            lambda: self.end_loan(first),
            self.take_back,
        )
        for step in way[:steps]:
            step()

    def _happened(self) -> list[Event]:
        told = self.device.take_events()
        for event in told:
            again = isinstance(event, events.DeviceReserved) and self.device.status is not DeviceState.RESERVED
            self.seen = self.seen if again else as_others_see_it(self.seen, event)
        if any(isinstance(event, events.DeviceReturned) for event in told):  # also when it was in repair as long as it was lent
            self.dirty |= {drive.id for drive in self.device.drives if not drive.is_new}
            self.looked_at = self.installed = False
        if self.device.status is DeviceState.GIVEN_OUT:  # who has it uses it
            self._used_by_somebody()
        return told

    def _used_by_somebody(self) -> None:
        drives = {drive.id for drive in self.device.drives}
        self.dirty, self.family_files, self.asked = drives, bool(drives), False
        self.looked_at = self.installed = False

    @contextmanager
    def doing(self, act: str) -> Iterator[None]:
        """Whatever is done, it moves the machine only as the table says."""
        before = self.device.status
        yield
        after = self.device.status
        assert before is after or (before, after) in MOVES.get(act, ()), f"{act}: {before} to {after} is in no table"

    @rule(is_wild=st.integers(0, 5))
    def what_hardly_ever_happens(self, is_wild: int) -> None:
        """Retiring ends everything, and answers of loans without a question hardly come: not in every walk."""
        self.is_wild = is_wild == 0

    @rule(request=some)
    def claim(self, request: UUID) -> None:
        with self.doing("claim"):
            self.device.claim(request)
        assert len(self._happened()) == 1, "a claim always gets one answer"

    @precondition(lambda self: self.device.reserved_for is not None)
    @rule(request=some)
    def release(self, request: UUID) -> None:
        with self.doing("release"):
            self.device.release(request)
        self._happened()

    @rule(passed=st.integers(0, 40))
    def a_morning(self, passed: int) -> None:
        """The daily round, on any day: it ends a reservation only after it warned."""
        kept, warned = self.device.reserved_for, self.device.warned_on
        with self.doing("look_at_reservation"):
            self.device.look_at_reservation(DAY + timedelta(days=passed), 14)
        told = self._happened()
        if kept is not None and self.device.reserved_for is None:
            assert warned is not None
            assert isinstance(told[0], events.ReservationExpired)

    @rule(loan=some)
    def sign(self, loan: UUID) -> None:
        before, found = self.device.loan_id, self.device.lost is not None
        with self.doing("give_out"):
            self.device.give_out(loan, [Accessory.CHARGER], DAY)
        told = self._happened()
        found &= self.device.lost is None
        assert len(told) == (0 if before == loan else 2 if found else 1)
        self.lost = None if found else self.lost
        self.device.give_out(loan, [Accessory.MOUSE], DAY)
        retired = self.device.status is DeviceState.RETIRED
        assert len(self._happened()) == (1 if retired else 0), "once"

    @rule(loan=some)
    def end_loan(self, loan: UUID) -> None:
        was_on_it = self.device.loan_id == loan
        with self.doing("end_loan"):
            self.device.end_loan(loan, DAY)
        self._happened()
        if was_on_it:
            assert not self.device.is_on_loan

    @precondition(lambda self: self.device.status in (DeviceState.READY, DeviceState.RESERVED))
    @rule(ticket=some)
    def keep_as_loaner(self, ticket: UUID) -> None:
        if self.device.status is DeviceState.READY or self.device.loaner_ticket == ticket:
            with self.doing("keep_as_loaner"):
                self.device.keep_as_loaner(ticket, self.original)
            self._happened()

    @rule(main=some)
    def keep_along(self, main: UUID) -> None:
        before, was_with = self.device.status, self.device.along_with
        if self._allowed(lambda: self.device.keep_along(main), "keep_along"):
            assert self.device.along_with == main
            assert (before, was_with) in ((DeviceState.READY, None), (DeviceState.RESERVED, main))
        self._happened()

    @precondition(lambda self: self.device.along_with is not None)
    @rule(main=some, loan=some, leaves=st.booleans())
    def go_with_the_other_one(self, main: UUID, loan: UUID, leaves: bool) -> None:
        with self.doing("leave_along" if leaves else "let_go_along"):
            if leaves:
                self.device.leave_along(main, loan, DAY)
            else:
                self.device.let_go_along(main)
        self._happened()

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(ticket=some, loan=some)
    def go_along(self, ticket: UUID, loan: UUID) -> None:
        with self.doing("go_along"):
            self.device.go_along(loan, ticket, self.original.id, DAY)
        if any(isinstance(event, events.DeviceFound) for event in self._happened()):
            self.lost = None

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(ticket=some)
    def decline_loaner(self, ticket: UUID) -> None:
        with self.doing("is_not_needed"):
            self.device.is_not_needed(ticket)
        self._happened()

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(loan=some)
    def swap(self, loan: UUID) -> None:
        with self.doing("stay_for_good"):
            self.device.stay_for_good(loan)
        assert self._happened() == []

    @rule(ticket=some)
    def start_repair(self, ticket: UUID) -> None:
        with self.doing("start_repair"):
            self.device.start_repair(ticket, DAY)
        self._happened()
        self.device.start_repair(ticket, DAY)
        assert self._happened() == [], "twice is once"

    @rule(ticket=some)
    def stop_repair(self, ticket: UUID) -> None:
        with self.doing("stop_repair"):
            self.device.stop_repair(ticket)
        self._happened()

    @rule(ticket=some, outcome=st.sampled_from([RepairOutcome.FIXED] * 9 + [RepairOutcome.END_OF_LIFE]), drives=st.integers(0, 2))
    def finish_repair(self, ticket: UUID, outcome: RepairOutcome, drives: int) -> None:
        was_retired = self.device.status is DeviceState.RETIRED
        new = [a_drive() for _ in range(drives)]
        for drive in new:
            drive.is_new = True
        with self.doing("finish_repair"):
            self.device.finish_repair(ticket, outcome, new, DAY)
        if new and not was_retired and outcome is not RepairOutcome.END_OF_LIFE:
            self.dirty, self.family_files, self.installed = {drive.id for drive in new}, False, False
        self._happened()

    @rule()
    def take_back(self) -> None:
        if self._allowed(lambda: self.device.take_back(DAY), "take_back"):
            told = [event for event in self._happened() if not isinstance(event, events.DeviceFound)]
            assert isinstance(told[0], events.DeviceReturned)
            self.lost, self.looked_at, self.installed = None, False, False

    @rule(answer=st.sampled_from([FilesAnswer.KEEP_FIRST, FilesAnswer.NOTHING_TO_KEEP]))
    def ask_about_files(self, answer: FilesAnswer) -> None:
        if self._allowed(lambda: self.device.answer_files_question(answer, uuid4(), NOW)):
            self.asked = answer is FilesAnswer.NOTHING_TO_KEEP

    @rule()
    def save_files(self) -> None:
        if self._allowed(lambda: self.device.note_files_saved(uuid4(), NOW)):
            self.asked = True

    @rule(method=st.sampled_from([WipeMethod.SECURE_ERASE, WipeMethod.OVERWRITE, WipeMethod.NEW_DRIVE]))
    def wipe_and_check_all(self, method: WipeMethod) -> None:
        for drive in self.device.drives:
            if self._allowed(partial(self.device.record_wipe, drive.id, evidence(method))):
                assert not self.family_files or self.asked, "files of a family were wiped without asking"
                self.dirty.add(drive.id)
                self.installed = False
                if method is WipeMethod.NEW_DRIVE:
                    assert drive.is_new
            if self._allowed(partial(self.device.check_wipe, drive.id, uuid4(), NOW, DAY)):
                self.dirty.discard(drive.id)
        self._happened()

    @rule(fine=st.booleans(), anyway=st.booleans())
    def look_at_the_hardware(self, fine: bool, anyway: bool) -> None:
        ticked = ["screen"] if fine else []
        if self._allowed(lambda: self.device.finish_check(["screen"], ticked, uuid4(), NOW, anyway=anyway)):
            self.looked_at = fine or anyway
            assert not self.dirty, "looked at before it was empty"

    @rule(done=st.booleans())
    def install(self, done: bool) -> None:
        if self._allowed(lambda: self.device.finish_installation(["system"], ["system"] if done else [], uuid4(), NOW)):
            self.installed = done
            assert self.looked_at
            assert not self.dirty

    @rule()
    def go_through_both_lists(self) -> None:
        """The usual case, so that walks come further than the workbench."""
        if self._allowed(lambda: prepare(self.device)):
            self.looked_at, self.installed = True, self.device.runs_programs

    @rule(installation=st.booleans())
    def take_a_step_back(self, installation: bool) -> None:
        if self._allowed(self.device.undo_installation if installation else self.device.undo_check):
            if installation:
                self.installed = False
            else:
                self.looked_at = False

    @rule()
    def make_ready(self) -> None:
        was_repaired = self.device.status is DeviceState.REPAIRED
        if self._allowed(self.device.make_ready, "make_ready"):
            assert not self.dirty, "a drive went on without proof"
            assert was_repaired or self.device.status is DeviceState.READY
        self._happened()

    @rule(kind=st.sampled_from(LossKind))
    def lose(self, kind: LossKind) -> None:
        was_here = self.lost is None and self.device.loan_id is None
        if self._allowed(lambda: self.device.lose(kind, DAY), "lose"):
            told = self._happened()
            assert [event for event in told if isinstance(event, events.DeviceLost)] == (told[:1] if self.lost is not kind else [])
            self.lost = kind
            if was_here:
                self._used_by_somebody()
                assert (self.device.reserved_for, self.device.loaner_ticket) == (None, None), "nobody waits for it"

    @precondition(lambda self: self.lost is not None)
    @rule()
    def find(self) -> None:
        if self._allowed(lambda: self.device.find(DAY), "find"):
            assert [type(event) for event in self._happened()] == [events.DeviceFound]
            self.lost = None

    @precondition(lambda self: self.device.status is DeviceState.RETIRED)
    @rule()
    def use_again(self) -> None:
        if self._allowed(lambda: self.device.use_again(DAY), "use_again"):
            self.lost = None
        self._happened()

    @precondition(lambda self: self.is_wild)
    @rule()
    def retire(self) -> None:
        if self._allowed(lambda: self.device.retire(DAY), "retire"):
            asked = not self.family_files or self.asked or self.device.is_proven_empty
            assert asked or self.lost, "files of a family left without asking"
        self._happened()

    def _allowed(self, what: Callable[[], object], act: str = "stays") -> bool:
        """Whether it could be done; a refusal changes nothing."""
        before = repr(self.device)
        try:
            with self.doing(act):
                what()
        except Refused:
            assert repr(self.device) == before
            return False
        return True

    @invariant()
    def nobody_gets_what_is_not_proven_empty(self) -> None:
        if self.device.status in (DeviceState.READY, DeviceState.RESERVED):
            assert self.device.is_emptied
            assert not self.dirty
            assert self.device.lost is None
        if self.device.status is DeviceState.READY:
            assert self.looked_at
            assert self.installed or not self.device.runs_programs

    @invariant()
    def the_stage_says_what_is_behind_it(self) -> None:
        device = self.device
        if device.status not in IN_HAND[:2] or self.lost is not None:
            assert device.stage is None
        elif self.dirty:
            assert device.stage is Stage.TO_EMPTY
        elif not self.looked_at:
            assert device.stage is Stage.WIPED
        else:
            assert device.stage is (Stage.INSTALLED if self.installed or not device.runs_programs else Stage.CHECKED)
        assert device.lost is self.lost

    @invariant()
    def others_can_follow(self) -> None:
        assert self.seen is self.device.status

    @invariant()
    def what_is_noted_fits_where_it_is(self) -> None:
        device, state = self.device, self.device.status
        repairing = (DeviceState.IN_REPAIR, DeviceState.REPAIRED)
        assert (state is DeviceState.IN_REPAIR) == bool(device.repair_tickets)
        if device.loan_id is not None:
            assert state in (DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED, *repairing)
        else:
            assert state not in (DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED)
        if device.reserved_for is not None:
            assert device.loan_id is None
            assert state in (DeviceState.RESERVED, *repairing)
        if device.loaner_ticket is not None:
            assert state in (DeviceState.RESERVED, DeviceState.GIVEN_OUT, *repairing)
        if state is DeviceState.RESERVED:
            kept_for = (device.reserved_for, device.loaner_ticket, device.along_with)
            assert sum(one is not None for one in kept_for) == 1, "for one family, one repair or one machine"
        if state in IN_HAND[:2]:
            assert {device.loan_id, device.reserved_for, device.loaner_ticket} == {None}


Life.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
