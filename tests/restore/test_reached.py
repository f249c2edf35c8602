"""Which events of a copy go into a topic that is filled again, and which are left to an outbox."""

from collections.abc import Sequence
from uuid import uuid4

from launcher.backup.events import Number, Reached
from shared.bus.transport import Record

KEY = str(uuid4())


def followed(copy: Sequence[int], outbox: Sequence[int]) -> list[int]:
    """The numbers out of a copy that go into the topic when the outbox has these."""
    reached, written = Reached(), {Number("topic", KEY, number): uuid4() for number in outbox}
    records = [(number, Record("topic", KEY, b"", {"ce_sequence": str(number)})) for number in copy]
    return [number for number, record in records if reached.is_next(record, written)]


def test_what_came_twice_goes_in_once() -> None:
    assert followed([1, 2, 1, 2, 3], []) == [1, 2, 3]


def test_nothing_overtakes_what_an_outbox_has_to_send() -> None:
    assert followed([1, 2, 4, 5], [2, 3, 4, 5]) == [1, 2]
    assert followed([2, 3], [1, 2, 3]) == []


def test_what_nobody_has_holds_up_nothing() -> None:
    assert followed([1, 2, 4, 5], [5]) == [1, 2, 4, 5]
