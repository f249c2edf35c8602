"""Who helps a family at the counter, how far it is, and what is counted about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from services.loans.domain.counter_visit import CounterStep, CounterVisit, step_of
from services.loans.domain.line_count import CountKind, WhyStopped, shown
from services.loans.domain.priority import Internet
from services.loans.domain.refusals import CounterStepDone, CounterTaken, OneKeyboard
from services.loans.domain.request import RequestStatus
from services.loans.domain.wishes import HomeOffer, QuietPlace, machine_wishes, offers_for
from services.loans.queries.line_figures import first_month
from services.loans.web.texts import COUNTED, COUNTER_STEP, HOME_OFFER, MACHINE_WISH, WHY_STOPPED
from shared.contracts.vocabulary import MachineWish

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ME, OTHER = uuid4(), uuid4()


def a_visit(household: UUID | None = None, request: UUID | None = None) -> CounterVisit:
    return CounterVisit(uuid4(), ME, NOW, NOW, household, request)


def test_only_who_holds_it_does_the_next_step() -> None:
    visit = a_visit()
    with pytest.raises(CounterTaken):
        visit.welcome(uuid4(), OTHER)
    visit.take(OTHER)
    with pytest.raises(CounterTaken):
        visit.welcome(uuid4(), ME)
    visit.welcome(uuid4(), OTHER)
    with pytest.raises(CounterStepDone):
        visit.welcome(uuid4(), OTHER)
    visit.send_back(OTHER)
    assert visit.household_id is None


def test_what_is_over_is_over_until_somebody_opens_it() -> None:
    visit = a_visit(uuid4())
    visit.close(ME, NOW)
    visit.close(OTHER, NOW)
    assert visit.closed_at == NOW
    steps: list[Callable[[], object]] = [lambda: visit.may_ask(ME), lambda: visit.take(OTHER), lambda: visit.send_back(ME)]
    for step in steps:
        with pytest.raises(CounterStepDone):
            step()
    visit.open_again(OTHER)
    visit.may_ask(OTHER)


@pytest.mark.parametrize(
    ("status", "chosen", "step"),
    [
        (None, False, CounterStep.WHAT_FOR),
        (RequestStatus.WAITING, False, CounterStep.MACHINE),
        (RequestStatus.CLAIMED, False, CounterStep.MACHINE),
        (RequestStatus.RESERVED, False, CounterStep.ALONG),
        (RequestStatus.RESERVED, True, CounterStep.SIGN),
        (RequestStatus.LENT, True, CounterStep.GIVE),
        (RequestStatus.WITHDRAWN, False, CounterStep.OVER),
        (RequestStatus.ENDED, True, CounterStep.OVER),
    ],
)
def test_how_far_it_is_follows_from_what_is_so(status: RequestStatus | None, chosen: bool, step: CounterStep) -> None:
    assert step_of(a_visit(uuid4(), uuid4() if status else None), status, chosen=chosen) is step
    assert step_of(a_visit(), None, chosen=False) is CounterStep.WHO


def test_who_cannot_do_without_something_wishes_it() -> None:
    wishes = machine_wishes([MachineWish.WEBCAM], [MachineWish.AZERTY, MachineWish.OTHER])
    assert (wishes.wanted, wishes.must) == ((MachineWish.AZERTY, MachineWish.WEBCAM), (MachineWish.AZERTY,))
    with pytest.raises(OneKeyboard):
        machine_wishes([MachineWish.QWERTY], [MachineWish.AZERTY])


def test_each_no_has_something_to_offer_and_a_yes_has_nothing() -> None:
    assert offers_for(Internet.YES, QuietPlace.YES) == offers_for(Internet.UNKNOWN, QuietPlace.UNKNOWN) == ()
    assert HomeOffer.HOTSPOT in offers_for(Internet.NO, QuietPlace.YES)
    assert HomeOffer.STUDY_ROOM in offers_for(Internet.YES, QuietPlace.NO)
    assert {*offers_for(Internet.NO, QuietPlace.NO)} == {*HomeOffer}


def test_a_small_number_is_not_shown() -> None:
    assert [shown(number) for number in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 3, 2), date(2025, 4, 1)), (date(2026, 12, 31), date(2026, 1, 1)), (date(2026, 1, 1), date(2025, 2, 1))],
)
def test_the_last_twelve_months_begin_on_a_first_day(today: date, first: date) -> None:
    assert first_month(today) == first


def test_everything_has_words() -> None:
    assert {*WHY_STOPPED} == {*WhyStopped}
    assert {*COUNTED} == {*CountKind} - {CountKind.NOT_REACHED}
    assert {*COUNTER_STEP} == {*CounterStep} - {CounterStep.OVER}
    assert {*MACHINE_WISH} == {*MachineWish}
    assert {*HOME_OFFER} == {*HomeOffer}
