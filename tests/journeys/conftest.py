"""A real browser against a real web server that runs in the test's own process."""

from collections.abc import AsyncIterator

import pytest

from tests.support.house import House
from tests.support.server import serve


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where the house can be visited."""
    async with serve(house) as base:
        yield base
