"""Loads and saves loans with their lines, and keeps what was signed. The only code that writes them.

Who needs a request too locks that one first: everybody takes the two in this order.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.addendum import Addendum
from services.loans.domain.agreement import SignedAgreement
from services.loans.domain.hand_over import HandOver
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import Coming, LineEnd, LineKind, LoanLine
from services.loans.domain.loan_status import LoanStatus
from services.loans.store import tables
from services.loans.store.households import family_ids
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Accessory
from shared.domain import NotFound

WITH_HOUSEHOLD = select(tables.loan, tables.household.c.code.label("household_code")).join(
    tables.household, tables.household.c.id == tables.loan.c.household_id
)

WHAT_WAS_SIGNED = 1
"""The part of an agreement's content that holds the text and the name under it."""


class Loans:
    """The loans of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, loan_id: UUID) -> Loan:
        """A loan, locked until the transaction ends. Raises `NotFound`."""
        loan = await self.find(loan_id)
        if loan is None:
            raise NotFound()
        return loan

    async def find(self, loan_id: UUID) -> Loan | None:
        """A loan, locked until the transaction ends, or None when it is not one of ours."""
        locked = WITH_HOUSEHOLD.where(tables.loan.c.id == loan_id).with_for_update(of=tables.loan, key_share=True)
        row = (await self._unit.connection.execute(locked)).first()
        if row is None:
            return None
        lines = await self._unit.connection.execute(
            select(tables.loan_line).where(tables.loan_line.c.loan_id == loan_id).order_by(tables.loan_line.c.id)
        )
        return loan_from(row, [line_from(line) for line in lines])

    async def request_of(self, loan_id: UUID) -> UUID:
        """The request behind a loan, which never changes: for who has to lock the request first. Raises `NotFound`."""
        found: UUID | None = await self._unit.connection.scalar(select(tables.loan.c.request_id).where(tables.loan.c.id == loan_id))
        if found is None:
            raise NotFound()
        return found

    async def ids_of_household(self, household_id: UUID) -> frozenset[UUID]:
        """Every loan of a family, of all its rows, those that are over too."""
        query = select(tables.loan.c.id).where(tables.loan.c.household_id.in_(family_ids(household_id)))
        found = await self._unit.connection.scalars(query)
        return frozenset(found)

    async def ids_of_rows(self, household_ids: Collection[UUID]) -> Sequence[UUID]:
        """Every loan of these rows alone, those that are over too, in the order of their ids."""
        query = select(tables.loan.c.id).where(tables.loan.c.household_id.in_(household_ids))
        return (await self._unit.connection.scalars(query.order_by(tables.loan.c.id))).all()

    async def find_of_request(self, request_id: UUID) -> Loan | None:
        """The loan that a request became, unless it was cancelled; locked until the transaction ends."""
        loan = tables.loan
        query = select(loan.c.id).where(loan.c.request_id == request_id, loan.c.status != LoanStatus.CANCELLED.value)
        found: UUID | None = await self._unit.connection.scalar(query)
        return None if found is None else await self.find(found)

    async def with_device(self, device_id: UUID) -> UUID | None:
        """The loan that a machine is on now, not locked; None when it is on none."""
        line = tables.loan_line
        query = select(line.c.loan_id).where(line.c.device_id == device_id, line.c.ended.is_(None))
        found: UUID | None = await self._unit.connection.scalar(query)
        return found

    async def find_with_device(self, device_id: UUID) -> Loan | None:
        """The same, locked until the transaction ends."""
        found = await self.with_device(device_id)
        return None if found is None else await self.find(found)

    async def of_line(self, line_id: UUID) -> UUID | None:
        """The loan with this line, not locked; None when there is none. A machine that is to be added is kept under its line."""
        found: UUID | None = await self._unit.connection.scalar(
            select(tables.loan_line.c.loan_id).where(tables.loan_line.c.id == line_id)
        )
        return found

    async def find_of_line(self, line_id: UUID) -> Loan | None:
        """The same, locked until the transaction ends."""
        found = await self.of_line(line_id)
        return None if found is None else await self.find(found)

    async def note_wiped(self, device_id: UUID, day: date) -> None:
        """A machine is empty: on the loans that it was on and that nobody wiped it after yet, that is known now."""
        line = tables.loan_line.c
        gone = (line.device_id == device_id) & line.ended.is_not(None) & line.wiped_on.is_(None)
        await self._unit.connection.execute(update(tables.loan_line).where(gone).values(wiped_on=day))

    async def save(self, loan: Loan) -> None:
        """Store a loan, new or changed, with its lines and the events it caused."""
        facts = {
            "status": loan.status.value,
            "accessories": [accessory.value for accessory in loan.accessories],
            "learners": loan.learners,
            "started_on": loan.started_on,
            "look_again_on": loan.look_again_on,
            "ends_on": loan.ends_on,
            "ended_on": loan.ended_on,
            "not_returned": [accessory.value for accessory in loan.not_returned],
            "kept_at": loan.kept_at,
            "chosen": loan.chosen,
            "gone": [accessory.value for accessory in loan.gone],
            "handed_over": [one.value for one in loan.handed_over],
            "changed_at": self._unit.now(),
        }
        identity = {
            "id": loan.id,
            "organisation": self._unit.organisation,
            "request_id": loan.request_id,
            "household_id": loan.household_id,
        }
        new = upsert(tables.loan).values(identity | facts)
        await self._unit.connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=facts))
        # Those that are over first: the machine of one may be on the next.
        for line in sorted(loan.lines, key=lambda line: line.ended is None):
            changing = {
                "kind": line.kind.value,
                "ticket_id": line.ticket_id,
                "original_device_id": line.original_device_id,
                "reserved_by": line.reserved_by,
                "ended": line.ended.value if line.ended else None,
                "coming": line.coming.value if line.coming else None,
                "said_lost_on": line.said_lost_on,
                "along": None if line.along is None else [one.value for one in line.along],
                "along_gone": [one.value for one in line.along_gone],
                "not_returned": [one.value for one in line.not_returned],
            }
            row = {
                "id": line.id,
                "organisation": self._unit.organisation,
                "loan_id": loan.id,
                "device_id": line.device_id,
            }
            new_line = upsert(tables.loan_line).values(row | changing)
            await self._unit.connection.execute(new_line.on_conflict_do_update(index_elements=["id"], set_=changing))
        self._unit.record(loan.take_events())

    async def keep_signed(self, loan_id: UUID, signed: SignedAgreement, paper_sha256: str | None = None) -> None:
        """Keep what was agreed, to the letter, and how; and the hash of its sealed PDF. Once per loan."""
        agreement, signature = signed.agreement, signed.signature
        said = signature.said
        of_loan = {"loan_id": loan_id, "organisation": self._unit.organisation}
        await self._unit.connection.execute(
            insert(tables.agreement).values(
                **of_loan,
                sha256=agreement.sha256,
                template_version=agreement.template_version,
                language=agreement.language.value,
                way=signature.way.value,
                explained_in=signature.explained_in.value if signature.explained_in else None,
                seen_by=signature.seen_by,
                signed_at=signature.at,
                manner=said.manner.value,
                signs_as=said.signs_as.value,
                explained_by=said.explained_by,
                paper_sha256=paper_sha256,
            )
        )
        content = insert(tables.agreement_content)
        await self._unit.connection.execute(
            content.values(
                **of_loan,
                part=WHAT_WAS_SIGNED,
                text=agreement.text,
                signature_name=signature.name,
                institution=said.institution,
                witness=said.witness,
                collected_by=said.collected_by,
                explainer=said.explainer,
            )
        )

    async def next_part(self, loan_id: UUID) -> int:
        """The number of the next addendum; what was signed is part 1. The caller locked the loan."""
        last: int | None = await self._unit.connection.scalar(
            select(func.max(tables.addendum.c.part)).where(tables.addendum.c.loan_id == loan_id)
        )
        return (last or WHAT_WAS_SIGNED) + 1

    async def keep_addendum(self, loan_id: UUID, addendum: Addendum) -> None:
        """Keep what changed, to the letter."""
        row = {"loan_id": loan_id, "organisation": self._unit.organisation, "part": addendum.part, "made_on": addendum.made_on}
        words = {"language": addendum.language.value, "text": addendum.text, "sha256": addendum.sha256}
        await self._unit.connection.execute(insert(tables.addendum).values(**row, **words))

    async def keep_brought_by(self, loan_id: UUID, name: str, part: int = WHAT_WAS_SIGNED) -> None:
        """Who brought it back, where that was somebody else: what the addendum `part` tells, or all of what was signed. Once."""
        row = {"loan_id": loan_id, "part": part, "organisation": self._unit.organisation, "brought_by": name}
        await self._unit.connection.execute(insert(tables.loan_return).values(row))


def loan_from(row: Row[Any], lines: Sequence[LoanLine]) -> Loan:
    """A loan from its row and its lines."""
    return Loan(
        id=row.id,
        request_id=row.request_id,
        household_id=row.household_id,
        household_code=row.household_code,
        lines=list(lines),
        accessories=tuple(Accessory(accessory) for accessory in row.accessories),
        learners=row.learners,
        status=LoanStatus(row.status),
        started_on=row.started_on,
        look_again_on=row.look_again_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        not_returned=tuple(Accessory(accessory) for accessory in row.not_returned),
        kept_at=row.kept_at,
        chosen=row.chosen,
        gone=tuple(Accessory(accessory) for accessory in row.gone),
        handed_over=tuple(HandOver(one) for one in row.handed_over),
    )


def line_from(row: Row[Any]) -> LoanLine:
    """A line from its row."""
    return LoanLine(
        id=row.id,
        device_id=row.device_id,
        kind=LineKind(row.kind),
        ticket_id=row.ticket_id,
        original_device_id=row.original_device_id,
        reserved_by=row.reserved_by,
        ended=LineEnd(row.ended) if row.ended else None,
        coming=Coming(row.coming) if row.coming else None,
        said_lost_on=row.said_lost_on,
        wiped_on=row.wiped_on,
        along=None if row.along is None else tuple(Accessory(one) for one in row.along),
        along_gone=tuple(Accessory(one) for one in row.along_gone),
        not_returned=tuple(Accessory(one) for one in row.not_returned),
    )
