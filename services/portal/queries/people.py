"""What pages and API read about people and their sessions."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import any_, func, select, tuple_

from services.portal.domain.account import Account
from services.portal.domain.session import LONGEST, LONGEST_IDLE, Session
from services.portal.store.accounts import account_from
from services.portal.store.sessions import session_from
from services.portal.store.tables import account, session
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Role
from shared.domain import NotFound
from shared.identity.permissions import Permission, is_allowed

PAGE = 50
MOST_NAMES = 500
MOST_PARTNERS = 100


async def list_people(unit: Unit, after: UUID | None = None, *, removed: bool = False) -> Sequence[Account]:
    """A page of people by name: who does something here, or who does not any more. `after` is the last of the page before."""
    count = func.cardinality(account.c.roles)
    query = (
        select(account)
        .where(account.c.organisation == unit.organisation, count == 0 if removed else count > 0)
        .order_by(account.c.display_name, account.c.id)
        .limit(PAGE)
    )
    if after is not None:
        name = select(account.c.display_name).where(account.c.id == after).scalar_subquery()
        query = query.where(tuple_(account.c.display_name, account.c.id) > tuple_(name, after))
    return [account_from(row, unit.today()) for row in await unit.connection.execute(query)]


async def list_invited(unit: Unit, at_most: int) -> Sequence[Account]:
    """Who has no password yet, the newest first."""
    query = (
        select(account)
        .where(
            account.c.organisation == unit.organisation, func.cardinality(account.c.roles) > 0, account.c.password_hash.is_(None)
        )
        .order_by(account.c.id.desc())
        .limit(at_most)
    )
    return [account_from(row, unit.today()) for row in await unit.connection.execute(query)]


async def list_ending(unit: Unit, until: date, at_most: int) -> Sequence[Account]:
    """Whose role ends by itself, today or later, not after `until`; who is first comes first."""
    query = (
        select(account)
        .where(account.c.organisation == unit.organisation, account.c.first_end.between(unit.today(), until))
        .order_by(account.c.first_end, account.c.id)
        .limit(at_most)
    )
    return [account_from(row, unit.today()) for row in await unit.connection.execute(query)]


async def find_person(unit: Unit, account_id: UUID) -> Account | None:
    """One person, to look at; None for who has no account here."""
    row = (await unit.connection.execute(select(account).where(account.c.id == account_id))).first()
    return None if row is None else account_from(row, unit.today())


async def get_person(unit: Unit, account_id: UUID) -> Account:
    """One person, to look at. Raises `NotFound`."""
    found = await find_person(unit, account_id)
    if found is None:
        raise NotFound()
    return found


async def list_sessions(unit: Unit, account_id: UUID) -> Sequence[Session]:
    """Where somebody is signed in now, the newest first."""
    now = unit.now()
    query = (
        select(session)
        .where(
            session.c.account_id == account_id,
            session.c.started_at > now - LONGEST,
            session.c.renewed_at > now - LONGEST_IDLE,
            session.c.ended_at.is_(None),
        )
        .order_by(session.c.started_at.desc(), session.c.id.desc())
        .limit(PAGE)
    )
    found = [session_from(row) for row in await unit.connection.execute(query)]
    return [one for one in found if one.lives(now)]  # on a shared tablet it is over sooner


async def list_by_id(unit: Unit, account_ids: Sequence[UUID]) -> dict[UUID, Account]:
    """These people, by their ids; who is not of this organisation is not among them."""
    found = await unit.connection.execute(select(account).where(account.c.id.in_(account_ids)))
    return {row.id: account_from(row, unit.today()) for row in found}


async def find_session(unit: Unit, session_id: UUID) -> Session | None:
    """One session, to look at."""
    row = (await unit.connection.execute(select(session).where(session.c.id == session_id))).first()
    return None if row is None else session_from(row)


async def named(unit: Unit, ids: Collection[UUID]) -> dict[UUID, str]:
    """What colleagues are called, also those who left, by id; who is no colleague is left out."""
    rows = await unit.connection.execute(select(account.c.id, account.c.display_name).where(account.c.id.in_(list(ids))))
    return {row.id: row.display_name for row in rows}


async def count_people(unit: Unit) -> int:
    """How many people do something here."""
    query = select(func.count()).select_from(account)
    return (
        await unit.connection.scalar(
            query.where(account.c.organisation == unit.organisation, func.cardinality(account.c.roles) > 0)
        )
        or 0
    )


async def list_names(unit: Unit) -> Sequence[tuple[UUID, str]]:
    """Everybody who works or worked here, by name, to choose one from."""
    query = select(account.c.id, account.c.display_name).where(account.c.organisation == unit.organisation)
    rows = await unit.connection.execute(query.order_by(account.c.display_name, account.c.id).limit(MOST_NAMES))
    return [(row.id, row.display_name) for row in rows]


async def who_may(unit: Unit, permission: Permission) -> Sequence[tuple[UUID, str]]:
    """Everybody who may do something today, by name, to choose one from; at most `MOST_NAMES`."""
    query = select(account).where(account.c.organisation == unit.organisation, func.cardinality(account.c.roles) > 0)
    rows = await unit.connection.execute(query.order_by(account.c.display_name, account.c.id).limit(MOST_NAMES))
    people = [account_from(row, unit.today()) for row in rows]
    return [(one.id, one.display_name) for one in people if is_allowed(one.roles, permission)]


async def partners(unit: Unit) -> dict[UUID, str]:
    """Who is a partner of this organisation today, by name; at most so many as somebody chooses from."""
    is_one = any_(account.c.roles) == Role.PARTNER.value
    query = select(account).where(account.c.organisation == unit.organisation, is_one)
    rows = await unit.connection.execute(query.order_by(account.c.display_name, account.c.id).limit(MOST_PARTNERS))
    found = [account_from(row, unit.today()) for row in rows]
    return {one.id: one.display_name for one in found if Role.PARTNER in one.roles}
