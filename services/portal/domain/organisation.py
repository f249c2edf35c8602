"""One Digibank: what it is called, where families find help, and how it looks."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from services.portal.domain.refusals import NoColour, NoHelpLine, TitleMissing
from shared.contracts.limits import LimitsWish
from shared.contracts.portal import Logo, Notice, OpeningHours, OrganisationChanged
from shared.contracts.rhythm import RhythmWish
from shared.domain import Aggregate
from shared.language.free_text import clean_line

LONGEST_TEXT = 120
_COLOUR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")


@dataclass(frozen=True, slots=True)
class Details:
    """What an organisation says about itself; never about a person. An empty text is not known."""

    title: str
    help_line: str = ""
    help_place: str = ""

    def cleaned(self) -> "Details":
        """As we keep it: each on one line. Raises `TitleMissing`, `NoHelpLine` and what `clean_line` raises."""
        texts = (clean_line(text, longest=LONGEST_TEXT) for text in (self.title, self.help_line, self.help_place))
        details = Details(*texts)
        if not details.title:
            raise TitleMissing()
        if details.help_line and not 6 <= sum(letter.isdigit() for letter in details.help_line) <= 15:
            raise NoHelpLine()
        return details


def clean_colour(typed: str) -> str:
    """A colour as we keep it, `#rrggbb` in small letters, from what somebody typed: `#F80`, `ff8800`. Empty stays empty: none is
    wished. Raises `NoColour`."""
    if not typed.strip():
        return ""
    found = _COLOUR.fullmatch(typed.strip().lower())
    if found is None:
        raise NoColour()
    digits = found[1]
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo as it is served, and what others have to know of it."""

    logo: Logo
    png: bytes


@dataclass
class Organisation(Aggregate):
    """One Digibank.

    Attributes:
        details: what it says about itself.
        colour: the colour it wishes as `#rrggbb`; empty when it wishes none. Pages make it readable themselves.
        logo: its picture.
        opening: when families can come in.
        rhythm: the numbers it chose for itself.
        limits: from when it wants a colleague to be warned.
        notice: what it says to everybody, also when its last day is past; None for nothing.
        ask_about_data: where a family asks about what is written down of it; empty when that is not said.
    """

    id: UUID
    details: Details
    colour: str = ""
    logo: Logo | None = None
    opening: OpeningHours = field(default_factory=OpeningHours)
    rhythm: RhythmWish = field(default_factory=RhythmWish)
    limits: LimitsWish = field(default_factory=LimitsWish)
    notice: Notice | None = None
    ask_about_data: str = ""

    def begin(self) -> None:
        """Tell everybody that it is there."""
        self._tell()

    def change(self, details: Details) -> bool:
        """Be called so from now on; False when that was so already."""
        if details == self.details:
            return False
        self.details = details
        self._tell()
        return True

    def wish_colour(self, colour: str) -> bool:
        """Have this colour from now on; False when it was so already."""
        if colour == self.colour:
            return False
        self.colour = colour
        self._tell()
        return True

    def show_logo(self, logo: Logo | None) -> bool:
        """Show itself with this picture from now on, or with none; False when it was so already."""
        if logo == self.logo:
            return False
        self.logo = logo
        self._tell()
        return True

    def be_open(self, opening: OpeningHours) -> bool:
        """Let families in at these times from now on; False when that was so already."""
        if opening == self.opening:
            return False
        self.opening = opening
        self._tell()
        return True

    def keep_rhythm(self, rhythm: RhythmWish) -> bool:
        """Work with these numbers from now on; False when that was so already."""
        if rhythm == self.rhythm:
            return False
        self.rhythm = rhythm
        self._tell()
        return True

    def keep_limits(self, limits: LimitsWish) -> bool:
        """Warn colleagues from these numbers on; False when that was so already."""
        if limits == self.limits:
            return False
        self.limits = limits
        self._tell()
        return True

    def say(self, notice: Notice | None) -> bool:
        """Say this to everybody from now on, or nothing; False when that was so already."""
        if notice == self.notice:
            return False
        self.notice = notice
        self._tell()
        return True

    def ask_at(self, place: str) -> bool:
        """Let families ask here about what is written down of them; False when that was so already."""
        if place == self.ask_about_data:
            return False
        self.ask_about_data = place
        self._tell()
        return True

    def _tell(self) -> None:
        details = self.details
        self.record(
            OrganisationChanged(
                organisation_id=self.id,
                title=details.title,
                help_line=details.help_line or None,
                help_place=details.help_place or None,
                colour=self.colour or None,
                logo=self.logo,
                opening=self.opening if self.opening != OpeningHours() else None,
                rhythm=self.rhythm if self.rhythm != RhythmWish() else None,
                limits=self.limits if self.limits != LimitsWish() else None,
                notice=self.notice,
                ask_about_data=self.ask_about_data or None,
            )
        )
