"""A stock take: is everything here that should be here? What was expected is fixed when it begins; what became of each device is
judged by what happened since. A device that left with a family in the meantime is not missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter, Order
from services.inventory.domain.refusals import StockTakeClosed
from shared.contracts.vocabulary import DeviceState

BENCH = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED, DeviceState.IN_REPAIR)
HERE = (*BENCH, DeviceState.READY, DeviceState.RESERVED)
"""Where a device is in our own place. With a family, on its way back from one and out of use it is not."""
WHOLE = "all"
SCOPES: Mapping[str, tuple[DeviceState, ...]] = {
    WHOLE: HERE,
    "bench": BENCH,
    "ready": (DeviceState.READY,),
    "reserved": (DeviceState.RESERVED,),
}
"""What can be counted: everything that is here, or one part of it."""
LIST = "list"
"""A list that somebody chose: what is on it and here when the counting begins. What comes on it later does not belong to it."""


class Result(StrEnum):
    """What comes of one device or code.

    Of what was expected: `found`; `missing`; `left`, which went to a family or out of use since, and was not seen.
    Of what was seen and not expected: `joined` came into what is counted since; `elsewhere` is here and belongs to another part;
    `with_family` and `retired` should not be here at all; `unknown` is a code that no device of ours has.
    """

    FOUND = "found"
    MISSING = "missing"
    LEFT = "left"
    JOINED = "joined"
    ELSEWHERE = "elsewhere"
    WITH_FAMILY = "with_family"
    RETIRED = "retired"
    UNKNOWN = "unknown"


STRANGE = (Result.WITH_FAMILY, Result.RETIRED, Result.ELSEWHERE, Result.UNKNOWN)
"""Somebody has to look at these."""


def judge(scope: str, is_expected: bool, at_scan: DeviceState | None, now: DeviceState | None) -> Result:
    """What comes of one device.

    Seeing it while our records say that it is here settles it, whatever happens afterwards. Seeing it while they say that it is
    elsewhere is strange, until they say that it is here: somebody registered the return a little later.

    Args:
        is_expected: it was here when the stock take began.
        at_scan: its state when it was last seen; None when nobody saw it.
        now: its state now, or when the stock take was closed; None for a code that no device of ours has.
    """
    if now is None:
        return Result.UNKNOWN
    if at_scan is None:
        return Result.MISSING if now in HERE else Result.LEFT
    settled = at_scan if at_scan in HERE else now
    if settled not in HERE:
        return Result.RETIRED if settled is DeviceState.RETIRED else Result.WITH_FAMILY
    if is_expected:
        return Result.FOUND
    return Result.JOINED if settled in SCOPES.get(scope, ()) else Result.ELSEWHERE


@dataclass
class StockTake:
    """One stock take of one organisation.

    Attributes:
        scope: what is counted, a key of `SCOPES`, or `LIST`.
        started_by, closed_by: who; several people may have counted.
        asked: the choices of the list that is counted; for `SCOPES` they say nothing.
    """

    id: UUID
    scope: str
    started_at: datetime
    started_by: UUID
    closed_at: datetime | None = None
    closed_by: UUID | None = None
    asked: DeviceFilter = field(default_factory=DeviceFilter)

    @property
    def is_open(self) -> bool:
        """Whether one can still count."""
        return self.closed_at is None

    def must_be_open(self) -> None:
        """Raises `StockTakeClosed`."""
        if not self.is_open:
            raise StockTakeClosed()

    def close(self, by: UUID, at: datetime) -> None:
        """What it says now, it says for ever. Raises `StockTakeClosed` when it did already."""
        self.must_be_open()
        self.closed_at, self.closed_by = at, by


def to_count(asked: DeviceFilter) -> DeviceFilter:
    """What of a list tells what is counted: not in which order, and never what was typed, for that may be about people."""
    return asked.but(text="", order=Order.NEWEST)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one scan.

    Attributes:
        code: what was seen.
        device_id: of which machine; None when no machine of ours has this code.
        result: what comes of it as things stand.
        again: it had been seen before.
    """

    code: str
    device_id: UUID | None
    result: Result
    again: bool
