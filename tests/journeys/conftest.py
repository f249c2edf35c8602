"""A real browser against a real web server that runs in the test's own process."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.support.house import House
from tests.support.met import Met
from tests.support.server import serve


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where the house can be visited."""
    async with serve(house) as base:
        yield base


@pytest.fixture
def met() -> Met:
    """Every page and paper that was shown at `heard_address`."""
    return Met()


@pytest.fixture
async def heard_address(house: House, met: Met) -> AsyncIterator[str]:
    """Where the house can be visited while `met` keeps what is shown."""
    async with serve(replace(house, app=met.hear(house.app))) as base:  # type: ignore[arg-type]
        yield base
