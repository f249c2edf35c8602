"""What comes of a device in a stock take: by what happened since it began, in whichever order."""

from datetime import UTC, datetime
from itertools import product

import pytest

from services.inventory.domain.refusals import StockTakeClosed
from services.inventory.domain.stock_take import HERE, LIST, SCOPES, STRANGE, WHOLE, Result, StockTake, judge
from shared.contracts.vocabulary import DeviceState
from shared.runtime.clock import new_id

READY, ARRIVED, OUT, BACK = DeviceState.READY, DeviceState.ARRIVED, DeviceState.GIVEN_OUT, DeviceState.RETURNED
COMES, RETIRED = DeviceState.RETURN_EXPECTED, DeviceState.RETIRED


@pytest.mark.parametrize(
    ("what", "is_expected", "at_scan", "now", "result"),
    [
        ("seen", True, READY, READY, Result.FOUND),
        ("not seen", True, None, READY, Result.MISSING),
        ("seen, then given out", True, READY, OUT, Result.FOUND),
        ("given out, then nobody could see it", True, None, OUT, Result.LEFT),
        ("given out, and seen all the same", True, OUT, OUT, Result.WITH_FAMILY),
        ("seen while it was out, then its return was noted", True, OUT, BACK, Result.FOUND),
        ("out and back meanwhile, and nobody saw it", True, None, BACK, Result.MISSING),
        ("retired meanwhile", True, None, RETIRED, Result.LEFT),
        ("seen, then retired", True, READY, RETIRED, Result.FOUND),
        ("moved on within our place", True, ARRIVED, READY, Result.FOUND),
        ("came back, then seen", False, BACK, BACK, Result.JOINED),
        ("seen, then its return was noted", False, COMES, BACK, Result.JOINED),
        ("a family should have it", False, OUT, OUT, Result.WITH_FAMILY),
        ("out of use", False, RETIRED, RETIRED, Result.RETIRED),
        ("came in, seen, given out", False, ARRIVED, OUT, Result.JOINED),
        ("not ours", False, None, None, Result.UNKNOWN),
    ],
)
def test_what_comes_of_a_device(
    what: str, is_expected: bool, at_scan: DeviceState | None, now: DeviceState | None, result: Result
) -> None:
    assert judge(WHOLE, is_expected, at_scan, now) is result, what


def test_of_another_part_it_is_strange() -> None:
    assert judge("ready", False, ARRIVED, ARRIVED) is Result.ELSEWHERE
    assert judge("ready", False, READY, OUT) is Result.JOINED
    assert judge("ready", True, READY, ARRIVED) is Result.FOUND
    assert judge("ready", True, None, DeviceState.RESERVED) is Result.MISSING


def test_what_comes_on_a_list_later_does_not_belong_to_it() -> None:
    assert judge(LIST, True, READY, READY) is Result.FOUND
    assert judge(LIST, False, READY, READY) is Result.ELSEWHERE
    assert judge(LIST, True, None, OUT) is Result.LEFT


def test_whatever_happens_nothing_that_was_seen_is_missing_and_nothing_that_is_away_either() -> None:
    states = [None, *DeviceState]
    for scope, is_expected, at_scan, now in product((*SCOPES, LIST), (True, False), states, DeviceState):
        if not is_expected and at_scan is None:
            continue  # such a line does not exist
        result = judge(scope, is_expected, at_scan, now)
        assert (result is Result.MISSING) == (at_scan is None and now in HERE)
        assert (result is Result.LEFT) == (at_scan is None and now not in HERE)
        if at_scan in HERE:
            assert result in (Result.FOUND, Result.JOINED, Result.ELSEWHERE)
        assert is_expected == (result in (Result.FOUND, Result.MISSING, Result.LEFT)) or result in (*STRANGE, Result.JOINED)


def test_closed_is_closed() -> None:
    one = StockTake(new_id(), WHOLE, datetime(2026, 3, 2, tzinfo=UTC), new_id())
    one.close(new_id(), datetime(2026, 3, 3, tzinfo=UTC))
    with pytest.raises(StockTakeClosed):
        one.must_be_open()
    with pytest.raises(StockTakeClosed):
        one.close(new_id(), datetime(2026, 3, 4, tzinfo=UTC))
