"""Loads and saves own texts of the agreement. The only code that writes them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, exists, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.household import Language, Level
from services.loans.domain.wording import LARGEST_NUMBER, Block, Draft, Published, Reading, Wording
from services.loans.store.tables import agreement_default, agreement_draft, agreement_reading, agreement_wording
from shared.bus.unit import Unit
from shared.domain import NotFound

wording = agreement_wording.c
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('agreement-text ' || :which, 0))")


class Wordings:
    """The texts of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def lock(self, level: Level) -> None:
        """Nobody else writes or publishes a text of this level until the transaction ends: the languages of one stand together."""
        await self._unit.connection.execute(_ONE_AT_A_TIME, {"which": f"{self._unit.organisation} {level.value}"})

    async def draft(self, level: Level, language: Language) -> Draft | None:
        """What somebody works on; None while nobody does."""
        row = (
            await self._unit.connection.execute(select(agreement_draft).where(*self._same(agreement_draft, level, language)))
        ).first()
        return None if row is None else _draft_from(row)

    async def save_draft(self, draft: Draft) -> None:
        """Store what somebody works on."""
        what = {
            "title": draft.wording.title,
            "blocks": _as_rows(draft.wording),
            "revision": draft.revision,
            "saved_by": draft.saved_by,
            "saved_at": draft.saved_at,
        }
        new = upsert(agreement_draft).values(self._key(draft.level, draft.language) | what)
        keys = ["organisation", "level", "language"]
        await self._unit.connection.execute(new.on_conflict_do_update(index_elements=keys, set_=what))

    async def drop_draft(self, level: Level, language: Language) -> None:
        """Nobody works on it any more."""
        await self._unit.connection.execute(delete(agreement_draft).where(*self._same(agreement_draft, level, language)))

    async def newest(self, level: Level, language: Language) -> Published | None:
        """The last one that was published, whether families read it or went back to ours."""
        query = select(agreement_wording).where(*self._same(agreement_wording, level, language))
        return await self._first(query.order_by(wording.number.desc()).limit(1))

    async def in_use(self, level: Level, language: Language) -> Published | None:
        """The one that is agreed today; None where that is ours. Where Dutch went back to ours, all languages did."""
        back = exists().where(
            agreement_default.c.organisation == self._unit.organisation,
            agreement_default.c.level == level.value,
            agreement_default.c.language.in_([language.value, Language.NL.value]),
        )
        query = select(agreement_wording).where(*self._same(agreement_wording, level, language), ~back)
        return await self._first(query.order_by(wording.number.desc()).limit(1))

    async def find(self, number: int) -> Published | None:
        """The one with this number; None when it is not one of ours."""
        if number > LARGEST_NUMBER:
            return None
        return await self._first(select(agreement_wording).where(wording.number == number))

    async def get(self, number: int) -> Published:
        """The same. Raises `NotFound`."""
        found = await self.find(number)
        if found is None:
            raise NotFound()
        return found

    async def with_dutch(self, own: Published) -> tuple[Published, Published | None]:
        """A text with the Dutch one that it stands beside; None beside Dutch."""
        return own, None if own.beside is None else await self.get(own.beside)

    async def publish(self, new: Published) -> Published:
        """Store a text for good; gives it with its number. Its organisation reads it from now on."""
        row = {
            "title": new.wording.title,
            "blocks": _as_rows(Wording(new.wording.title, new.wording.shown)),
            "beside": new.beside,
            "score": new.score,
            "score_limit": new.limit,
            "published_by": new.by,
            "published_at": new.at,
        }
        stored = insert(agreement_wording).values(self._key(new.level, new.language) | row).returning(wording.number)
        number: int = (await self._unit.connection.execute(stored)).scalar_one()
        await self.use_own(new.level, new.language)
        return await self.get(number)

    async def use_default(self, level: Level, language: Language) -> None:
        """From now on families read ours."""
        row = self._key(level, language) | {"since": self._unit.now()}
        await self._unit.connection.execute(upsert(agreement_default).values(row).on_conflict_do_nothing())

    async def use_own(self, level: Level, language: Language) -> None:
        """From now on families read the organisation's own again."""
        await self._unit.connection.execute(delete(agreement_default).where(*self._same(agreement_default, level, language)))

    async def add_reading(self, reading: Reading) -> None:
        """Keep that people read a text."""
        row = {
            "id": reading.id,
            "organisation": self._unit.organisation,
            "number": reading.number,
            "read_on": reading.on,
            "readers": reading.readers,
            "remark": reading.remark,
            "noted_by": reading.noted_by,
            "noted_at": self._unit.now(),
        }
        await self._unit.connection.execute(insert(agreement_reading).values(row))

    async def drop_reading(self, number: int, reading_id: UUID) -> None:
        """Take a reading away that was noted by mistake; nothing where there is none."""
        same = (agreement_reading.c.id == reading_id) & (agreement_reading.c.number == number)
        await self._unit.connection.execute(delete(agreement_reading).where(same))

    def _key(self, level: Level, language: Language) -> dict[str, Any]:
        return {"organisation": self._unit.organisation, "level": level.value, "language": language.value}

    def _same(self, table: Any, level: Level, language: Language) -> tuple[Any, ...]:
        return tuple(table.c[name] == value for name, value in self._key(level, language).items())

    async def _first(self, query: Select[Any]) -> Published | None:
        row = (await self._unit.connection.execute(query)).first()
        return None if row is None else published_from(row)


def published_from(row: Row[Any]) -> Published:
    """A text from its row."""
    return Published(
        number=row.number,
        level=Level(row.level),
        language=Language(row.language),
        wording=_wording_from(row.title, row.blocks),
        beside=row.beside,
        score=row.score,
        limit=row.score_limit,
        by=row.published_by,
        at=row.published_at,
    )


def pictures_in(blocks: list[dict[str, Any]]) -> tuple[str, ...]:
    """What is drawn beside each block of a published text, from the column that holds them."""
    return tuple(block["picture"] for block in blocks)


def _draft_from(row: Row[Any]) -> Draft:
    return Draft(
        level=Level(row.level),
        language=Language(row.language),
        wording=_wording_from(row.title, row.blocks),
        revision=row.revision,
        saved_by=row.saved_by,
        saved_at=row.saved_at,
    )


def _wording_from(title: str, blocks: list[dict[str, Any]]) -> Wording:
    return Wording(title, tuple(Block(**block) for block in blocks))


def _as_rows(of: Wording) -> list[dict[str, Any]]:
    names = ("key", "heading", "text", "picture", "shown")
    return [{name: getattr(block, name) for name in names} for block in of.blocks]
