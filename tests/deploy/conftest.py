"""One stack for all tests in here: in containers where there is a Docker engine, else as plain processes."""

import re
from collections.abc import AsyncIterator, Sequence

import pytest

from launcher.commands import app
from launcher.errors import CannotContinue
from launcher.kafka import KafkaUnavailable
from launcher.pytest_facts import NOT_RUN, report_fact
from tests.deploy.families import Families
from tests.support.stack.compose import read_compose, read_env
from tests.support.stack.local import EXAMPLE, FILE, LocalStack
from tests.support.stack.parts import caddy


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalStack]:
    """The stack of docker-compose.yml, up and healthy."""
    folder = tmp_path_factory.mktemp("stack")
    try:
        local = LocalStack(folder, without=_not_built_yet())
        report_fact(NOT_RUN, "the stack in containers: no Docker engine here; its commands ran as plain processes")
        if caddy() is None:
            report_fact(NOT_RUN, "the stack's real proxy: no Caddy here (on Debian: apt-get install caddy); a stand-in did its work")
    except (CannotContinue, KafkaUnavailable) as error:
        report_fact(NOT_RUN, f"the stack: {error}")
        pytest.skip(f"no stack here: {error}")
    try:
        await local.up()
        report_fact("stack", f"{len(local.parts)} services of docker-compose.yml healthy after {max(local.took.values()):.0f} s")
        yield local
    finally:
        await local.end()


@pytest.fixture(scope="session")
async def families(stack: LocalStack) -> AsyncIterator[Families]:
    """Those who ask the stack for something."""
    asking = Families(stack.base, stack.master_key, stack.trusted)
    yield asking
    await asking.close()


def _not_built_yet() -> Sequence[str]:
    """Services whose command this launcher does not have."""
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {str(group.name) for group in app.registered_groups}
    services = read_compose(FILE, read_env(EXAMPLE))
    missing = {
        name: words
        for name, service in services.items()
        if (words := set(re.findall(r"\./digibank[ ,]+(\w+)", " ".join(service.command))) - known)
    }
    for name, words in missing.items():
        report_fact(NOT_RUN, f"{name} of the stack: ./digibank has no command {', '.join(sorted(words))}")
    return list(missing)
