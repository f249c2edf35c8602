"""Whether this installation has begun, and the code to begin it with."""

from functools import cache
from uuid import UUID

from services.portal.domain.start_code import StartCodes
from services.portal.queries.organisation import get_organisation
from shared.domain import NotFound
from shared.runtime.keys import MasterKey
from shared.runtime.running import RunningService


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
