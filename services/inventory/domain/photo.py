"""What a machine looks like."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

MOST_PHOTOS = 8
UNDO = timedelta(days=1)
"""So long a photo that was taken away can be put back; then it is gone for good, for somebody may be on it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A photo as we drew it anew: two JPEGs without metadata, and the size of the large one in pixels.

    Attributes:
        picture: names it: the first half of the SHA-256 of the large one, in hexadecimal digits.
    """

    picture: str
    large: bytes
    small: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of one machine; `removed` while it can still be put back."""

    id: UUID
    device_id: UUID
    picture: str
    width: int
    height: int
    removed: bool = False
