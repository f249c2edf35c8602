"""The whole life of a machine: any order of loans, repairs, returns and wipes, and what must hold after each of them."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.machine import FilesAnswer
from shared.contracts import inventory as events
from shared.contracts.event import Event
from shared.contracts.vocabulary import Accessory, DeviceState, Medium, RepairOutcome
from shared.domain import Refused
from tests.unit.inventory.test_device import NOW, a_device, a_drive, evidence

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
        self.original = a_device(a_drive())
        self.original.loan_id, self.original.status = SEVERAL[0], DeviceState.GIVEN_OUT

    @initialize(steps=st.integers(0, 4))
    def begin(self, steps: int) -> None:
        """Somewhere on the usual way: arrived, ready, given out, expected back or back."""
        first = SEVERAL[0]
        way = (
            lambda: (self.wipe_and_check_all(WipeMethod.SECURE_ERASE), self.make_ready()),
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
        if self.device.status is DeviceState.GIVEN_OUT:  # who has it uses it
            self.dirty, self.family_files, self.asked = {drive.id for drive in self.device.drives}, True, False
        return told

    @rule(is_wild=st.integers(0, 5))
    def what_hardly_ever_happens(self, is_wild: int) -> None:
        """Retiring ends everything, and answers of loans without a question hardly come: not in every walk."""
        self.is_wild = is_wild == 0

    @rule(request=some)
    def claim(self, request: UUID) -> None:
        self.device.claim(request)
        assert len(self._happened()) == 1, "a claim always gets one answer"

    @precondition(lambda self: self.device.reserved_for is not None)
    @rule(request=some)
    def release(self, request: UUID) -> None:
        self.device.release(request)
        self._happened()

    @rule(loan=some)
    def sign(self, loan: UUID) -> None:
        before = self.device.loan_id
        self.device.give_out(loan, [Accessory.CHARGER], DAY)
        told = self._happened()
        assert len(told) == (0 if before == loan else 1)
        self.device.give_out(loan, [Accessory.MOUSE], DAY)
        retired = self.device.status is DeviceState.RETIRED
        assert len(self._happened()) == (1 if retired else 0), "once"

    @rule(loan=some)
    def end_loan(self, loan: UUID) -> None:
        was_on_it = self.device.loan_id == loan
        self.device.end_loan(loan, DAY)
        self._happened()
        if was_on_it:
            assert not self.device.is_on_loan

    @precondition(lambda self: self.device.status in (DeviceState.READY, DeviceState.RESERVED))
    @rule(ticket=some)
    def keep_as_loaner(self, ticket: UUID) -> None:
        if self.device.status is DeviceState.READY or self.device.loaner_ticket == ticket:
            self.device.keep_as_loaner(ticket, self.original)
            self._happened()

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(ticket=some, loan=some)
    def go_along(self, ticket: UUID, loan: UUID) -> None:
        self.device.go_along(loan, ticket, self.original.id, DAY)
        self._happened()

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(ticket=some)
    def decline_loaner(self, ticket: UUID) -> None:
        self.device.is_not_needed(ticket)
        self._happened()

    @precondition(lambda self: self.device.loaner_ticket is not None or self.is_wild)
    @rule(loan=some)
    def swap(self, loan: UUID) -> None:
        self.device.stay_for_good(loan)
        assert self._happened() == []

    @rule(ticket=some)
    def start_repair(self, ticket: UUID) -> None:
        self.device.start_repair(ticket, DAY)
        self._happened()
        self.device.start_repair(ticket, DAY)
        assert self._happened() == [], "twice is once"

    @rule(ticket=some)
    def stop_repair(self, ticket: UUID) -> None:
        self.device.stop_repair(ticket)
        self._happened()

    @rule(ticket=some, outcome=st.sampled_from([RepairOutcome.FIXED] * 9 + [RepairOutcome.END_OF_LIFE]), drives=st.integers(0, 2))
    def finish_repair(self, ticket: UUID, outcome: RepairOutcome, drives: int) -> None:
        was_retired = self.device.status is DeviceState.RETIRED
        new = [a_drive() for _ in range(drives)]
        for drive in new:
            drive.is_new = True
        self.device.finish_repair(ticket, outcome, new, DAY)
        if new and not was_retired and outcome is not RepairOutcome.END_OF_LIFE:
            self.dirty, self.family_files = {drive.id for drive in new}, False
        self._happened()

    @rule()
    def take_back(self) -> None:
        if self._allowed(lambda: self.device.take_back(DAY)):
            told = self._happened()
            assert isinstance(told[0], events.DeviceReturned)

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
            if self._allowed(lambda drive=drive: self.device.record_wipe(drive.id, evidence(method))):
                assert not self.family_files or self.asked, "files of a family were wiped without asking"
                self.dirty.add(drive.id)
                if method is WipeMethod.NEW_DRIVE:
                    assert drive.is_new
            if self._allowed(lambda drive=drive: self.device.check_wipe(drive.id, uuid4(), NOW, DAY)):
                self.dirty.discard(drive.id)
        self._happened()

    @rule()
    def make_ready(self) -> None:
        if self._allowed(self.device.make_ready):
            assert not self.dirty, "a drive went on without proof"
        self._happened()

    @precondition(lambda self: self.is_wild)
    @rule()
    def retire(self) -> None:
        if self._allowed(lambda: self.device.retire(DAY)):
            assert not self.family_files or self.asked or self.device.is_proven_empty, "files of a family left without asking"
        self._happened()

    def _allowed(self, what) -> bool:  # type: ignore[no-untyped-def]
        """Whether it could be done; a refusal changes nothing."""
        before = repr(self.device)
        try:
            what()
        except Refused:
            assert repr(self.device) == before
            return False
        return True

    @invariant()
    def nobody_gets_what_is_not_proven_empty(self) -> None:
        if self.device.status in (DeviceState.READY, DeviceState.RESERVED):
            assert self.device.is_proven_empty
            assert not self.dirty

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
            assert (device.reserved_for is None) != (device.loaner_ticket is None)
        if state in IN_HAND[:2]:
            assert {device.loan_id, device.reserved_for, device.loaner_ticket} == {None}


Life.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
