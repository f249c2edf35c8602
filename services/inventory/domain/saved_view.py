"""A list of machines that somebody keeps under a name. It keeps what was chosen, never what was typed: that may be about people."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter, read_filter

LONGEST_VIEW_NAME = 60
MOST_VIEWS = 40
"""That one person keeps, or that is shared; more do not fit in a list from which somebody chooses."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One list.

    Attributes:
        made_by: who keeps it.
        is_shared: everybody of the organisation sees it.
        removed: it was thrown away, and may come back.
    """

    id: UUID
    made_by: UUID
    name: str
    filter: DeviceFilter
    is_shared: bool
    removed: bool = False

    def is_seen_by(self, person: UUID) -> bool:
        """Whether it stands on this person's page."""
        return self.is_shared or self.made_by == person


def to_keep(asked: DeviceFilter) -> DeviceFilter:
    """What of a list is kept: all but what was typed."""
    return asked.without(["text"])


def as_kept(asked: DeviceFilter) -> str:
    """The choices as they are stored."""
    return to_keep(asked).address("").removeprefix("?")


def from_kept(kept: str) -> DeviceFilter:
    """The choices from what is stored; what no longer can be is left out."""
    said: Mapping[str, str] = dict(parse_qsl(kept))
    return to_keep(read_filter(said))
