"""Keeps what belongs to an agreement beside its words: a drawing, the sealed PDF, a photo of the paper. Nothing changes one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.loans.domain.signing import FileKind
from services.loans.store.tables import agreement_content, agreement_file
from shared.bus.unit import Unit


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of an agreement; `at` in UTC."""

    content: bytes
    at: datetime


class AgreementFiles:
    """The files of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def of(self, loan_id: UUID, kind: FileKind) -> KeptFile | None:
        """One of them; None when there is none."""
        row = (
            await self._unit.connection.execute(
                select(agreement_file.c.content, agreement_file.c.added_at).where(
                    agreement_file.c.loan_id == loan_id, agreement_file.c.kind == kind.value
                )
            )
        ).first()
        return None if row is None else KeptFile(row.content, row.added_at)

    async def added_at(self, loan_id: UUID) -> dict[FileKind, datetime]:
        """Which there are, and since when (UTC); without their content."""
        rows = await self._unit.connection.execute(
            select(agreement_file.c.kind, agreement_file.c.added_at).where(agreement_file.c.loan_id == loan_id)
        )
        return {FileKind(row.kind): row.added_at for row in rows}

    async def add(self, loan_id: UUID, kind: FileKind, content: bytes, by: UUID | None) -> None:
        """Keep one; there is none of this kind yet."""
        await self._unit.connection.execute(
            insert(agreement_file).values(
                loan_id=loan_id,
                kind=kind.value,
                organisation=self._unit.organisation,
                content=content,
                added_by=by,
                added_at=self._unit.now(),
            )
        )

    async def remove(self, loan_id: UUID, kind: FileKind) -> None:
        """Throw one away, if it is there."""
        await self._unit.connection.execute(
            delete(agreement_file).where(agreement_file.c.loan_id == loan_id, agreement_file.c.kind == kind.value)
        )

    async def forget(self, loan_id: UUID) -> None:
        """Forget the words of an agreement, its names, drawing, paper and photo. That something was agreed stays, with its hash."""
        for table in (agreement_file, agreement_content):
            await self._unit.connection.execute(delete(table).where(table.c.loan_id == loan_id))
