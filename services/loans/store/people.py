"""Loads and saves what families said and the people around them. The only code that writes that; the household is locked before."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.consent import ConsentFor, ConsentSaid, ConsentWay
from services.loans.domain.people import Referral, TrustedFor, TrustedPerson
from services.loans.store.households import family_ids
from services.loans.store.tables import consent, contact_person, not_the_same, referral, trusted_person
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound


class People:
    """What is kept around the households of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def said(self, one: ConsentSaid) -> None:
        """Write down what a family said. Nobody rewrites it."""
        row = {
            "id": one.id,
            "organisation": self._unit.organisation,
            "household_id": one.household_id,
            "purpose": one.purpose.value,
            "answer": one.answer.value,
            "way": one.way.value,
            "said_on": one.said_on,
            "noted_by": one.noted_by,
        }
        await self._unit.connection.execute(insert(consent).values(row))

    async def last_said(self, household_id: UUID, purpose: ConsentFor) -> ConsentSaid | None:
        """The newest answer of one row of a family; None when nothing was written down."""
        query = select(consent).where(consent.c.household_id == household_id, consent.c.purpose == purpose.value)
        row = (await self._unit.connection.execute(query.order_by(consent.c.id.desc()).limit(1))).first()
        return None if row is None else said_from(row)

    async def contacts_of(self, household_id: UUID) -> Mapping[UUID, date | None]:
        """The fixed faces of a family, and those who were until a day, with that day."""
        faces = select(contact_person.c.person_id, contact_person.c.removed_on)
        found = await self._unit.connection.execute(faces.where(contact_person.c.household_id.in_(family_ids(household_id))))
        return {row.person_id: row.removed_on for row in found}

    async def add_contact(self, household_id: UUID, person_id: UUID, since: date) -> None:
        """A colleague is a fixed face of the family from a day on."""
        row = {
            "household_id": household_id,
            "person_id": person_id,
            "organisation": self._unit.organisation,
            "since": since,
        }
        again = (
            upsert(contact_person)
            .values(row)
            .on_conflict_do_update(index_elements=["household_id", "person_id"], set_={"since": since, "removed_on": None})
        )
        await self._unit.connection.execute(again)

    async def mark_contact(self, household_id: UUID, person_id: UUID, removed_on: date | None) -> None:
        """A colleague is no fixed face of the family from a day on, or is after all."""
        here = contact_person.c.household_id.in_(family_ids(household_id)) & (contact_person.c.person_id == person_id)
        await self._unit.connection.execute(update(contact_person).where(here).values(removed_on=removed_on))

    async def count_trusted(self, household_id: UUID) -> int:
        """How many people the family named that count."""
        named = trusted_person.c.household_id.in_(family_ids(household_id)) & trusted_person.c.removed_on.is_(None)
        return await self._unit.connection.scalar(select(func.count()).select_from(trusted_person).where(named)) or 0

    async def trusted(self, household_id: UUID, trusted_id: UUID) -> TrustedPerson:
        """Somebody whom this family named. Raises `NotFound`."""
        mine = trusted_person.c.household_id.in_(family_ids(household_id))
        row = (await self._unit.connection.execute(select(trusted_person).where(trusted_person.c.id == trusted_id, mine))).first()
        if row is None:
            raise NotFound()
        return trusted_from(row)

    async def add_trusted(self, one: TrustedPerson) -> None:
        """Store somebody whom the family named."""
        row = {
            "id": one.id,
            "organisation": self._unit.organisation,
            "household_id": one.household_id,
            "name": one.name,
            "reach": one.reach,
            "purposes": [purpose.value for purpose in one.purposes],
            "added_on": one.added_on,
        }
        await self._unit.connection.execute(insert(trusted_person).values(row))

    async def mark_trusted(self, trusted_id: UUID, removed_on: date | None) -> None:
        """Take somebody away from a day on, or put back."""
        await self._unit.connection.execute(
            update(trusted_person).where(trusted_person.c.id == trusted_id).values(removed_on=removed_on)
        )

    async def forget_removed(self, before: date) -> None:
        """Delete who was taken away before a day, of both kinds: until then they can be put back."""
        for table in (trusted_person, contact_person):
            gone = (table.c.organisation == self._unit.organisation) & (table.c.removed_on < before)
            await self._unit.connection.execute(delete(table).where(gone))

    async def referral(self, household_id: UUID, referral_id: UUID) -> Referral:
        """A referral of this family, locked until the transaction ends. Raises `NotFound`."""
        query = select(referral).where(referral.c.id == referral_id, referral.c.household_id.in_(family_ids(household_id)))
        row = (await self._unit.connection.execute(query.with_for_update(of=referral))).first()
        if row is None:
            raise NotFound()
        return referral_from(row)

    async def add_referral(self, one: Referral) -> None:
        """Store who referred a family."""
        row = {
            "id": one.id,
            "organisation": self._unit.organisation,
            "household_id": one.household_id,
            "by_whom": one.by_whom,
            "by_person": one.by_person,
            "since": one.since,
            "until": one.until,
        }
        await self._unit.connection.execute(insert(referral).values(row))

    async def renew_referral(self, referral_id: UUID, until: date) -> None:
        """It counts until another day."""
        await self._unit.connection.execute(update(referral).where(referral.c.id == referral_id).values(until=until))

    async def are_not_the_same(self, one: Collection[UUID], other: Collection[UUID], said_by: UUID, said_on: date) -> None:
        """Remember that two families look alike and are two, for each of their rows, both ways round."""
        pairs = [(first, second) for first in one for second in other]
        rows = [
            {
                "household_id": here,
                "other_id": there,
                "organisation": self._unit.organisation,
                "said_by": said_by,
                "said_on": said_on,
            }
            for first, second in pairs
            for here, there in ((first, second), (second, first))
        ]
        await self._unit.connection.execute(upsert(not_the_same).on_conflict_do_nothing(), rows)


def said_from(row: Row[Any]) -> ConsentSaid:
    """What a family said, from its row."""
    return ConsentSaid(
        row.id,
        row.household_id,
        ConsentFor(row.purpose),
        ConsentAnswer(row.answer),
        ConsentWay(row.way),
        row.said_on,
        row.noted_by,
    )


def trusted_from(row: Row[Any]) -> TrustedPerson:
    """Somebody whom a family named, from its row."""
    purposes = tuple(TrustedFor(purpose) for purpose in row.purposes)
    return TrustedPerson(row.id, row.household_id, row.name, row.reach, purposes, row.added_on, row.removed_on)


def referral_from(row: Row[Any]) -> Referral:
    """Who referred a family, from its row."""
    return Referral(row.id, row.household_id, row.by_whom, row.by_person, row.since, row.until)
