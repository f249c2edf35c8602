"""What became of what a donor gave: as staff see it, and what of it may be told to anybody who has the donor's link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.contracts.vocabulary import Chassis

FEWEST = 5
"""A smaller number of machines that are with families is never told: a donor knows its machines, and might recognise one."""
FEWEST_TOGETHER = 3
"""Of fewer machines that are with us or with families, it is not even told whether any are with families: of two of which one is
not wiped yet, "some" would be one."""


@dataclass(frozen=True, slots=True)
class Became:
    """Machines by where they are now; each is in exactly one of the first seven numbers.

    Attributes:
        waiting: serial numbers that were scanned and are no machine yet.
        preparing: with us: being prepared, ready, or kept for somebody.
        lent: with somebody on loan, also while it is repaired for them.
        given_away: somebody may keep it.
        parts: used for its parts.
        recycled: went to a recycler.
        ended: out of use otherwise: still in the house, or lost.
        lent_again: how many went to a family more than once.
        with_drive: machines that came with a drive; `wiped` of these are proven empty, each drive by somebody who looked.
        kinds: all machines by kind.
        recycled_grams: an estimate; 0 when no kind of what was recycled has an average.
        recyclers: to whom they went, as far as somebody noted it.
    """

    waiting: int = 0
    preparing: int = 0
    lent: int = 0
    given_away: int = 0
    parts: int = 0
    recycled: int = 0
    ended: int = 0
    lent_again: int = 0
    with_drive: int = 0
    wiped: int = 0
    kinds: Mapping[Chassis, int] = field(default_factory=dict)
    recycled_grams: float = 0
    recyclers: Sequence[str] = ()

    @property
    def machines(self) -> int:
        """All that are a machine."""
        return self.preparing + self.lent + self.given_away + self.parts + self.recycled + self.ended

    @property
    def came(self) -> int:
        """All that came in, also what is a number only."""
        return self.machines + self.waiting


@dataclass(frozen=True, slots=True)
class Told:
    """What anybody with the link reads. Nothing in it, nor any sum or difference of it, tells how many machines are with families
    when that is one to four.

    What came in is known to whoever gave it, so the number of machines with families could be found by subtraction. When it is
    small it is told together with those that are with us (`in_use`), and `some` says that it is not nought. One or two machines
    are always told so. A family only has what is wiped, and a recycler too: next to `in_use` the number of wiped machines would
    tell how many families can have one, so then it is told only when all are wiped.

    Attributes:
        came: all that came in.
        preparing: with us; None when it is told together with the next.
        helping: with somebody, on loan or for good; None when that would be too few to tell.
        in_use: both together; None when each is told by itself.
        some: whether some of `in_use` are with somebody.
        again: how many went to a family more than once; None for too few to tell, when `some_again` says that there are any.
        with_drive, wiped: as in `Became`; `wiped` is None where it would tell too much.
    """

    came: int
    preparing: int | None
    helping: int | None
    in_use: int | None
    some: bool
    again: int | None
    some_again: bool
    parts: int
    recycled: int
    ended: int
    with_drive: int
    wiped: int | None

    @property
    def all_wiped(self) -> bool:
        """Whether there is a drive, and all are proven empty."""
        return 0 < self.with_drive == self.wiped


def told(became: Became) -> Told:
    """What of it may be told."""
    helping, preparing = became.lent + became.given_away, became.preparing + became.waiting
    in_use = helping + preparing
    together = 0 < helping < FEWEST or 0 < in_use < FEWEST_TOGETHER
    small_again = became.lent_again < FEWEST
    wiped_says_nothing = became.wiped == became.with_drive or not together
    return Told(
        came=became.came,
        preparing=None if together else preparing,
        helping=None if together else helping,
        in_use=in_use if together else None,
        some=together and in_use >= FEWEST_TOGETHER,
        again=None if small_again else became.lent_again,
        some_again=small_again and became.lent_again > 0 and became.came >= FEWEST,
        parts=became.parts,
        recycled=became.recycled,
        ended=became.ended,
        with_drive=became.with_drive,
        wiped=became.wiped if wiped_says_nothing else None,
    )
