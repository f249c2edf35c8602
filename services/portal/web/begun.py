"""Whether this installation has begun, whether anybody is in it, and the code to begin it with."""

from functools import cache
from uuid import UUID

from services.portal.domain.start_code import StartCodes
from services.portal.queries.organisation import get_organisation
from shared.database.engine import driver_of
from shared.domain import NotFound
from shared.runtime.keys import MasterKey
from shared.runtime.running import RunningService

ANY_ORGANISATION = "SELECT EXISTS (SELECT title FROM bus.organisation_face)"


@cache
def begin_codes(key: MasterKey) -> tuple[UUID, StartCodes]:
    """The id of the first organisation, and what makes the code to begin it."""
    return key.first_organisation(), StartCodes(key.derive("portal/begin"))


def begin_code(key: MasterKey) -> str:
    """The code with which this installation is begun, such as `7KQM-XR2D-HV9P`: the same until somebody did."""
    first, codes = begin_codes(key)
    return codes.code(first, first)


async def has_begun(running: RunningService) -> bool:
    """Whether the first organisation is there. Every way to make one begins with that one."""
    first, _ = begin_codes(running.settings.master_key)
    async with running.units.open(first) as unit:
        try:
            await get_organisation(unit)
        except NotFound:
            return False
    return True


async def is_empty(running: RunningService) -> bool:
    """Whether no organisation is here at all: not the first one, and none of a demonstration either.

    A demonstration is made beside the first organisation, which it leaves to whoever begins. Its people sign in, so on that page
    there is something to do before beginning.
    """
    if await has_begun(running):
        return False
    async with running.bus.transaction_of_all() as connection:
        return not await (await driver_of(connection)).fetchval(ANY_ORGANISATION)
