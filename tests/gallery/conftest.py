"""The house, filled once, behind a real web server."""

from collections.abc import AsyncIterator

import pytest

from tests.gallery.seed import Seeded, as_often_as_you_like, seed
from tests.support.house import House
from tests.support.server import serve


@pytest.fixture(scope="package")
async def seeded(house: House) -> AsyncIterator[Seeded]:
    """Two organisations, one full and one empty; the address goes back as soon as the gallery is left, for tests that follow."""
    settings = house.services["inventory"].settings
    before, settings.public_url = settings.public_url, "http://digibank.example"  # without it there are no stickers at all
    with as_often_as_you_like():
        yield await seed(house)
    settings.public_url = before


@pytest.fixture(scope="package")
async def address(house: House) -> AsyncIterator[str]:
    """Where the house can be visited."""
    async with serve(house) as base:
        yield base
