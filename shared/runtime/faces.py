"""What every organisation is called, where it helps and how it looks, as every service hears it from the portal."""

import time
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.unit import Unit
from shared.contracts.limits import USUAL as USUAL_LIMITS
from shared.contracts.limits import Limits, LimitsWish, limits_of
from shared.contracts.portal import Logo, Notice, OpeningHours, OrganisationChanged
from shared.contracts.rhythm import USUAL as USUAL_RHYTHM
from shared.contracts.rhythm import Rhythm, RhythmWish, rhythm_of
from shared.database.engine import Database, driver_of, is_unavailable

log = structlog.get_logger()

TABLE = "bus.organisation_face"
LOOK_EVERY_SECONDS = 1.0
REMEMBER = """
INSERT INTO bus.organisation_face AS known
(organisation, sequence, title, help_line, help_place, colour, logo, logo_width, logo_height, opening, rhythm, limits, notice,
 ask_about_data)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11::text::jsonb, $12::text::jsonb, $13::text::jsonb, $14)
ON CONFLICT (organisation) DO UPDATE
SET sequence = $2, title = $3, help_line = $4, help_place = $5, colour = $6, logo = $7, logo_width = $8, logo_height = $9,
    opening = $10::text::jsonb, rhythm = $11::text::jsonb,
    limits = $12::text::jsonb, notice = $13::text::jsonb, ask_about_data = $14
WHERE known.sequence < $2
"""
FACE = """
SELECT title, help_line, help_place, colour, logo, logo_width, logo_height, opening::text AS opening,
    notice::text AS notice, ask_about_data
FROM bus.organisation_face WHERE organisation = $1
"""
HELP_LINES = """
SELECT title, help_line FROM bus.organisation_face WHERE help_line <> '' ORDER BY title, organisation
"""
RHYTHM = "SELECT rhythm::text FROM bus.organisation_face WHERE organisation = $1"
LIMITS = "SELECT limits::text FROM bus.organisation_face WHERE organisation = $1"


@dataclass(frozen=True, slots=True)
class Face:
    """What an organisation says about itself; None and an empty title for what we did not hear.

    Attributes:
        title: what it is called.
        help_line: the number that families dial.
        help_place: where they go.
        colour: the colour it wishes, as `#rrggbb`; see `shared/web/colour.py` for what pages make of it.
        logo: its picture, which portal has.
        opening: when families can come in.
        notice: what it says now, also when its last day is past.
        ask_about_data: where a family asks about what is written down of it.
    """

    title: str = ""
    help_line: str | None = None
    help_place: str | None = None
    colour: str | None = None
    logo: Logo | None = None
    opening: OpeningHours | None = None
    notice: Notice | None = None
    ask_about_data: str | None = None


UNKNOWN = Face()


async def remember_face(event: OrganisationChanged, unit: Unit) -> None:
    """A projection of every service. The other order: every event tells all there is to tell, so the one with the highest
    sequence stays, whichever comes last. What is said about another organisation than its own is nobody's business."""
    if event.organisation_id != unit.organisation:
        return
    logo = event.logo
    await (await driver_of(unit.connection)).execute(
        REMEMBER,
        unit.organisation,
        unit.sequence,
        event.title,
        event.help_line,
        event.help_place,
        event.colour,
        logo and logo.picture,
        logo and logo.width,
        logo and logo.height,
        event.opening and event.opening.model_dump_json(),
        event.rhythm and event.rhythm.model_dump_json(),
        event.limits and event.limits.model_dump_json(),
        event.notice and event.notice.model_dump_json(),
        event.ask_about_data,
    )


async def face_of(unit: Unit) -> Face:
    """What the unit's organisation says about itself."""
    return await _look(unit.connection, unit.organisation)


async def rhythm_here(unit: Unit) -> Rhythm:
    """The numbers that count for the unit's organisation: those it chose, and the usual ones for the rest."""
    chosen = await (await driver_of(unit.connection)).fetchval(RHYTHM, unit.organisation)
    return rhythm_of(RhythmWish.model_validate_json(chosen)) if chosen else USUAL_RHYTHM


async def limits_here(unit: Unit) -> Limits:
    """From when a colleague is warned in the unit's organisation: the numbers it chose, and the usual ones for the rest."""
    chosen = await (await driver_of(unit.connection)).fetchval(LIMITS, unit.organisation)
    return limits_of(LimitsWish.model_validate_json(chosen)) if chosen else USUAL_LIMITS


class Faces:
    """Asked for every page, so it looks in the database at most once a second for each organisation.

    Args:
        database: the service's own, as the application role.
    """

    def __init__(self, database: Database, look_every_seconds: float = LOOK_EVERY_SECONDS) -> None:
        self._database, self._look_every = database, look_every_seconds
        self._known: dict[UUID, tuple[float, Face]] = {}

    async def of(self, organisation: UUID) -> Face:
        """How this organisation looks. With the database away: as it was known before, or `UNKNOWN`; a page never fails on it."""
        looked_at, known = self._known.get(organisation, (float("-inf"), UNKNOWN))
        if time.monotonic() - looked_at < self._look_every:
            return known
        if organisation in self._known:  # first, so that requests at the same moment do not all look
            self._known[organisation] = (time.monotonic(), known)
        try:
            async with self._database.transaction(organisation) as connection:
                known = await _look(connection, organisation)
        except Exception as error:
            if not is_unavailable(error):
                raise
            log.warning("cannot look how an organisation looks", error=type(error).__name__)
        self._known[organisation] = (time.monotonic(), known)
        return known


class HelpLines:
    """Where families call, of every organisation of this installation. Asked for a page that is open to all, so it looks in the
    database at most once a second: the bus role has few connections, and its own work to do.

    Args:
        bus: the service's database as its bus role, which sees title and help line of all organisations.
    """

    def __init__(self, bus: Database, look_every_seconds: float = LOOK_EVERY_SECONDS) -> None:
        self._bus, self._look_every = bus, look_every_seconds
        self._looked_at, self._known = float("-inf"), list[tuple[str, str]]()

    async def at_most(self, most: int) -> list[tuple[str, str]]:
        """What organisations are called, and the number that families dial, by name.

        None of them where there are more than `most`: nobody looks for the right one in a long list. With the database away: as
        they were known before; a page never fails on it.
        """
        if time.monotonic() - self._looked_at >= self._look_every:
            self._looked_at = time.monotonic()  # first, so that requests at the same moment do not all look
            try:
                async with self._bus.transaction_of_all() as connection:
                    rows = await (await driver_of(connection)).fetch(HELP_LINES)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("cannot look where help is", error=type(error).__name__)
            else:
                self._known = [(row["title"], row["help_line"]) for row in rows]
        return self._known if len(self._known) <= most else []


async def _look(connection: AsyncConnection, organisation: UUID) -> Face:
    row = await (await driver_of(connection)).fetchrow(FACE, organisation)
    if row is None:
        return UNKNOWN
    logo = Logo(picture=row["logo"], width=row["logo_width"], height=row["logo_height"]) if row["logo"] else None
    opening = OpeningHours.model_validate_json(row["opening"]) if row["opening"] else None
    notice = Notice.model_validate_json(row["notice"]) if row["notice"] else None
    return Face(row["title"], row["help_line"], row["help_place"], row["colour"], logo, opening, notice, row["ask_about_data"])
