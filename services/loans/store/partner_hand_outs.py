"""Keeps the codes with which partners hand machines out. The only code that writes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, or_, select, update

from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days
from services.loans.domain.partner_hand_out import PartnerHandOut
from services.loans.store.tables import partner_hand_out
from shared.bus.unit import Unit


class PartnerHandOuts:
    """The codes of the unit's organisation, one for each loan at most."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, hand_out_id: UUID) -> PartnerHandOut | None:
        """One of them, not locked; None when it was taken back or replaced."""
        return await self._one(partner_hand_out.c.id == hand_out_id)

    async def of_loan(self, loan_id: UUID) -> PartnerHandOut | None:
        """That of a loan, not locked; None when there is none."""
        return await self._one(partner_hand_out.c.loan_id == loan_id)

    async def of_code(self, code_hash: bytes) -> PartnerHandOut | None:
        """The one whose code has this hash, in this organisation."""
        return await self._one(
            (partner_hand_out.c.organisation == self._unit.organisation) & (partner_hand_out.c.code_hash == code_hash)
        )

    async def replace(self, made: PartnerHandOut, code_hash: bytes) -> None:
        """Store a new one. The one that this loan had opens nothing any more."""
        await self._unit.connection.execute(delete(partner_hand_out).where(partner_hand_out.c.loan_id == made.loan_id))
        await self._unit.connection.execute(
            insert(partner_hand_out).values(
                id=made.id,
                organisation=self._unit.organisation,
                loan_id=made.loan_id,
                code_hash=code_hash,
                language=made.language.value,
                level=made.level.value,
                template_version=made.template_version,
                document_sha256=made.document_sha256,
                look_again_on=made.days.look_again_on,
                ends_on=made.days.ends_on,
                for_person=made.for_person,
                made_by=made.made_by,
                valid_until=made.valid_until,
            )
        )

    async def take_back(self, loan_id: UUID) -> bool:
        """It opens nothing any more; False when there was none, or when the machine was handed out with it."""
        gone = await self._unit.connection.execute(
            delete(partner_hand_out)
            .where(partner_hand_out.c.loan_id == loan_id, partner_hand_out.c.given_at.is_(None))
            .returning(partner_hand_out.c.id)
        )
        return gone.first() is not None

    async def give(self, hand_out_id: UUID, by: UUID) -> bool:
        """Use it up; False when it was used or taken back, is too old, or is for somebody else. Of two at once one gets True."""
        now, its = self._unit.now(), partner_hand_out.c
        given = await self._unit.connection.execute(
            update(partner_hand_out)
            .where(
                its.id == hand_out_id,
                its.given_at.is_(None),
                its.valid_until > now,
                or_(its.for_person.is_(None), its.for_person == by),
            )
            .values(given_by=by, given_at=now)
            .returning(its.id)
        )
        return given.first() is not None

    async def undo(self, loan_id: UUID, since: datetime) -> bool:
        """It was not handed out after all; False unless it was, at this moment (UTC) or later."""
        its = partner_hand_out.c
        undone = await self._unit.connection.execute(
            update(partner_hand_out)
            .where(its.loan_id == loan_id, its.given_at >= since)
            .values(given_by=None, given_at=None)
            .returning(its.id)
        )
        return undone.first() is not None

    async def _one(self, which: Any) -> PartnerHandOut | None:
        row = (await self._unit.connection.execute(select(partner_hand_out).where(which))).first()
        return None if row is None else _from(row)


def _from(row: Row[Any]) -> PartnerHandOut:
    return PartnerHandOut(
        id=row.id,
        loan_id=row.loan_id,
        language=Language(row.language),
        level=Level(row.level),
        template_version=row.template_version,
        document_sha256=row.document_sha256,
        days=Days(row.look_again_on, row.ends_on),
        for_person=row.for_person,
        made_by=row.made_by,
        valid_until=row.valid_until,
        given_by=row.given_by,
        given_at=row.given_at,
    )
