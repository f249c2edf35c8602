"""Numbers that are sums, chargers that fit, kits, and SIM cards: the rules alone."""

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.accessory_refusals import NotEnough, NothingToUndo, NumberNotRight, SimIsOver
from services.inventory.domain.charger import Connector, Plug, fits
from services.inventory.domain.kit import proposal, taken, unsure
from services.inventory.domain.sim import SOON_DAYS, URGENT_DAYS, Sim, SimPlace, SimState, place_in, read_iccid
from services.inventory.domain.thing import Movement, Reason, Thing, ThingKind
from services.inventory.web.accessory_texts import SIM_TO_DO, sim_to_do
from shared.contracts.inventory import InternetAnnounced
from shared.contracts.vocabulary import DeviceState
from shared.domain import Refused
from shared.language.free_text import has_register_number

ICCID = "8932042000001234562"
DAY = date(2999, 3, 2)
USB, ROUND = Connector.USB_C, Connector.ROUND


def a_thing(kind: ThingKind = ThingKind.MOUSE, on_shelf: int = 0, plug: Plug | None = None) -> Thing:
    return Thing(uuid4(), kind, "iets", plug, on_shelf=on_shelf)


@given(st.lists(st.tuples(st.sampled_from(["add", "take", "count"]), st.integers(-2, 1100))))
def test_the_number_is_the_sum_and_never_below_zero(steps: list[tuple[str, int]]) -> None:
    thing, total = a_thing(), 0
    for way, count in steps:
        with suppress(NotEnough, NumberNotRight):
            total += getattr(thing, way)(count)
        assert thing.on_shelf == total >= 0


def test_what_others_took_since_is_not_taken_back() -> None:
    thing = a_thing(on_shelf=2)
    with pytest.raises(NotEnough):
        thing.undo(_movement(5, Reason.BOUGHT))
    for undone in (
        _movement(-1, Reason.GONE_ALONG),
        _movement(1, Reason.BOUGHT, undone=True),
        _movement(1, Reason.UNDONE, uuid4()),
    ):
        with pytest.raises(NothingToUndo):
            thing.undo(undone)
    assert thing.undo(_movement(-1, Reason.BROKEN)) == 1
    assert thing.on_shelf == 3


def _movement(change: int, reason: Reason, undoes: UUID | None = None, *, undone: bool = False) -> Movement:
    return Movement(uuid4(), uuid4(), None, change, reason, undoes=undoes, undone=undone)  # type: ignore[arg-type]


def test_what_was_taken_unsaid_is_the_only_sort_it_can_be_and_otherwise_somebody_is_asked() -> None:
    few, many, bag = a_thing(on_shelf=1), a_thing(on_shelf=5), a_thing(ThingKind.BAG)
    wrong = a_thing(ThingKind.CHARGER, 9, Plug(Connector.MAGSAFE, None, 60))
    kinds = (ThingKind.MOUSE, ThingKind.BAG, ThingKind.WEBCAM, ThingKind.CHARGER)
    found = taken(kinds, [few, many, bag, wrong], Plug(USB, None, 65))
    assert found == {ThingKind.BAG: bag.id}
    assert unsure(kinds, [few, many, bag, wrong], Plug(USB, None, 65)) == [ThingKind.MOUSE]
    gone = a_thing(on_shelf=0)
    assert taken([ThingKind.MOUSE], [few, gone], None) == {ThingKind.MOUSE: few.id}, "only one sort lay there"
    assert unsure([ThingKind.MOUSE], [a_thing(on_shelf=0), gone], None) == [ThingKind.MOUSE]
    fits_and_is_gone, may_fit = a_thing(ThingKind.CHARGER, 0, Plug(USB, None, 65)), a_thing(ThingKind.CHARGER, 2)
    found = taken([ThingKind.CHARGER], [fits_and_is_gone, may_fit, wrong], Plug(USB, None, 65))
    assert found == {ThingKind.CHARGER: may_fit.id}, "one that lies there before one that does not"


@pytest.mark.parametrize(
    ("charger", "machine", "said"),
    [
        (Plug(USB, watt=65), Plug(USB, watt=45), True),
        (Plug(USB, watt=45), Plug(USB, watt=65), False),
        (Plug(USB, watt=65), Plug(ROUND, 55, 65), False),
        (Plug(ROUND, 55, 65), Plug(ROUND, 55, 65), True),
        (Plug(ROUND, 40, 65), Plug(ROUND, 55, 65), False),
        (Plug(ROUND, None, 65), Plug(ROUND, 55, 65), None),
        (Plug(USB), Plug(USB, watt=65), None),
        (Plug(USB), Plug(USB), True),
        (Plug(Connector.OTHER, watt=65), Plug(Connector.OTHER, watt=65), None),
        (None, Plug(USB), None),
        (Plug(USB), None, None),
    ],
)
def test_which_charger_fits(charger: Plug | None, machine: Plug | None, said: bool | None) -> None:
    assert fits(charger, machine) is said


def test_a_kit_proposes_the_charger_that_fits_and_nothing_that_is_not_there() -> None:
    weak, right, unknown = (
        a_thing(ThingKind.CHARGER, count, Plug(USB, watt=watt)) for count, watt in ((50, 30), (1, 65), (9, None))
    )
    gone, there = a_thing(ThingKind.MOUSE, 0), a_thing(ThingKind.MOUSE, 3)
    things = [weak, right, unknown, gone, there]
    kinds = [ThingKind.CHARGER, ThingKind.MOUSE, ThingKind.BAG]
    assert proposal(kinds, things, Plug(USB, watt=45)) == {ThingKind.CHARGER: right.id, ThingKind.MOUSE: there.id}
    assert proposal(kinds, [weak, unknown], Plug(USB, watt=45)) == {ThingKind.CHARGER: unknown.id}, "somebody looks at it anyway"
    assert proposal(kinds, [weak], Plug(USB, watt=45)) == {}


def test_a_number_on_a_card_is_never_a_register_number() -> None:
    assert read_iccid(" 8932 0420 0000-1234.562 ") == ICCID
    assert not has_register_number(ICCID)
    for wrong in (
        "",
        "89",
        "85073003328",
        "8932042000001234563",
        "9932042000001234562",
        "8932042000001234562" * 9,
        "８９" + ICCID[2:],
    ):
        assert read_iccid(wrong) is None, wrong


@given(st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_betrays_itself(place: int, more: int) -> None:
    wrong = ICCID[:place] + str((int(ICCID[place]) + more) % 10) + ICCID[place + 1 :]
    assert read_iccid(wrong) is None


@given(st.integers(-400, 400), st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_it_is_announced_when_something_changed_and_not_otherwise(ends_after: int, passed: list[int]) -> None:
    sim, loan, told, day = Sim(uuid4(), "Orange", ICCID, valid_until=DAY + timedelta(days=ends_after)), uuid4(), [], DAY
    for days in passed:
        day += timedelta(days=days)
        sim.look(day, loan)
        told += sim.take_events()
        sim.look(day, loan)
        assert sim.take_events() == []
    left = (sim.valid_until - day).days if sim.valid_until else 0
    assert len(told) <= 2
    assert bool(told) == (left <= SOON_DAYS)
    assert all(isinstance(one, InternetAnnounced) and one.loan_id == loan for one in told)
    assert any(one.urgent for one in told if isinstance(one, InternetAnnounced)) == (left <= URGENT_DAYS)
    assert all(one != other for one, other in pairwise(told))
    sim.state = SimState.ENDED
    sim.look(day, loan)
    assert [one.ends_on for one in sim.take_events() if isinstance(one, InternetAnnounced)] == ([None] if told else [])


def test_a_blocked_card_goes_in_nothing() -> None:
    sim = Sim(uuid4(), "Orange", ICCID, state=SimState.BLOCKED)
    with pytest.raises(SimIsOver):
        sim.put_in(uuid4())
    sim.put_in(None)
    assert issubclass(SimIsOver, Refused)


@pytest.mark.parametrize(
    ("status", "on_loan", "lost", "place"),
    [
        (DeviceState.READY, False, False, SimPlace.HERE),
        (DeviceState.RESERVED, False, False, SimPlace.HERE),
        (DeviceState.IN_REPAIR, False, False, SimPlace.HERE),
        (DeviceState.GIVEN_OUT, True, False, SimPlace.WITH_FAMILY),
        (DeviceState.GIVEN_OUT, True, True, SimPlace.LOST),
        (DeviceState.IN_REPAIR, True, False, SimPlace.REPAIRED_FOR_FAMILY),
        (DeviceState.REPAIRED, True, False, SimPlace.REPAIRED_FOR_FAMILY),
        (DeviceState.RETURN_EXPECTED, True, False, SimPlace.COMING_BACK),
        (DeviceState.RETIRED, False, False, SimPlace.OUT_OF_USE),
        (DeviceState.RETIRED, False, True, SimPlace.LOST),
    ],
)
def test_where_a_card_is_says_what_to_do_when_it_ends(status: DeviceState, on_loan: bool, lost: bool, place: SimPlace) -> None:
    assert place_in(status, on_loan=on_loan, lost=lost) is place
    calls = {one for one in SimPlace if "Bel het gezin" in str(SIM_TO_DO[one])}
    assert calls == {SimPlace.WITH_FAMILY}, "nobody else has it"
    sim = Sim(uuid4(), "Orange", ICCID, valid_until=DAY)
    assert "werkt niet meer" not in str(sim_to_do(sim, place, DAY)), "it works on its last day"
    assert ("werkt niet meer" in str(sim_to_do(sim, place, DAY + timedelta(days=1)))) == (place is SimPlace.WITH_FAMILY)
