"""Keeps what was printed to be signed with a pen. The only code that writes it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days
from services.loans.domain.printed import Printed
from services.loans.store.tables import agreement_print
from shared.bus.unit import Unit

MOST = 10


class Prints:
    """The printed texts of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def note(self, printed: Printed) -> None:
        """Keep it. The same text printed again is the same one, printed now."""
        row = {
            "loan_id": printed.loan_id,
            "document_sha256": printed.document_sha256,
            "organisation": self._unit.organisation,
            "language": printed.language.value,
            "level": printed.level.value,
            "template_version": printed.template_version,
            "look_again_on": printed.days.look_again_on,
            "ends_on": printed.days.ends_on,
            "printed_at": printed.printed_at,
        }
        new = upsert(agreement_print).values(row)
        again = new.on_conflict_do_update(index_elements=["loan_id", "document_sha256"], set_={"printed_at": printed.printed_at})
        await self._unit.connection.execute(again)

    async def of_loan(self, loan_id: UUID) -> Sequence[Printed]:
        """Those of a loan, the newest first; so many that nobody looks for another one."""
        query = select(agreement_print).where(agreement_print.c.loan_id == loan_id)
        rows = await self._unit.connection.execute(query.order_by(agreement_print.c.printed_at.desc()).limit(MOST))
        return [
            Printed(
                loan_id=row.loan_id,
                document_sha256=row.document_sha256,
                language=Language(row.language),
                level=Level(row.level),
                template_version=row.template_version,
                days=Days(row.look_again_on, row.ends_on),
                printed_at=row.printed_at,
            )
            for row in rows
        ]

    async def clear(self, loan_id: UUID) -> None:
        """Something was signed: no paper waits for a pen any more."""
        await self._unit.connection.execute(delete(agreement_print).where(agreement_print.c.loan_id == loan_id))
