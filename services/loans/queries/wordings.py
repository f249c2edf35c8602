"""What pages read about texts of the agreement: which counts where, which were published, and who read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from services.loans.domain.household import Language, Level
from services.loans.domain.wording import Published, Reading
from services.loans.store.tables import agreement_default, agreement_draft, agreement_reading, agreement_wording
from services.loans.store.wordings import published_from
from shared.bus.unit import Unit, Units
from shared.database.engine import driver_of

OF_NUMBER = "SELECT organisation_of_wording($1)"
SHOWN = 50
wording = agreement_wording.c


@dataclass(frozen=True, slots=True)
class TextNow:
    """What counts at one level in one language.

    Attributes:
        newest: the last one that the organisation published; None where it has none.
        back: whether it went back to ours.
        draft_at: when somebody saved work that is not published (UTC); None where there is none.
        behind: whether there is a newer Dutch text than the one it stands beside.
    """

    level: Level
    language: Language
    newest: Published | None
    back: bool
    draft_at: datetime | None
    behind: bool

    @property
    def in_use(self) -> Published | None:
        """The one that families read; None where that is ours."""
        return None if self.back else self.newest


async def texts_now(unit: Unit) -> Sequence[TextNow]:
    """Each level in each language, in that order."""
    here = unit.organisation
    last = select(func.max(wording.number)).where(wording.organisation == here).group_by(wording.level, wording.language)
    newest = select(agreement_wording).where(wording.number.in_(last))
    rows = (published_from(row) for row in await unit.connection.execute(newest))
    by_key = {(one.level, one.language): one for one in rows}
    backs = select(agreement_default.c.level, agreement_default.c.language).where(agreement_default.c.organisation == here)
    back = {(Level(level), Language(language)) for level, language in await unit.connection.execute(backs)}
    draft = agreement_draft.c
    saved = select(draft.level, draft.language, draft.saved_at).where(draft.organisation == here)
    drafts = {(Level(level), Language(code)): at for level, code, at in await unit.connection.execute(saved)}
    return [_text_now(level, language, by_key, back, drafts) for level in Level for language in Language]


def _text_now(
    level: Level,
    language: Language,
    by_key: Mapping[tuple[Level, Language], Published],
    back: set[tuple[Level, Language]],
    drafts: Mapping[tuple[Level, Language], datetime],
) -> TextNow:
    newest, dutch = by_key.get((level, language)), by_key.get((level, Language.NL))
    behind = newest is not None and dutch is not None and newest.beside is not None and newest.beside != dutch.number
    gone_back = newest is not None and not back.isdisjoint({(level, language), (level, Language.NL)})
    return TextNow(level, language, newest, gone_back, drafts.get((level, language)), behind)


async def published_texts(unit: Unit) -> Sequence[Published]:
    """What was published, the newest first; no more than `SHOWN`."""
    query = select(agreement_wording).where(wording.organisation == unit.organisation).order_by(wording.number.desc()).limit(SHOWN)
    return [published_from(row) for row in await unit.connection.execute(query)]


async def readings_of(unit: Unit, numbers: Sequence[int]) -> Mapping[int, Sequence[Reading]]:
    """Who read these texts, by number, the first first; nothing for a text that nobody read."""
    reading = agreement_reading.c
    query = select(agreement_reading).where(reading.number.in_(numbers)).order_by(reading.read_on, reading.id)
    found: dict[int, list[Reading]] = {}
    for row in await unit.connection.execute(query):
        one = Reading(row.id, row.number, row.read_on, row.readers, row.remark, row.noted_by)
        found.setdefault(row.number, []).append(one)
    return found


async def same_in_other_languages(unit: Unit, own: Published) -> Sequence[Published]:
    """The Dutch text of a published one and what stands beside that, the newest of each language; `own` for its own language."""
    dutch = own.beside or own.number
    query = select(agreement_wording).where((wording.number == dutch) | (wording.beside == dutch)).order_by(wording.number)
    by_language = {one.language: one for one in map(published_from, await unit.connection.execute(query))}
    by_language[own.language] = own
    return [by_language[language] for language in Language if language in by_language]


async def organisation_of(units: Units[Unit], number: int) -> UUID | None:
    """Whose text has this number; None when nobody's has."""
    async with units.database.transaction_of_all() as connection:
        found: UUID | None = await (await driver_of(connection)).fetchval(OF_NUMBER, number)
    return found
