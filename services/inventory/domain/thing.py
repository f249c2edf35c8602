"""Counted stock: small things of which only the number matters. The number is always the sum of its movements."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.accessory_refusals import NotEnough, NothingToUndo, NumberNotRight, StillOnShelf, ThingNotRight
from services.inventory.domain.charger import Plug, is_right
from shared.contracts.vocabulary import Accessory, Chassis

LONGEST_NAME = 60
MOST_THINGS = 200
"""More different things than this nobody finds back on one page."""
MOST_AT_ONCE = 1000
"""A pallet. A larger number is a slip of the finger."""
MOST_LOWEST = 500


class ThingKind(StrEnum):
    """What sort of thing it is."""

    CHARGER = "charger"
    MOUSE = "mouse"
    BAG = "bag"
    HEADSET = "headset"
    KEYBOARD = "keyboard"
    WEBCAM = "webcam"
    CABLE = "cable"
    ADAPTER = "adapter"
    OTHER = "other"


ACCESSORY_OF = {kind: Accessory(kind.value) for kind in ThingKind if kind.value in {one.value for one in Accessory}}
"""What an agreement calls it. A cable and an adapter stand in none: they go along with what they belong to."""
COMPANION = {Chassis.HOTSPOT: Accessory.HOTSPOT, Chassis.SCREEN: Accessory.SCREEN, Chassis.PRINTER: Accessory.PRINTER}
"""Devices with a code of their own that go along with another one, and what an agreement calls them."""


class Reason(StrEnum):
    """Why a number changed."""

    BOUGHT = "bought"
    DONATED = "donated"
    FOUND = "found"
    TAKEN = "taken"
    BROKEN = "broken"
    GIVEN = "given"
    COUNTED = "counted"
    GONE_ALONG = "gone_along"
    CAME_BACK = "came_back"
    STAYS_AWAY = "stays_away"
    STAYS_BROKEN = "stays_broken"
    STAYS_LOST = "stays_lost"
    STAYS_KEPT = "stays_kept"
    UNDONE = "undone"


ADD_REASONS = (Reason.BOUGHT, Reason.DONATED, Reason.FOUND)
TAKE_REASONS = (Reason.TAKEN, Reason.BROKEN, Reason.GIVEN)
OF_LOANS = (Reason.GONE_ALONG, Reason.CAME_BACK)
"""These follow from loans."""
STAY_REASONS = (Reason.STAYS_AWAY, Reason.STAYS_BROKEN, Reason.STAYS_LOST, Reason.STAYS_KEPT)
"""What went along never comes back: without a why, or with one that blames nobody. It left the shelf when it went along, so the
number stays."""


@dataclass(frozen=True, slots=True)
class Movement:
    """So many came or went.

    Attributes:
        undoes, undone: the movement that it takes back; that another one took it back.
        settles: it is the last that somebody said of one thing that went along with a loan.
    """

    id: UUID
    thing_id: UUID
    at: datetime
    change: int
    reason: Reason
    by: UUID | None = None
    loan_id: UUID | None = None
    undoes: UUID | None = None
    undone: bool = False
    settles: bool = False

    @property
    def can_be_undone(self) -> bool:
        """Whether a person may take it back. What was counted is put right by counting again: who takes back an old count would
        also take back all that is known since. What went along, did; that it came back may be a slip of the finger."""
        if self.undone or self.reason in (Reason.COUNTED, Reason.UNDONE):
            return False
        return self.settles or self.reason not in (*OF_LOANS, *STAY_REASONS)


@dataclass(frozen=True, slots=True)
class Said:
    """What people say of a thing, and can change."""

    name: str
    plug: Plug | None
    place_id: UUID | None
    lowest: int


@dataclass
class Thing:
    """One sort of thing.

    Attributes:
        plug: of a charger, which machines it fits; None where nobody said, and for all else.
        lowest: with fewer than this on the shelf somebody has to order; 0 for never.
        on_shelf: the sum of its movements.
        out: how many are along with loans, of those that we know of.
        count_again: a family took one that was not there by our number, so somebody has to count.
    """

    id: UUID
    kind: ThingKind
    name: str
    plug: Plug | None = None
    place_id: UUID | None = None
    lowest: int = 0
    on_shelf: int = 0
    out: int = 0
    removed: bool = False
    count_again: bool = False

    @property
    def said(self) -> Said:
        """What is said of it now."""
        return Said(self.name, self.plug, self.place_id, self.lowest)

    @property
    def is_low(self) -> bool:
        """Whether somebody has to order."""
        return not self.removed and self.on_shelf < self.lowest

    def must_be_right(self) -> None:
        """Raises `ThingNotRight` with the first field that cannot be so."""
        right = {
            "name": 0 < len(self.name) <= LONGEST_NAME,
            "lowest": 0 <= self.lowest <= MOST_LOWEST,
            "plug": self.plug is None or (self.kind is ThingKind.CHARGER and is_right(self.plug)),
        }
        for name, is_so in right.items():
            if not is_so:
                raise ThingNotRight(field=name)

    def add(self, count: int) -> int:
        """So many more; gives the change. Raises `NumberNotRight`."""
        return self._change(_countable(count))

    def take(self, count: int) -> int:
        """So many fewer; gives the change. Raises `NumberNotRight`, `NotEnough`."""
        return self._change(-_countable(count))

    def count(self, counted: int) -> int:
        """So many lie there; gives the change, 0 when that was known. Raises `NumberNotRight`."""
        if not 0 <= counted <= MOST_AT_ONCE:
            raise NumberNotRight(most=MOST_AT_ONCE)
        return self._change(counted - self.on_shelf)

    def undo(self, movement: Movement) -> int:
        """Take a movement back; gives the change. Raises `NothingToUndo`, and `NotEnough` when others took them since."""
        if not movement.can_be_undone:
            raise NothingToUndo()
        return self._change(-movement.change)

    def remove(self) -> None:
        """It is counted no more. Raises `StillOnShelf`."""
        if self.on_shelf or self.out:
            raise StillOnShelf()
        self.removed = True

    def _change(self, change: int) -> int:
        if self.on_shelf + change < 0:
            raise NotEnough(there=self.on_shelf)
        self.on_shelf += change
        return change


def _countable(count: int) -> int:
    if not 1 <= count <= MOST_AT_ONCE:
        raise NumberNotRight(most=MOST_AT_ONCE)
    return count
