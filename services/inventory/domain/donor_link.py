"""The link with which a donor sees what became of what it gave, without a sign-in. It opens that page and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.handed_code import HandedCodes

YEARS = 2
"""How long a link works."""
GROUPS = (4, 4, 4, 4, 4)
"""Twenty letters: 100 bits, and short enough to type from a letter."""


@dataclass(frozen=True, slots=True)
class DonorLink:
    """The link of one donor; there is at most one.

    It is about all that a donor gave, never about a part of it: who had both could subtract one from the other, and what is left
    may be one family (see `became.Told`).

    Attributes:
        id: which one; its code follows from this and a key that is not in the database.
        with_certificate: whether the wipe certificate may be fetched with it too, with the serial numbers in it.
        made_by, made_on: who of staff made it, and on which day.
        until: the last day that it works, where the organisation is.
    """

    id: UUID
    donor_id: UUID
    with_certificate: bool
    made_by: UUID
    made_on: date
    until: date

    def works(self, today: date) -> bool:
        """Whether it works on a day."""
        return today <= self.until


def last_day(today: date) -> date:
    """Until when a link works that is made today; of one made on a leap day until the last of February."""
    try:
        return today.replace(year=today.year + YEARS)
    except ValueError:
        return today.replace(year=today.year + YEARS, day=28)


def link_codes(derive: Callable[[str], bytes]) -> HandedCodes:
    """The codes in links: of a link's id, with keys for these two purposes from whatever derives keys."""
    return HandedCodes(derive("inventory/donor-link"), derive("inventory/donor-link-hash"), GROUPS)
