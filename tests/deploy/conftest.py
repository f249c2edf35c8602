"""One stack for all tests in here: in containers where there is a Docker engine, else as plain processes."""

import ssl
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.kafka import KafkaBroker, KafkaUnavailable
from launcher.postgres.programs import programs_folder
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say_nothing
from tests.deploy.families import Families
from tests.deploy.proof import Proof
from tests.support.stack.containers import ContainerStack, has_docker
from tests.support.stack.local import LocalStack
from tests.support.stack.parts import caddy
from tests.support.stack.stack import Stack


@pytest.fixture(scope="package")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The stack of docker-compose.yml, up and healthy; it stops as soon as these tests are done."""
    folder = tmp_path_factory.mktemp("stack")
    made: Stack = ContainerStack(folder) if has_docker() else _as_processes(folder)
    started = time.monotonic()
    try:
        await made.up()
        lasting = [name for name, service in made.services.items() if not service.ends]
        how = "in containers" if isinstance(made, ContainerStack) else "as plain processes"
        report_fact("stack", f"{len(lasting)} services {how}, healthy after {time.monotonic() - started:.0f} s")
        yield made
    finally:
        await made.end()


@pytest.fixture(scope="package")
async def families(stack: Stack) -> AsyncIterator[Families]:
    """Those who ask the stack for something."""
    asking = Families(stack.base, stack.master_key, ssl.create_default_context(cafile=stack.root_certificate))
    yield asking
    await asking.close()


@pytest.fixture(scope="package")
def proof(stack: Stack) -> Proof | None:
    """Who looks into the stack's databases and its Kafka; nobody outside reaches them where they are in containers."""
    return Proof(stack) if isinstance(stack, LocalStack) else None


def _as_processes(folder: Path) -> LocalStack:
    """What has to be there is there, or the tests are skipped; what is not the real thing is told."""
    try:
        programs_folder()
        KafkaBroker.prepare(PROJECT / ".tools", say_nothing)
    except (CannotContinue, KafkaUnavailable) as error:
        report_fact(NOT_RUN, f"the stack, in containers or as processes: {error}")
        pytest.skip(f"no stack here: {error}")
    report_fact(NOT_RUN, "the stack in containers: no Docker engine here; its commands ran as plain processes")
    if caddy() is None:
        report_fact(NOT_RUN, "the stack's real proxy: no Caddy here (on Debian: apt-get install caddy); a stand-in did its work")
    return LocalStack(folder)
