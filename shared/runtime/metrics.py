"""The numbers of a service as they are now, for Prometheus; asked from the database when somebody looks."""

import asyncio
import shutil
from datetime import UTC, datetime
from math import inf, nan
from pathlib import Path

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, disable_created_metrics, generate_latest

from shared.bus.metrics import (
    BEHIND,
    DEAD_JOBS,
    DEAD_LETTERS,
    GROUP_SILENT,
    JOB_LATE,
    JOBS_WAITING,
    OUTBOX_AGE,
    OUTBOX_DEPTH,
    PARKED,
)
from shared.runtime.running import RunningService
from shared.runtime.settings import Settings

log = structlog.get_logger()

disable_created_metrics()  # type: ignore[no-untyped-call]  # one more series for each, that nobody here asks for

BUILD = Gauge("digibank_build_info", "Always 1; the label says which release this process runs", ["version"])
DATABASE_UP = Gauge("digibank_database_up", "Whether this process reaches the database of the service (1) or not (0)", ["service"])
POOL_IN_USE = Gauge("digibank_database_connections_in_use", "Connections that are at work", ["service", "pool"])
POOL_SIZE = Gauge("digibank_database_connections_most", "Connections there may be at once", ["service", "pool"])
DATABASE_BYTES = Gauge("digibank_database_bytes", "Size of the database", ["service"])
BACKUP_AGE = Gauge("digibank_backup_age_seconds", "Age of the newest backup that this process sees; +Inf without one", ["seen"])
DISK_FREE = Gauge("digibank_disk_free_bytes", "Room on the disk with the data folder, or with the master key")
DISK_SIZE = Gauge("digibank_disk_size_bytes", "Size of that disk")
CERTIFICATE_END = Gauge("digibank_certificate_end_timestamp_seconds", "When the certificate ends that `up` serves", ["served"])

PARKED_BY_GROUP = """
SELECT group_name, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead
FROM bus.parked_event WHERE state <> 'discarded' GROUP BY group_name
"""
GROUPS = "SELECT group_name, behind, seen_at FROM bus.group_state"
JOBS = """
SELECT count(*) FILTER (WHERE state = 'waiting' AND run_at <= $1) AS due, count(*) FILTER (WHERE state = 'dead') AS dead,
min(run_at) FILTER (WHERE state = 'waiting' AND run_at <= $1) AS oldest
FROM bus.job WHERE state <> 'done'
"""
SIZE = "SELECT pg_database_size(current_database())"


async def refresh(running: RunningService) -> None:
    """Bring the gauges of one service up to date. With its database away they say so, and nothing that was true before."""
    for pool, database in (("app", running.database), ("bus", running.bus)):
        in_use, most = database.connections
        POOL_IN_USE.labels(running.name, pool).set(in_use)
        POOL_SIZE.labels(running.name, pool).set(most)
    await asyncio.to_thread(_refresh_process, running.settings)
    try:
        await _refresh_from_database(running)
        DATABASE_UP.labels(running.name).set(1)
    except Exception as error:
        log.warning("numbers cannot be asked", service=running.name, error=type(error).__name__)
        DATABASE_UP.labels(running.name).set(0)
        for gauge in (OUTBOX_DEPTH, OUTBOX_AGE, JOBS_WAITING, JOB_LATE, DEAD_JOBS, DATABASE_BYTES):
            gauge.labels(running.name).set(nan)
        for group in running.consumers:
            for gauge in (BEHIND, GROUP_SILENT, PARKED, DEAD_LETTERS):
                gauge.labels(running.name, group).set(nan)


async def _refresh_from_database(running: RunningService) -> None:
    depth, age = await running.outbox_depth()
    now = running.clock.now()
    async with running.bus.transaction_of_all() as connection:
        parked = {row.group_name: row for row in (await connection.exec_driver_sql(PARKED_BY_GROUP)).all()}
        groups = {row.group_name: row for row in (await connection.exec_driver_sql(GROUPS)).all()}
        jobs = (await connection.exec_driver_sql(JOBS, (now,))).one()
        size = (await connection.exec_driver_sql(SIZE)).scalar_one()
    OUTBOX_DEPTH.labels(running.name).set(depth)
    OUTBOX_AGE.labels(running.name).set(age)
    for group in running.consumers:
        if group in groups:
            BEHIND.labels(running.name, group).set(groups[group].behind)
            GROUP_SILENT.labels(running.name, group).set(max(0.0, (now - groups[group].seen_at).total_seconds()))
        PARKED.labels(running.name, group).set(parked[group].waiting if group in parked else 0)
        DEAD_LETTERS.labels(running.name, group).set(parked[group].dead if group in parked else 0)
    JOBS_WAITING.labels(running.name).set(jobs.due)
    JOB_LATE.labels(running.name).set((now - jobs.oldest).total_seconds() if jobs.oldest else 0)
    DEAD_JOBS.labels(running.name).set(jobs.dead)
    DATABASE_BYTES.labels(running.name).set(size)


def _refresh_process(settings: Settings) -> None:
    BUILD.labels(settings.version).set(1)
    if settings.backups is not None:
        BACKUP_AGE.labels("here").set(backup_age(settings.backups, datetime.now(UTC)))
    place = settings.master_key_file.parent if settings.master_key_file is not None else settings.data
    try:
        disk = shutil.disk_usage(place)
    except OSError:
        return
    DISK_FREE.set(disk.free)
    DISK_SIZE.set(disk.total)


def backup_age(folder: Path, now: datetime) -> float:
    """How many seconds ago the newest whole backup in a folder was begun; infinity when there is none, or none that we may see."""
    try:
        names = [path.parent.name for path in folder.glob("digibank-*/manifest.json")]
        newest = max(datetime.strptime(name, "digibank-%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for name in names)
    except (OSError, ValueError):
        return inf
    return (now - newest).total_seconds()


def page() -> tuple[bytes, str]:
    """Everything this process counts, and its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
