"""Who is next, and why: a rule that staff can see and defend.

Waiting counts one point a day and never stops counting. Points for need are days ahead in the line. Being referred by a
school or service gives no points: the families that nobody refers are the ones to reach.

How many days a reason counts is for the organisation to choose. Who waits keeps the days that counted when it asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.contracts.rhythm import Rhythm


class Internet(StrEnum):
    """Whether there is internet at home."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class PriorityReason(StrEnum):
    """Why somebody is ahead of others who wait as long."""

    SCHOOL_CHILD_WITHOUT_MACHINE = "school_child_without_machine"
    NO_INTERNET = "no_internet"


DaysAhead = Mapping[PriorityReason, int]
"""How many days ahead in line each reason puts a request."""


COUNTED_FIRST: DaysAhead = {PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: 28, PriorityReason.NO_INTERNET: 7}
"""What counted for everybody who asked before an organisation could choose. It never changes: it is how their place was made."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked about the need, and nothing more.

    Attributes:
        school_child_without_machine: a child of school age at home has no machine to learn on.
        internet: at home.
    """

    school_child_without_machine: bool = False
    internet: Internet = Internet.UNKNOWN

    @property
    def reasons(self) -> tuple[PriorityReason, ...]:
        """What puts this request ahead."""
        found = []
        if self.school_child_without_machine:
            found.append(PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE)
        if self.internet is Internet.NO:
            found.append(PriorityReason.NO_INTERNET)
        return tuple(found)


def weights_of(rhythm: Rhythm) -> DaysAhead:
    """What every reason counts for whoever asks now."""
    return {
        PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: rhythm.school_child_days,
        PriorityReason.NO_INTERNET: rhythm.no_internet_days,
    }


def days_ahead(need: Need, weights: DaysAhead) -> DaysAhead:
    """What this need counts, by reason; a reason that counts for nothing is not there."""
    return {reason: weights[reason] for reason in need.reasons if weights[reason]}


def place_in_line(since: date, ahead: DaysAhead) -> date:
    """The day that decides the order, earliest first: the day of asking, moved ahead by the days the need gives.

    It does not change by itself while somebody waits, so the order can be kept in an index.
    """
    return since - timedelta(days=sum(ahead.values()))


def points(place: date, today: date) -> int:
    """The same order as a number for people, from the place in line: days waited plus days ahead; higher goes first."""
    return (today - place).days
