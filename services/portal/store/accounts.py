"""Accounts as rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.domain.account import Account
from services.portal.domain.start_code import StartCode
from services.portal.store import tables
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Role
from shared.domain import NotFound


class Accounts:
    """The people of the unit's organisation. None of them has a role whose last day is over, also before that was stored."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, account_id: UUID) -> Account:
        """An account, locked until the transaction ends. Raises `NotFound`."""
        account = await self.find(account_id)
        if account is None:
            raise NotFound()
        return account

    async def find(self, account_id: UUID) -> Account | None:
        """An account, locked until the transaction ends, or None when it is not one of ours."""
        account = tables.account
        found = await self._unit.connection.execute(select(account).where(account.c.id == account_id).with_for_update())
        row = found.first()
        return None if row is None else account_from(row, self._unit.today())

    async def find_by_name(self, sign_in_name: str) -> Account | None:
        """The account with that name in this organisation, locked until the transaction ends."""
        account = tables.account
        found = await self._unit.connection.execute(select(account).where(account.c.sign_in_name == sign_in_name).with_for_update())
        row = found.first()
        return None if row is None else account_from(row, self._unit.today())

    async def add(self, account: Account) -> bool:
        """Store a new account and its events; False when somebody in this installation has its name to sign in."""
        values = {"id": account.id, "organisation": self._unit.organisation, "sign_in_name": account.sign_in_name}
        added = await self._unit.connection.scalar(
            insert(tables.account)
            .values({**values, **_values(account)})
            .on_conflict_do_nothing(index_elements=["sign_in_name"])
            .returning(tables.account.c.id)
        )
        if added is None:
            return False
        self._unit.record(account.take_events())
        return True

    async def save(self, account: Account) -> None:
        """Store what changed on an account, and its events."""
        await self._unit.connection.execute(
            update(tables.account).where(tables.account.c.id == account.id).values(_values(account))
        )
        self._unit.record(account.take_events())

    async def with_role_ended(self, today: date) -> Sequence[Account]:
        """Who had a role whose last day is over, all of them, locked in the order of their ids."""
        account = tables.account
        found = await self._unit.connection.execute(
            select(account)
            .where(account.c.organisation == self._unit.organisation, account.c.first_end < today)
            .order_by(account.c.id)
            .with_for_update()
        )
        return [account_from(row, today) for row in found]

    async def count_other_leaders(self, account_id: UUID) -> int:
        """How many others can look after people and rights: coordinators with a password and without a last day. Ask it with the
        organisation locked."""
        account = tables.account
        is_coordinator = literal(Role.COORDINATOR.value) == func.any(account.c.roles)
        return (
            await self._unit.connection.scalar(
                select(func.count())
                .select_from(account)
                .where(
                    account.c.organisation == self._unit.organisation,
                    func.cardinality(account.c.roles) > 0,
                    is_coordinator,
                    ~account.c.last_days.has_key(Role.COORDINATOR.value),
                    account.c.password_hash.is_not(None),
                    account.c.id != account_id,
                )
            )
            or 0
        )


def _values(account: Account) -> Mapping[str, Any]:
    code = account.start_code
    return {
        "display_name": account.display_name,
        "roles": sorted(role.value for role in account.roles),
        "password_hash": account.password_hash,
        "start_code_id": code.id if code else None,
        "start_code_until": code.until if code else None,
        "wrong_tries": account.wrong_tries,
        "waits_until": account.waits_until,
        "last_days": {role.value: day.isoformat() for role, day in account.last_days.items()},
        "first_end": account.first_end,
        "pin_hash": account.pin_hash,
        "wrong_pins": account.wrong_pins,
        "proofs_from": account.proofs_from,
    }


def account_from(row: Row[Any], today: date) -> Account:
    """An account from its row, as it is today: a role ends on its day, whether or not anybody was there to note it."""
    account = Account(
        id=row.id,
        sign_in_name=row.sign_in_name,
        display_name=row.display_name,
        roles=frozenset(Role(role) for role in row.roles),
        password_hash=row.password_hash,
        start_code=StartCode(row.start_code_id, row.start_code_until) if row.start_code_id else None,
        wrong_tries=row.wrong_tries,
        waits_until=row.waits_until,
        last_days={Role(role): date.fromisoformat(day) for role, day in row.last_days.items()},
        pin_hash=row.pin_hash,
        wrong_pins=row.wrong_pins,
        proofs_from=row.proofs_from,
    )
    account.let_end(today)
    return account
