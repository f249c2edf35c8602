"""What portal publishes: organisations, who does what there as ids and roles, and sessions that ended. No names of people."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.event import Event, OrganisationText
from shared.contracts.rhythm import RhythmWish
from shared.contracts.vocabulary import Role

ORGANISATIONS = "digibank.portal.organisations"
MEMBERS = "digibank.portal.members"
SESSIONS = "digibank.portal.sessions"

LOGO_WIDTH, LOGO_HEIGHT = 512, 256
"""The largest a logo is kept, in pixels."""

ColourCode = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A colour of the screen (sRGB): red, green and blue, two hexadecimal digits each."""

PictureHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""The first half of the SHA-256 of a picture. Portal has the picture; it never travels in an event."""


class Logo(BaseModel):
    """Which picture an organisation shows, and its size in pixels, so that a page keeps the room for it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    picture: PictureHash
    width: Annotated[int, Field(ge=1, le=LOGO_WIDTH)]
    height: Annotated[int, Field(ge=1, le=LOGO_HEIGHT)]


ClockTime = Annotated[str, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$")]
"""A time of the day where the organisation is, such as `13:30`."""

MOST_BLOCKS, MOST_EXCEPTIONS = 4, 40


class OpenBlock(BaseModel):
    """From when until when families can come in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    opens: ClockTime
    closes: ClockTime


class OpenDay(BaseModel):
    """One weekday, 1 is Monday. Without blocks it is closed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    weekday: Annotated[int, Field(ge=1, le=7)]
    blocks: Annotated[tuple[OpenBlock, ...], Field(max_length=MOST_BLOCKS)] = ()


class OpenException(BaseModel):
    """A date on which it is otherwise. Without blocks it is closed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    on: date
    blocks: Annotated[tuple[OpenBlock, ...], Field(max_length=MOST_BLOCKS)] = ()


class OpeningHours(BaseModel):
    """When families can come in. A weekday that is missing is closed; no days at all means that nothing was said."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    days: Annotated[tuple[OpenDay, ...], Field(max_length=7)] = ()
    exceptions: Annotated[tuple[OpenException, ...], Field(max_length=MOST_EXCEPTIONS)] = ()


class OrganisationChanged(Event, topic=ORGANISATIONS, subject="organisation_id"):
    """What an organisation is called, where families find help (the number they dial and the place they go to) and when, the colour
    and logo it shows itself with, and the numbers it chose for itself. The colour is the one it wishes; how pages make it readable
    is theirs."""

    organisation_id: UUID
    title: OrganisationText
    help_line: OrganisationText | None = None
    help_place: OrganisationText | None = None
    colour: ColourCode | None = None
    logo: Logo | None = None
    opening: OpeningHours | None = None
    rhythm: RhythmWish | None = None


class MembershipChanged(Event, topic=MEMBERS, subject="person_id"):
    """What somebody does in the organisation from now on; no roles: nothing any more.

    `ends_on` is the last day of the role that ends first. The day after, another one tells what is left."""

    person_id: UUID
    roles: tuple[Role, ...] = ()
    ends_on: date | None = None


class SessionRevoked(Event, topic=SESSIONS, subject="session_id"):
    """This session is over: its tokens are refused, however long they would have been good."""

    session_id: UUID
    person_id: UUID


EVENTS: tuple[type[Event], ...] = (OrganisationChanged, MembershipChanged, SessionRevoked)
