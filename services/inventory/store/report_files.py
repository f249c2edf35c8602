"""Reports that were brought many at once: each waits for its turn, and keeps what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from services.inventory.domain.identifiers import KnownBy
from services.inventory.domain.report_file import Outcome, ReportFile
from services.inventory.store.intake_tables import report_file
from shared.bus.unit import Unit
from shared.domain import NotFound

SHOWN = [column for column in report_file.c if column.name != "content"]


def file_from(row: Row[Any], content: bytes | None = None) -> ReportFile:
    """A file from its row, without what is in it unless that is given."""
    return ReportFile(
        id=row.id,
        drop_id=row.drop_id,
        lot_id=row.lot_id,
        name=row.name,
        content=content,
        brought_by=row.brought_by,
        brought_at=row.brought_at,
        outcome=Outcome(row.outcome),
        device_id=row.device_id,
        known_by=KnownBy(row.known_by) if row.known_by else None,
        problem=row.problem,
    )


class ReportFiles:
    """The files of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def add(self, files: Sequence[ReportFile]) -> None:
        """Store files that were brought."""
        rows = [
            {"id": one.id, "organisation": self._unit.organisation, "brought_by": one.brought_by, "brought_at": one.brought_at}
            | {"drop_id": one.drop_id, "lot_id": one.lot_id, "name": one.name, **_state(one)}
            for one in files
        ]
        await self._unit.connection.execute(insert(report_file), rows)

    async def get(self, file_id: UUID) -> ReportFile:
        """A file with what is in it, locked until the transaction ends. Raises `NotFound`."""
        found = (
            await self._unit.connection.execute(select(report_file).where(report_file.c.id == file_id).with_for_update())
        ).first()
        if found is None:
            raise NotFound()
        return file_from(found, found.content)

    async def save(self, file: ReportFile) -> None:
        """Store what came of a file."""
        await self._unit.connection.execute(update(report_file).where(report_file.c.id == file.id).values(_state(file)))

    async def forget_undecided(self, before: datetime) -> None:
        """Drop what is in the files that were brought before, or just then, and that wait for a decision or for their turn."""
        waits = report_file.c.outcome.in_((Outcome.WAITING.value, Outcome.KNOWN.value))
        mine = (report_file.c.organisation == self._unit.organisation, waits, report_file.c.brought_at <= before)
        gone = {"outcome": Outcome.FORGOTTEN.value, "content": None}
        await self._unit.connection.execute(update(report_file).where(*mine).values(gone))


def _state(file: ReportFile) -> dict[str, object]:
    return {
        "content": file.content,
        "outcome": file.outcome.value,
        "device_id": file.device_id,
        "known_by": file.known_by.value if file.known_by else None,
        "problem": file.problem,
    }
