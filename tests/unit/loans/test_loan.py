"""What can happen to a loan, in any order, and what never does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.loans.domain.agreement import Signature
from services.loans.domain.loan import Loan, look_again_after
from services.loans.domain.loan_line import LineEnd, LineKind, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.refusals import (
    DateNotAhead,
    LoanNotOver,
    NothingChosen,
    NothingToKeep,
    NotReadyToSign,
    NotRunning,
    TooManyPeople,
    WrongText,
)
from services.loans.domain.signing import Manner, Said
from shared.contracts.event import Event
from shared.contracts.loans import (
    AgreementSigned,
    ClaimDropped,
    DeviceClaimed,
    DeviceSwapped,
    ItemsAdded,
    ItemsReturned,
    LoanEnded,
    LoanerAdded,
    LoanerDeclined,
    LoanerReturned,
    LoanKept,
    LoanStarted,
    ReturnRequested,
)
from shared.contracts.vocabulary import Accessory
from shared.domain import Refused

NOW, TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
SHA = "a" * 64
LOOK_AGAIN = date(2027, 3, 2)


def a_loan() -> Loan:
    return Loan(uuid4(), uuid4(), uuid4(), "KIWI-42", [LoanLine(uuid4(), uuid4())])


def signature(sha256: str = SHA) -> Signature:
    return Signature(sha256, 1, Said(Manner.TYPED), "Fatima", None, uuid4(), datetime(2026, 3, 2, tzinfo=UTC))


def running() -> Loan:
    loan = a_loan()
    loan.sign(SHA, signature(), TODAY, LOOK_AGAIN)
    loan.take_events()
    return loan


def loaner_for(loan: Loan, original: UUID | None = None) -> LoanLine:
    original = original or loan.first_device_id
    return LoanLine(uuid4(), uuid4(), LineKind.TEMPORARY, uuid4(), original, UUID(int=10))


def test_signing_binds_to_what_was_shown() -> None:
    loan = a_loan()
    with pytest.raises(WrongText):
        loan.sign("b" * 64, signature(), TODAY, LOOK_AGAIN)
    assert (loan.status, loan.take_events()) == (LoanStatus.READY_TO_SIGN, [])
    loan.prepare([Accessory.MOUSE, Accessory.CHARGER, Accessory.MOUSE], 2)
    loan.sign(SHA, signature(), TODAY, LOOK_AGAIN)
    signed, started = loan.take_events()
    assert isinstance(signed, AgreementSigned)
    assert isinstance(started, LoanStarted)
    assert signed.accessories == started.accessories == (Accessory.CHARGER, Accessory.MOUSE)
    assert (started.learners, started.look_again_on) == (2, date(2027, 3, 2))
    with pytest.raises(NotReadyToSign):
        loan.sign(SHA, signature(), TODAY, LOOK_AGAIN)
    with pytest.raises(NotReadyToSign):
        loan.prepare([], 0)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(3, 36))
def test_look_again_is_the_same_day_so_many_months_on(day: date, months: int) -> None:
    later = look_again_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("learners", [-1, 21])
def test_as_many_learners_as_a_household_has(learners: int) -> None:
    with pytest.raises(TooManyPeople):
        a_loan().prepare([], learners)


@pytest.mark.parametrize("day", [TODAY, date(2020, 1, 1), date(2030, 1, 1)])
def test_extending_goes_to_a_day_ahead(day: date) -> None:
    with pytest.raises(DateNotAhead):
        running().extend(day, TODAY)


def test_what_is_missing_is_noted() -> None:
    loan = running()
    loan.accessories = (Accessory.CHARGER, Accessory.MOUSE)
    loan.end([Accessory.MOUSE, Accessory.PRINTER], TODAY)
    [ended] = loan.take_events()
    assert isinstance(ended, LoanEnded)
    assert ended.not_returned == (Accessory.CHARGER,)


def test_a_return_can_be_taken_back() -> None:
    loan = running()
    loan.request_return()
    loan.take_events()
    loan.keep_after_all(NOW)
    assert (loan.status, loan.take_events()) == (LoanStatus.RUNNING, [LoanKept(loan_id=loan.id)])
    with pytest.raises(NothingToKeep):
        loan.keep_after_all(NOW)


def with_another(*along: Accessory) -> tuple[Loan, LoanLine]:
    """Signed for two machines at once; these things go along with the second."""
    loan = a_loan()
    line_id = uuid4()
    loan.ask_for(line_id, uuid4())
    loan.is_kept(line_id)
    loan.prepare([Accessory.CHARGER], 0, {line_id: along})
    loan.sign(SHA, signature(), TODAY, LOOK_AGAIN)
    return loan, loan.lines[1]


def test_each_machine_has_what_goes_along_with_it() -> None:
    loan, line = with_another(Accessory.BAG, Accessory.CHARGER)
    [signed] = [event for event in loan.take_events() if isinstance(event, AgreementSigned)]
    assert (signed.accessories, signed.more_device_ids) == ((Accessory.CHARGER,), (line.device_id,))
    assert [(one.device_id, one.accessories) for one in signed.along] == [(line.device_id, (Accessory.CHARGER, Accessory.BAG))]
    loan.end([Accessory.CHARGER], TODAY, {line.device_id: [Accessory.CHARGER]})
    assert (loan.not_returned, line.not_returned) == ((), (Accessory.BAG,)), "missing with the second, not with the first"
    [ended] = [event for event in loan.take_events() if isinstance(event, LoanEnded)]
    assert [(one.returned, ended.not_returned) for one in ended.along] == [((Accessory.CHARGER,), ())]


def test_until_somebody_chose_what_lies_ready_goes_along() -> None:
    loan = a_loan()
    line_id, known = uuid4(), {Accessory.MOUSE}
    loan.ask_for(line_id, uuid4())
    loan.is_kept(line_id)
    loan.sign(SHA, signature(), TODAY, LOOK_AGAIN, lies_ready={line_id: known})
    assert loan.lines[1].along == (Accessory.MOUSE,)
    assert running().lines[0].along is None, "the list of the loan is about the machine it began with"


def test_a_loan_from_before_there_were_such_lists_says_nothing_of_them() -> None:
    loan, line = with_another()
    line.along = None
    loan.take_events()
    loan.take_some_back([line.device_id], [], TODAY)
    [back] = [event for event in loan.take_events() if isinstance(event, ItemsReturned)]
    assert (back.along, line.not_returned) == ((), ())


def test_a_bag_may_come_back_alone_and_a_machine_without_its_bag() -> None:
    loan, line = with_another(Accessory.CHARGER, Accessory.BAG, Accessory.MOUSE)
    change = loan.take_some_back([], [], TODAY, {line.device_id: [Accessory.BAG]})
    assert (line.asked_back, change.along) == ((Accessory.CHARGER, Accessory.MOUSE), {line.device_id: (Accessory.BAG,)})
    change = loan.take_some_back([line.device_id], [], TODAY, {line.device_id: [Accessory.CHARGER]})
    assert (line.not_returned, change.along) == ((Accessory.MOUSE,), {line.device_id: (Accessory.CHARGER,)})
    with pytest.raises(NothingChosen):
        loan.take_some_back([], [], TODAY, {line.device_id: [Accessory.MOUSE]})


def test_what_went_with_a_machine_that_is_swapped_is_still_asked_for() -> None:
    loan, line = with_another(Accessory.CHARGER)
    loaner = loaner_for(loan, line.device_id)
    loan.lend_along(loaner, original_is_back=False)
    loan.retired(line.device_id)
    assert (loaner.kind, loan.along_lines) == (LineKind.LASTING, [line])
    assert loan.things_with(loan.lines[0]) == (Accessory.CHARGER,)
    loan.end([Accessory.CHARGER], TODAY, {line.device_id: []})
    assert line.not_returned == (Accessory.CHARGER,)


def test_what_comes_after_the_end_is_missing_no_more() -> None:
    """Each list is named, so that a charger of one machine is not taken for that of another; what came before is not told again."""
    loan, line = with_another(Accessory.BAG, Accessory.CHARGER, Accessory.MOUSE)
    with pytest.raises(LoanNotOver):
        loan.bring_later([Accessory.CHARGER], TODAY)
    loan.end([], TODAY, {line.device_id: [Accessory.BAG]})
    loan.take_events()
    with pytest.raises(NothingChosen):
        loan.bring_later([], TODAY, {line.device_id: []})
    assert loan.bring_later([Accessory.WEBCAM], TODAY, {line.device_id: [Accessory.BAG], uuid4(): [Accessory.MOUSE]}) is False
    assert (loan.not_returned, line.not_returned) == ((Accessory.CHARGER,), (Accessory.CHARGER, Accessory.MOUSE))
    assert loan.take_events() == []
    assert loan.bring_later([Accessory.CHARGER], TODAY, {line.device_id: [Accessory.MOUSE]})
    assert (loan.not_returned, loan.missing_with) == ((), {line.device_id: (Accessory.CHARGER,)})
    [back] = loan.take_events()
    assert isinstance(back, ItemsReturned)
    assert (back.device_ids, back.accessories) == ((), (Accessory.CHARGER,))
    assert [(one.device_id, set(one.accessories), one.returned) for one in back.along] == [
        (line.device_id, {Accessory.BAG, Accessory.CHARGER, Accessory.MOUSE}, (Accessory.MOUSE,))
    ]
    assert loan.bring_later([Accessory.CHARGER], TODAY) is False, "a colleague was first"
    assert loan.bring_later([], TODAY, {line.device_id: [Accessory.CHARGER]})
    assert not loan.lacks_something


def test_what_a_machine_lacked_that_came_back_before_the_end_may_come_later_too() -> None:
    loan, line = with_another(Accessory.BAG)
    loan.take_some_back([line.device_id], [], TODAY, {line.device_id: []})
    loan.end([Accessory.CHARGER], TODAY)
    assert loan.bring_later([], TODAY, {line.device_id: [Accessory.BAG]})
    assert not loan.lacks_something


def test_a_hotspot_of_the_second_machine_is_lost_for_that_one_alone() -> None:
    loan, line = with_another(Accessory.HOTSPOT)
    assert loan.lose_along(Accessory.HOTSPOT, line.device_id)
    assert not loan.lose_along(Accessory.HOTSPOT, line.device_id), "told twice"
    assert (line.asked_back, loan.gone) == ((), ())
    assert loan.find_along(Accessory.HOTSPOT, line.device_id)
    assert line.asked_back == (Accessory.HOTSPOT,)


def test_a_hotspot_in_the_place_of_that_of_the_second_machine_says_nothing_of_the_first() -> None:
    loan, line = with_another(Accessory.HOTSPOT)
    loan.accessories = (*loan.accessories, Accessory.HOTSPOT)
    assert loan.lose_along(Accessory.HOTSPOT, loan.first_device_id)
    assert not loan.find_along(Accessory.HOTSPOT, line.device_id), "the one of the second machine is there"
    assert loan.gone == (Accessory.HOTSPOT,)


def test_a_loaner_goes_back_when_the_original_is_back() -> None:
    loan = running()
    loaner = loaner_for(loan)
    loan.lend_along(loaner, original_is_back=False)
    loan.lend_along(replace(loaner, id=uuid4(), reserved_by=UUID(int=11)), original_is_back=False)
    assert [type(event) for event in loan.take_events()] == [LoanerAdded], "the same answer again adds nothing"
    assert not loan.original_back(loan.first_device_id, told_by=UUID(int=9)), "that was an earlier repair"
    assert loan.original_back(loan.first_device_id, told_by=UUID(int=11))
    assert [type(event) for event in loan.take_events()] == [LoanerReturned]
    assert [line.device_id for line in loan.active_lines] == [loan.first_device_id]


def test_a_loaner_that_nobody_needs_is_declined() -> None:
    ended, unsigned, busy, back, stranger = running(), a_loan(), running(), running(), running()
    ended.end([], TODAY)
    busy.lend_along(loaner_for(busy), original_is_back=False)
    for loan in (ended, busy):
        loan.take_events()
    for loan, is_back, original in (
        (ended, False, None),
        (unsigned, False, None),
        (busy, False, None),
        (back, True, None),
        (stranger, False, uuid4()),
    ):
        before = len(loan.active_lines)
        loan.lend_along(loaner_for(loan, original), original_is_back=is_back)
        assert [type(event) for event in loan.take_events()] == [LoanerDeclined]
        assert len(loan.active_lines) == before


def test_a_swap_becomes_lasting_in_both_orders() -> None:
    first, second = running(), running()
    loaner = loaner_for(first)
    first.lend_along(loaner, original_is_back=False)
    assert first.retired(first.first_device_id)
    loaner_later = loaner_for(second)
    assert second.retired(second.first_device_id)
    assert second.has_no_machine
    second.lend_along(loaner_later, original_is_back=False)
    for loan in (first, second):
        assert [type(event) for event in loan.take_events()] == [LoanerAdded, DeviceSwapped]
        assert [(line.kind, line.ended) for line in loan.lines] == [(LineKind.LASTING, LineEnd.RETIRED), (LineKind.LASTING, None)]
        assert not loan.has_no_machine


def test_a_machine_that_is_not_on_the_loan_does_not_matter() -> None:
    loan = running()
    assert not loan.retired(uuid4())
    assert not loan.original_back(loan.first_device_id, told_by=uuid4())
    assert loan.take_events() == []


own_lists = st.lists(st.sets(st.sampled_from(Accessory), max_size=2), max_size=2)


class LoanLife(RuleBasedStateMachine):
    """Everything that people and events can do, in any order; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.loan = a_loan()
        self.events: list[Event] = []
        self.clock = 0
        self.not_kept: set[UUID] = set()
        self.out_of_use: set[UUID] = set()

    def attempt(self, what: object, *arguments: object, **more: object) -> None:
        before = (self.loan.status, len(self.loan.active_lines))
        try:
            what(*arguments, **more)  # type: ignore[operator]
        except Refused:
            assert (self.loan.status, len(self.loan.active_lines)) == before
            assert self.loan.take_events() == []
        self.events += self.loan.take_events()

    def tick(self) -> UUID:
        self.clock += 1
        return UUID(int=self.clock)

    @rule(learners=st.integers(0, 3), own=own_lists)
    def prepare(self, learners: int, own: list[set[Accessory]]) -> None:
        kept = {line.id: things for line, things in zip(self.loan.kept_lines, own, strict=False)}
        self.attempt(self.loan.prepare, [Accessory.CHARGER], learners, kept)

    @rule()
    def sign(self) -> None:
        self.attempt(self.loan.sign, SHA, signature(), TODAY, LOOK_AGAIN)

    @rule()
    def cancel(self) -> None:
        self.attempt(self.loan.cancel)

    @rule()
    def extend(self) -> None:
        self.attempt(self.loan.extend, date(2027, 9, 1), TODAY)

    @rule()
    def request_return(self) -> None:
        self.attempt(self.loan.request_return)

    @rule()
    def keep(self) -> None:
        self.attempt(self.loan.keep_after_all, NOW)

    @rule(own=own_lists)
    def end(self, own: list[set[Accessory]]) -> None:
        self.attempt(self.loan.end, [], TODAY, self.said_of(own))

    def said_of(self, own: list[set[Accessory]]) -> dict[UUID, set[Accessory]]:
        """What came back of the list of some machines; of the others nobody says anything."""
        return {line.device_id: things for line, things in zip(self.loan.along_lines, own, strict=False)}

    @rule(is_back=st.booleans(), which=st.integers(0, 5))
    def loaner(self, is_back: bool, which: int) -> None:
        line = loaner_for(self.loan, self.loan.lines[which % len(self.loan.lines)].device_id)
        line.reserved_by = self.tick()
        self.attempt(self.loan.lend_along, line, original_is_back=is_back)

    @rule(which=st.integers(0, 5))
    def back(self, which: int) -> None:
        device_id = self.loan.lines[which % len(self.loan.lines)].device_id
        self.attempt(self.loan.original_back, device_id, told_by=self.tick())

    @rule(which=st.integers(0, 5))
    def retired(self, which: int) -> None:
        if self.loan.status is not LoanStatus.READY_TO_SIGN:
            device_id = self.loan.lines[which % len(self.loan.lines)].device_id
            self.out_of_use.add(device_id)
            self.attempt(self.loan.retired, device_id)

    @rule(known=st.booleans(), which=st.integers(0, 5))
    def ask_for(self, known: bool, which: int) -> None:
        """A machine from the stock: one that is on no loan now, perhaps because it came back from this one."""
        free = [line.device_id for line in self.loan.lines if line.ended]
        free = [device for device in free if not any(line.device_id == device and not line.ended for line in self.loan.lines)]
        self.attempt(self.loan.ask_for, uuid4(), free[which % len(free)] if known and free else uuid4())

    def coming(self, which: int) -> UUID:
        return self.loan.lines[which % len(self.loan.lines)].id

    @rule(which=st.integers(0, 5))
    def is_kept(self, which: int) -> None:
        self.attempt(self.loan.is_kept, self.coming(which))

    @rule(which=st.integers(0, 5))
    def does_not_come(self, which: int) -> None:
        line = self.coming(which)
        if self.loan.does_not_come(line):
            self.not_kept.add(line)

    @rule(which=st.integers(0, 5))
    def drop(self, which: int) -> None:
        self.attempt(self.loan.drop, self.coming(which))

    @rule(how_many=st.integers(0, 2), things=st.sets(st.sampled_from(Accessory), max_size=2), own=own_lists)
    def give_more(self, how_many: int, things: set[Accessory], own: list[set[Accessory]]) -> None:
        lines = [line.id for line in self.loan.kept_lines[:how_many]]
        self.attempt(self.loan.give_more, lines, things, TODAY, dict(zip(lines, own, strict=False)))

    @rule(chosen=st.sets(st.integers(0, 4)), things=st.sets(st.sampled_from(Accessory), max_size=2), own=own_lists)
    def take_some_back(self, chosen: set[int], things: set[Accessory], own: list[set[Accessory]]) -> None:
        lines, said = self.loan.lines, self.said_of(own)
        self.attempt(self.loan.take_some_back, {lines[which % len(lines)].device_id for which in chosen}, things, TODAY, said)

    @rule(which=st.integers(0, 5), accessory=st.sampled_from(Accessory), found=st.booleans())
    def lost_along(self, which: int, accessory: Accessory, found: bool) -> None:
        device_id = self.loan.lines[which % len(self.loan.lines)].device_id
        self.attempt(self.loan.find_along if found else self.loan.lose_along, accessory, device_id)

    @rule(which=st.integers(0, 5), found=st.booleans())
    def said_lost(self, which: int, found: bool) -> None:
        device_id = self.loan.lines[which % len(self.loan.lines)].device_id
        if found:
            self.attempt(self.loan.say_found, device_id)
        else:
            self.attempt(self.loan.say_lost, device_id, TODAY)

    @invariant()
    def what_inventory_keeps_for_us_is_told_what_becomes_of_it(self) -> None:
        """Every machine that was asked for is still to come, went along, was let go, or was not kept in the first place."""
        asked = {event.request_id for event in self.events if isinstance(event, DeviceClaimed)}
        dropped = {event.request_id for event in self.events if isinstance(event, ClaimDropped)}
        coming = {line.id for line in self.loan.coming_lines}
        went = {
            line.id for line in self.loan.lines if line.id in asked and line.coming is None and line.ended is not LineEnd.NOT_GIVEN
        }
        parts = (dropped, coming, went, self.not_kept)
        assert asked == set().union(*parts)
        assert sum(map(len, parts)) == len(asked), "one end each"
        if self.loan.status not in (LoanStatus.READY_TO_SIGN, LoanStatus.RUNNING):
            assert not coming

    @invariant()
    def whoever_hears_all_events_knows_what_is_out(self) -> None:
        """What inventory and helpdesk make of the events is what the loan says: no machine is forgotten, none is out twice."""
        out: set[UUID] = set()
        for event in self.events:
            if isinstance(event, LoanStarted):
                out |= {event.device_id, *event.more_device_ids}
            elif isinstance(event, ItemsAdded):
                out |= set(event.device_ids)
            elif isinstance(event, LoanerAdded):
                out.add(event.device_id)
            elif isinstance(event, LoanerReturned):
                out.discard(event.device_id)
            elif isinstance(event, ItemsReturned | LoanEnded):
                if isinstance(event, ItemsReturned):  # the end of a loan tells of its loaners twice, and neither minds
                    assert set(event.device_ids) <= out
                out -= set(event.device_ids)
        if self.loan.under_way:
            assert out - self.out_of_use == {line.device_id for line in self.loan.active_lines} - self.out_of_use
        elif self.loan.status is LoanStatus.ENDED:
            assert out <= self.out_of_use

    @invariant()
    def whoever_hears_all_events_knows_what_went_along(self) -> None:
        """What inventory makes of the lists of machines is what the loan still asks for, but for what was lost meanwhile."""
        out: dict[UUID, set[Accessory]] = {}
        for event in self.events:
            if isinstance(event, AgreementSigned | ItemsAdded):
                out |= {one.device_id: {*out.get(one.device_id, ()), *one.accessories} for one in event.along}
            elif isinstance(event, ItemsReturned | LoanEnded):
                for one in event.along:
                    assert set(one.returned) <= set(one.accessories) <= out[one.device_id]
                    out[one.device_id] -= {*one.returned}
                    if isinstance(event, LoanEnded) or one.device_id in event.device_ids:
                        out[one.device_id] = set()
        for line in self.loan.along_lines if self.loan.under_way else ():
            assert set(line.asked_back) <= out[line.device_id]
            assert line.ended is not None or set(line.asked_back) | set(line.along_gone) >= out[line.device_id]

    @invariant()
    def nothing_is_missing_of_what_is_not_back(self) -> None:
        """What did not come back is noted with a machine that did or that is out of use; never with one that is at home."""
        for line in self.loan.lines:
            assert not line.not_returned or line.ended is not None
            assert set(line.not_returned) <= set(line.along or ())

    @invariant()
    def a_part_comes_back_and_never_all(self) -> None:
        if any(isinstance(event, ItemsReturned) for event in self.events) and self.loan.under_way and not self.out_of_use:
            assert self.loan.lasting_lines

    @invariant()
    def nothing_is_said_lost_that_is_not_out(self) -> None:
        assert all(line.coming is None for line in self.loan.lines if line.said_lost_on)

    @invariant()
    def signed_once_and_ended_once(self) -> None:
        kinds = [type(event) for event in self.events]
        assert kinds.count(AgreementSigned) == kinds.count(LoanStarted) <= 1
        assert kinds.count(LoanEnded) <= 1
        before: set[type] = {LoanerDeclined, DeviceClaimed, ClaimDropped}
        if set(kinds) - before:
            assert AgreementSigned in kinds, "before it is signed machines are asked for or let go, or a loaner is declined"
        assert kinds.count(ReturnRequested) == 0 or LoanStarted in kinds

    @invariant()
    def machines_are_out_only_while_the_loan_is_open(self) -> None:
        active = self.loan.active_lines
        if self.loan.status in (LoanStatus.ENDED, LoanStatus.CANCELLED):
            assert active == []
        places = [self.loan._began_with(line.device_id) for line in active if line.kind is LineKind.LASTING]
        assert len(set(places)) == len(places), "one machine to stay in each place"
        assert len({line.device_id for line in active}) == len(active)

    @invariant()
    def nobody_goes_along_twice_or_instead_of_what_is_away(self) -> None:
        instead_of = [line.original_device_id for line in self.loan.active_lines if line.kind is LineKind.TEMPORARY]
        assert len(set(instead_of)) == len(instead_of)
        assert set(instead_of) <= {line.device_id for line in self.loan.lines if line.ended in (None, LineEnd.RETIRED)}

    @invariant()
    def whoever_was_told_to_come_along_is_told_to_come_back(self) -> None:
        added = [event.device_id for event in self.events if isinstance(event, LoanerAdded)]
        settled = [event.device_id for event in self.events if isinstance(event, LoanerReturned | DeviceSwapped)]
        out = [line.device_id for line in self.loan.active_lines if line.kind is LineKind.TEMPORARY]
        ended = {device for event in self.events if isinstance(event, LoanEnded) for device in event.device_ids}
        retired = {line.device_id for line in self.loan.lines if line.ended is LineEnd.RETIRED}
        assert set(added) == set(settled) | set(out) | (set(added) & (ended | retired))

    @invariant()
    def started_has_a_day_to_look_again(self) -> None:
        assert (self.loan.started_on is not None) == (self.loan.look_again_on is not None)


LoanLife.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestLoanLife = LoanLife.TestCase


def test_a_loan_that_never_began_cannot_end() -> None:
    with pytest.raises(NotRunning):
        a_loan().request_return()
    with pytest.raises(NothingToKeep):
        a_loan().keep_after_all(NOW)
    with pytest.raises(NotRunning):
        a_loan().end([], TODAY)
