"""Who did what, when, on which thing: written in the transaction of the command itself, and never changed by whoever serves.

An entry holds ids and the name of the command, nothing that somebody typed. Reactions to events are not in it: they follow from
a command that is.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.database.engine import driver_of
from shared.runtime.clock import new_id

if TYPE_CHECKING:
    from shared.bus.unit import Unit

WRITE = "INSERT INTO bus.audit_entry (id, organisation, at, actor, act, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)"
READ = """
SELECT id, at, actor, act, subject, detail FROM bus.audit_entry
WHERE organisation = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::uuid IS NULL OR actor = $3) AND ($4::text IS NULL OR act = $4)
AND ($5::uuid IS NULL OR subject = $5) AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
ORDER BY id DESC LIMIT $8
"""
COUNT_BY_SUBJECT = """
SELECT subject, count(*) AS times, max(at) AS last FROM bus.audit_entry
WHERE organisation = $1 AND act = $2 AND at >= $3 AND subject IS NOT NULL GROUP BY subject ORDER BY times DESC, subject LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody did, held until the transaction ends.

    Attributes:
        act: the name of the command, such as `change_roles`.
        subject: the thing it was done to.
        actor: who; None for a visitor without a sign-in.
        detail: one more word of a closed list, such as why something was discarded; empty for none.
    """

    act: str
    subject: UUID | None = None
    actor: UUID | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `at` is in UTC; ids are in the order of time."""

    id: UUID
    at: datetime
    actor: UUID | None
    act: str
    subject: UUID | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None leaves a question out.

    Attributes:
        before: the last entry of the page before.
        since, until: moments in UTC; `until` itself is not in it.
    """

    before: UUID | None = None
    actor: UUID | None = None
    act: str | None = None
    subject: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50


async def write_notes(unit: "Unit", notes: Sequence[Note]) -> None:
    """Store what was done, in the transaction of the unit. One moment, and ids in order, so that pages can follow them."""
    rows = [(new_id(), unit.organisation, unit.now(), one.actor, one.act, one.subject, one.detail or None) for one in notes]
    await (await driver_of(unit.connection)).executemany(WRITE, rows)


async def read_entries(unit: "Unit", wanted: Wanted) -> Sequence[Entry]:
    """A page of what was done in the unit's organisation, the newest first."""
    rows = await (await driver_of(unit.connection)).fetch(
        READ,
        unit.organisation,
        wanted.before,
        wanted.actor,
        wanted.act,
        wanted.subject,
        wanted.since,
        wanted.until,
        wanted.limit,
    )
    return [Entry(**dict(row)) for row in rows]


async def count_by_subject(unit: "Unit", act: str, since: datetime, at_most: int) -> Sequence[tuple[UUID, int, datetime]]:
    """How often something was done to each thing since a moment (UTC), and when last; the most often first."""
    rows = await (await driver_of(unit.connection)).fetch(COUNT_BY_SUBJECT, unit.organisation, act, since, at_most)
    return [(row["subject"], row["times"], row["last"]) for row in rows]


def name_of(handed_over: Callable[..., Any]) -> str:
    """The name of the command in what a route hands over to be done: `lambda unit: change_roles(command, unit)`.

    It is read from the code itself, so no route can forget to say it, or say something else than it does. Raises `LookupError`
    when no command is called: then nothing may be done, for nobody would ever see it.
    """
    name = _command_in(handed_over)
    if name is None:
        raise LookupError("what is handed over calls no command of a service")
    return name


def _command_in(called: Callable[..., Any]) -> str | None:
    """The command that this is or calls; also one that it was given to call, such as a lambda around a lambda."""
    if ".commands." in called.__module__:
        return called.__name__
    found = inspect.getclosurevars(called)
    given = (_command_in(one) for one in found.nonlocals.values() if inspect.isfunction(one))
    known = (one.__name__ for one in found.globals.values() if inspect.isfunction(one) and ".commands." in one.__module__)
    return next((name for name in (*given, *known) if name), None)


def subject_of(result: object) -> UUID | None:
    """The thing a command was about, from what it gives back: most give the thing itself."""
    subject = getattr(result, "id", None)
    return subject if isinstance(subject, UUID) else None
