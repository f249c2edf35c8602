"""Processes of an earlier run that still work on a data folder: found, and ended, before a new server starts."""

import contextlib
import signal
from pathlib import Path

import psutil

FAST_SHUTDOWN_SECONDS = 30.0
LAST_CHANCE_SECONDS = 5.0


def end_leftovers(cluster: Path) -> bool:
    """End every PostgreSQL process that works in this data folder, as gently as it allows.

    A server without its launcher is shut down properly. What a killed server left behind (a backend in a long query keeps the
    shared memory in use, and a new server then refuses to start) is ended at once. Afterwards a lock file of a server that is
    gone is removed: by now its process number may be somebody else's, and the server would refuse to start.

    Blocks for at most about 40 seconds. The caller holds the lock of the data folder. Returns whether there was anything.
    """
    cluster = cluster.resolve()
    found = working_in(cluster)
    postmaster = _postmaster_pid(cluster)
    leaders = [process for process in found if process.pid == postmaster]
    _signal(leaders, signal.SIGINT)
    psutil.wait_procs(leaders, timeout=FAST_SHUTDOWN_SECONDS)
    remaining = found and working_in(cluster)
    for last_resort in (signal.SIGQUIT, signal.SIGKILL):
        _signal(remaining, last_resort)
        remaining = psutil.wait_procs(remaining, timeout=LAST_CHANCE_SECONDS)[1]
    lock_file = cluster / "postmaster.pid"
    stale = lock_file.exists() and not remaining
    if stale:
        lock_file.unlink(missing_ok=True)
    return bool(found) or stale


def working_in(cluster: Path) -> list[psutil.Process]:
    """Server processes by their working folder (the server enters its data folder) and `initdb` by its argument."""
    found = []
    for process in psutil.process_iter(["name"]):
        name = process.info["name"] or ""
        if not name.startswith(("postgres", "initdb")):
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            if Path(process.cwd()) == cluster or str(cluster) in process.cmdline():
                found.append(process)
    return found


def _postmaster_pid(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text().split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return None


def _signal(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
