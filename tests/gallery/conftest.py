"""The house, filled once, behind a real web server."""

from collections.abc import AsyncIterator

import pytest

from tests.gallery.seed import UNTIL_FIRST_VISITS, Seeded, as_often_as_you_like, seed
from tests.support.house import House
from tests.support.server import serve


@pytest.fixture(scope="session")
async def seeded(house: House) -> AsyncIterator[Seeded]:
    """Two organisations, one full and one empty; the clock goes back afterwards, for the tests that follow."""
    with as_often_as_you_like():
        yield await seed(house)
    house.clock.move(-UNTIL_FIRST_VISITS)


@pytest.fixture(scope="session")
async def address(house: House) -> AsyncIterator[str]:
    """Where the house can be visited."""
    async with serve(house) as base:
        yield base
