"""What every service answers to portal, for the coordinator's pages: how it is doing, what failed for good, who did what.

Each question is about the organisation in the token and runs as the application role, so no other organisation's rows are seen.
Only what nobody can read, and how far a group is, is counted over all.
"""

from datetime import datetime
from typing import Any

import orjson
from fastapi import APIRouter, HTTPException, Request

from shared.bus.audit import Wanted, read_entries
from shared.bus.dead_letters import DeadLetter, NoSuchDeadLetter, discard_letter, get_letter, own_letters, replay_letter
from shared.bus.envelope import Unreadable
from shared.bus.jobs import NoSuchDeadJob, dead_jobs, decide_job
from shared.bus.unit import Unit
from shared.contracts.upkeep import (
    PAGE,
    SIDE,
    AuditEntry,
    DeadJob,
    Decision,
    Entries,
    EntriesQuestion,
    GroupHealth,
    Health,
    Letter,
    LetterQuestion,
    Letters,
    LettersQuestion,
)
from shared.database.engine import is_unavailable
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import AskedBy, only_services, running_service

PARKED = """
SELECT group_name, count(*) FILTER (WHERE state = 'waiting') AS parked, count(*) FILTER (WHERE state = 'dead') AS dead
FROM bus.parked_event WHERE organisation = $1 AND state <> 'discarded' GROUP BY group_name
"""
OUTBOX = "SELECT count(*) AS waiting, min(recorded_at) AS oldest FROM bus.outbox WHERE organisation = $1 AND sent_at IS NULL"
JOBS = """
SELECT count(*) FILTER (WHERE state = 'dead') AS dead, count(*) FILTER (WHERE state = 'waiting' AND run_at <= $2) AS late
FROM bus.job WHERE organisation = $1 AND state <> 'done'
"""
GROUPS = "SELECT group_name, behind, seen_at FROM bus.group_state"
UNREADABLE = "SELECT count(*) FROM bus.parked_event WHERE state = 'dead' AND organisation IS NULL"
GONE = _("Hier is al over beslist.")
UNREADABLE_STILL = _("Dit is nog altijd niet te lezen. Weggooien kan wel.")


def router_of(service: str) -> APIRouter:
    """The addresses `/NAME/api/upkeep/…`."""
    router = APIRouter(prefix=f"/{service}/api{SIDE}", tags=["upkeep"], include_in_schema=False)
    for_portal = only_services("portal")

    @router.post("/health", dependencies=[for_portal])
    async def health(request: Request, asking: AskedBy) -> Health:
        """How it is doing. A database that is away is an answer too."""
        running = running_service(request)
        try:
            async with running.units.open(asking.organisation) as unit:
                return await _health(unit, running)
        except Exception as error:
            if not is_unavailable(error):
                raise
            return Health(database=False)

    @router.post("/letters", dependencies=[for_portal])
    async def letters(request: Request, question: LettersQuestion, asking: AskedBy) -> Letters:
        """A page of dead letters, and on the first one the dead jobs too."""
        async with running_service(request).units.open(asking.organisation) as unit:
            found = await own_letters(unit, question.after, PAGE)
            jobs = [] if question.after else await dead_jobs(unit.connection, PAGE)
        told = tuple(DeadJob(id=j.id, kind=j.kind, error=j.error or "", run_at=j.run_at, attempts=j.attempts) for j in jobs)
        return Letters(letters=tuple(_told(letter) for letter in found), jobs=told)

    @router.post("/letter", dependencies=[for_portal])
    async def letter(request: Request, question: LetterQuestion, asking: AskedBy) -> Letter:
        """One dead letter with what it carries: ids and words of closed lists, as every event. 404 when it is not there."""
        try:
            async with running_service(request).units.open(asking.organisation) as unit:
                return _told(await get_letter(unit.connection, question.id), whole=True)
        except NoSuchDeadLetter:
            raise HTTPException(404, str(GONE)) from None

    @router.post("/decisions", status_code=204, dependencies=[for_portal])
    async def decide(request: Request, decision: Decision, asking: AskedBy) -> None:
        """Try again, or let go; who did that is written down in the same transaction. 404 when somebody decided before."""
        running = running_service(request)
        try:
            async with running.units.open(asking.organisation, request.state.trace) as unit:
                await _decide(unit, decision, asking)
        except (NoSuchDeadLetter, NoSuchDeadJob):
            raise HTTPException(404, str(GONE)) from None
        except Unreadable:
            raise HTTPException(409, str(UNREADABLE_STILL)) from None
        running.doorbell.ring("parked")
        running.doorbell.ring("jobs")

    @router.post("/entries", dependencies=[for_portal])
    async def entries(request: Request, question: EntriesQuestion, asking: AskedBy) -> Entries:
        """A page of who did what."""
        async with running_service(request).units.open(asking.organisation) as unit:
            found = await read_entries(unit, Wanted(**question.model_dump()))
        return Entries(entries=tuple(AuditEntry(**{name: getattr(one, name) for name in AuditEntry.model_fields}) for one in found))

    return router


async def _health(unit: Unit, running: RunningService) -> Health:
    run, now = unit.connection.exec_driver_sql, unit.now()
    parked = {row.group_name: row for row in (await run(PARKED, (unit.organisation,))).all()}
    outbox = (await run(OUTBOX, (unit.organisation,))).one()
    jobs = (await run(JOBS, (unit.organisation, now))).one()
    async with running.bus.transaction_of_all() as connection:
        seen = {row.group_name: row for row in (await connection.exec_driver_sql(GROUPS)).all()}
        unreadable = (await connection.exec_driver_sql(UNREADABLE)).scalar_one()
    return Health(
        database=True,
        groups=tuple(_group(name, seen.get(name), parked.get(name), now) for name in running.consumers),
        outbox=outbox.waiting,
        outbox_seconds=(now - outbox.oldest).total_seconds() if outbox.oldest else 0,
        dead_jobs=jobs.dead,
        late_jobs=jobs.late,
        unreadable=unreadable,
    )


def _group(name: str, seen: Any, parked: Any, now: datetime) -> GroupHealth:
    return GroupHealth(
        name=name,
        behind=seen.behind if seen else None,
        seen_seconds=(now - seen.seen_at).total_seconds() if seen else None,
        parked=parked.parked if parked else 0,
        dead=parked.dead if parked else 0,
    )


async def _decide(unit: Unit, decision: Decision, asking: AskedBy) -> None:
    actor = asking.person.id if asking.person else None
    reason = decision.discard.value if decision.discard else ""
    act = "discard" if decision.discard else "replay"
    if decision.letter is not None:
        change = discard_letter if decision.discard else replay_letter
        letter = await change(unit.connection, decision.letter, unit.now())
        unit.note(f"{act}_letter", subject=letter.event_id, actor=actor, detail=reason)
    elif decision.job is not None:
        await decide_job(unit.connection, decision.job, unit.now(), again=decision.discard is None)
        unit.note(f"{act}_job", subject=decision.job, actor=actor, detail=reason)


def _told(letter: DeadLetter, *, whole: bool = False) -> Letter:
    return Letter(
        id=letter.id,
        group=letter.group,
        type=letter.headers.get("ce_type", "").removeprefix("digibank."),
        subject=letter.headers.get("ce_subject", ""),
        error=letter.error,
        parked_at=letter.parked_at,
        waiting=letter.waiting,
        value=_pretty(letter.value) if whole else None,
    )


def _pretty(value: bytes) -> str:
    """A payload as a person reads it; one that is no JSON as it came."""
    try:
        return orjson.dumps(orjson.loads(value), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return value.decode("utf-8", "backslashreplace")[:4000]
