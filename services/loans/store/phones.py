"""Keeps the codes with which families sign on their own phone. The only code that writes them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from services.loans.domain.household import Language, Level
from services.loans.domain.phone_signing import PhoneSigning
from services.loans.store.tables import phone_signing
from shared.bus.unit import Unit


class Phones:
    """The codes of the unit's organisation, one for each loan at most."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, phone_id: UUID) -> PhoneSigning | None:
        """One of them, not locked; None when it was withdrawn or replaced."""
        return await self._one(phone_signing.c.id == phone_id)

    async def of_loan(self, loan_id: UUID) -> PhoneSigning | None:
        """That of a loan, not locked; None when there is none."""
        return await self._one(phone_signing.c.loan_id == loan_id)

    async def replace(self, phone: PhoneSigning, code_hash: bytes) -> None:
        """Store a new one. The one that this loan had lets nobody in any more."""
        await self.withdraw(phone.loan_id)
        await self._unit.connection.execute(
            insert(phone_signing).values(
                id=phone.id,
                organisation=self._unit.organisation,
                loan_id=phone.loan_id,
                code_hash=code_hash,
                language=phone.language.value,
                level=phone.level.value,
                explained_in=phone.explained_in.value if phone.explained_in else None,
                seen_by=phone.seen_by,
                valid_until=phone.valid_until,
            )
        )

    async def withdraw(self, loan_id: UUID) -> bool:
        """It lets nobody in any more; False when there was none."""
        gone = await self._unit.connection.execute(
            delete(phone_signing).where(phone_signing.c.loan_id == loan_id).returning(phone_signing.c.id)
        )
        return gone.first() is not None

    async def open(self, phone_id: UUID) -> None:
        """Somebody looks at the page; the first time counts."""
        await self._unit.connection.execute(
            update(phone_signing)
            .where(phone_signing.c.id == phone_id, phone_signing.c.opened_at.is_(None))
            .values(opened_at=self._unit.now())
        )

    async def use(self, phone_id: UUID) -> bool:
        """Use it up; False when it was used, withdrawn or replaced, or is too old. Of two at the same moment one gets True."""
        now = self._unit.now()
        used = await self._unit.connection.execute(
            update(phone_signing)
            .where(phone_signing.c.id == phone_id, phone_signing.c.used_at.is_(None), phone_signing.c.valid_until > now)
            .values(used_at=now)
            .returning(phone_signing.c.id)
        )
        return used.first() is not None

    async def _one(self, which: Any) -> PhoneSigning | None:
        row = (await self._unit.connection.execute(select(phone_signing).where(which))).first()
        return None if row is None else _phone_from(row)


def _phone_from(row: Row[Any]) -> PhoneSigning:
    return PhoneSigning(
        id=row.id,
        loan_id=row.loan_id,
        language=Language(row.language),
        level=Level(row.level),
        explained_in=Language(row.explained_in) if row.explained_in else None,
        seen_by=row.seen_by,
        valid_until=row.valid_until,
        opened_at=row.opened_at,
        used_at=row.used_at,
    )
