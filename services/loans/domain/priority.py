"""Who is next, and why: a rule that staff can see and defend.

Waiting counts one point a day and never stops counting. Points for need are days ahead in the line. Being referred by a
school or service gives no points: the families that nobody refers are the ones to reach.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Internet(StrEnum):
    """Whether there is internet at home."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class PriorityReason(StrEnum):
    """Why somebody is ahead of others who wait as long."""

    SCHOOL_CHILD_WITHOUT_MACHINE = "school_child_without_machine"
    NO_INTERNET = "no_internet"


DAYS_AHEAD = {PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: 28, PriorityReason.NO_INTERNET: 7}


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


def place_in_line(since: date, need: Need) -> date:
    """The day that decides the order, earliest first: the day of asking, moved ahead by the days the need gives.

    It never changes while somebody waits, so the order can be kept in an index.
    """
    return since - timedelta(days=sum(DAYS_AHEAD[reason] for reason in need.reasons))


def points(place: date, today: date) -> int:
    """The same order as a number for people, from the place in line: days waited plus days ahead; higher goes first."""
    return (today - place).days
