"""What portal publishes: organisations, who does what there as ids and roles, and sessions that ended. No names of people."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.event import Event, NoticeText, OrganisationText
from shared.contracts.limits import LimitsWish
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


class Notice(BaseModel):
    """What an organisation says to everybody for a while, such as that it is closed in a holiday; in Dutch, and in each language in
    which somebody wrote it too. `until` is the last day on which it is shown; without one it stays until it is taken away."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    nl: NoticeText
    fr: NoticeText | None = None
    en: NoticeText | None = None
    ar: NoticeText | None = None
    tr: NoticeText | None = None
    uk: NoticeText | None = None
    until: date | None = None

    def is_shown_on(self, day: date) -> bool:
        """Whether it still counts on a day, where the organisation is."""
        return self.until is None or day <= self.until

    def words_in(self, code: str) -> str | None:
        """The words in a language by its code; None where nobody wrote them."""
        return getattr(self, code) if code in NOTICE_LANGUAGES else None


NOTICE_LANGUAGES = tuple(name for name in Notice.model_fields if name != "until")
"""Codes of the languages in which a notice can be written, Dutch first: those of the pages of families. A test compares."""


class OrganisationChanged(Event, topic=ORGANISATIONS, subject="organisation_id"):
    """All that an organisation says of itself.

    What it is called, where families find help (the number they dial and the place they go to) and when, the colour and logo it
    shows itself with, the numbers and limits it chose, what it says to everybody now, and where a family asks about what is written
    down of it. The colour is the one it wishes; how pages make it readable is theirs.
    """

    organisation_id: UUID
    title: OrganisationText
    help_line: OrganisationText | None = None
    help_place: OrganisationText | None = None
    colour: ColourCode | None = None
    logo: Logo | None = None
    opening: OpeningHours | None = None
    rhythm: RhythmWish | None = None
    limits: LimitsWish | None = None
    notice: Notice | None = None
    ask_about_data: OrganisationText | None = None


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
