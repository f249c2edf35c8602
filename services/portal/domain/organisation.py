"""One Digibank: what it is called, and where families find help."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.refusals import NoHelpLine, TitleMissing
from shared.contracts.portal import OrganisationChanged
from shared.domain import Aggregate
from shared.language.free_text import clean_line

LONGEST_TEXT = 120


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


@dataclass
class Organisation(Aggregate):
    """One Digibank."""

    id: UUID
    details: Details

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

    def _tell(self) -> None:
        details = self.details
        self.record(
            OrganisationChanged(
                organisation_id=self.id,
                title=details.title,
                help_line=details.help_line or None,
                help_place=details.help_place or None,
            )
        )
