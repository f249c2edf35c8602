import asyncio
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests

PASSWORD = "correct-horse"
DEADLINE_SECONDS = 30.0


async def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so; fail with `what` when it does not become so in time."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {DEADLINE_SECONDS:.0f} s: {what}")
        await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process is there and more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in which an embedded server may work, as any user."""
    folder = folder_for_tests(tmp_path / "scratch")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def servers(scratch: Path) -> Iterator[Callable[..., EmbeddedPostgres]]:
    """Makes servers on `scratch/postgres`, one after the other; all are stopped at the end."""
    made: list[EmbeddedPostgres] = []

    def make(password: str = PASSWORD, say: Callable[[str], None] = lambda line: None) -> EmbeddedPostgres:
        made.append(EmbeddedPostgres(scratch / "postgres", password, say=say))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
async def server(servers: Callable[..., EmbeddedPostgres]) -> EmbeddedPostgres:
    """A server that answers."""
    started = servers()
    started.start()
    await started.wait_until_ready()
    return started


def as_root() -> bool:
    """Whether the tests run as root."""
    return os.geteuid() == 0
