"""The numbers of a service as they are now, for Prometheus; asked from the database when somebody looks."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.bus.metrics import BEHIND, DEAD_JOBS, DEAD_LETTERS, JOBS_WAITING, OUTBOX_AGE, OUTBOX_DEPTH, PARKED
from shared.runtime.running import RunningService

PARKED_BY_GROUP = """
SELECT group_name, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead
FROM bus.parked_event WHERE state <> 'discarded' GROUP BY group_name
"""
GROUPS = "SELECT group_name, behind FROM bus.group_state"
JOBS = """
SELECT count(*) FILTER (WHERE state = 'waiting' AND run_at <= $1) AS due, count(*) FILTER (WHERE state = 'dead') AS dead
FROM bus.job WHERE state <> 'done'
"""


async def refresh(running: RunningService) -> None:
    """Bring the gauges of one service up to date."""
    depth, age = await running.outbox_depth()
    OUTBOX_DEPTH.labels(running.name).set(depth)
    OUTBOX_AGE.labels(running.name).set(age)
    async with running.bus.transaction_of_all() as connection:
        parked = {row.group_name: row for row in (await connection.exec_driver_sql(PARKED_BY_GROUP)).all()}
        behind = {row.group_name: row.behind for row in (await connection.exec_driver_sql(GROUPS)).all()}
        jobs = (await connection.exec_driver_sql(JOBS, (running.clock.now(),))).one()
    for group in running.consumers:
        if group in behind:
            BEHIND.labels(running.name, group).set(behind[group])
        PARKED.labels(running.name, group).set(parked[group].waiting if group in parked else 0)
        DEAD_LETTERS.labels(running.name, group).set(parked[group].dead if group in parked else 0)
    JOBS_WAITING.labels(running.name).set(jobs.due)
    DEAD_JOBS.labels(running.name).set(jobs.dead)


def page() -> tuple[bytes, str]:
    """Everything this process counts, and its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
