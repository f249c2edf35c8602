"""What the page behind a sticker may know, before anybody said who they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.portal import Notice, OpenException, OpeningHours
from shared.database.engine import Database, driver_of
from shared.runtime.faces import face_of

SOON = timedelta(days=14)
FIND = "SELECT organisation, device_id FROM find_public_code($1)"


@dataclass(frozen=True, slots=True)
class Sticker:
    """Whose machine has this code. Nothing about who has it."""

    organisation: UUID
    device_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """Where families find help; about the organisation, never about a person.

    Attributes:
        opening: when families can come in; None when the organisation did not say.
        notice: what the organisation says now, also when its last day is past.
        today: where the organisation is.
    """

    help_line: str | None = None
    help_place: str | None = None
    opening: OpeningHours | None = None
    notice: Notice | None = None
    today: date | None = None

    @property
    def dial(self) -> str:
        """The help line as a telephone takes it."""
        return "".join(letter for letter in self.help_line or "" if letter.isdigit() or letter == "+")

    @property
    def other_days(self) -> list[OpenException]:
        """The next dates on which it is otherwise, as far ahead as a family plans."""
        if self.opening is None or self.today is None:
            return []
        return [one for one in self.opening.exceptions if self.today <= one.on <= self.today + SOON]


async def find_sticker(database: Database, code: str) -> Sticker | None:
    """The machine with a code, of whatever organisation, or None. Outside any organisation's transaction: none is known yet."""
    async with database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(FIND, code)
    return Sticker(row["organisation"], row["device_id"], code) if row else None


async def help_place(unit: Unit) -> HelpPlace:
    """What the unit's organisation says about where it helps."""
    face = await face_of(unit)
    return HelpPlace(face.help_line, face.help_place, face.opening, face.notice, unit.today())
