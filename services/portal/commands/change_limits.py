"""Choose from when a colleague is warned."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.portal.domain.numbers import with_number
from services.portal.domain.organisation import Organisation
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """Some of the limits, by name, as `read_number` reads them; None is what is usual. The others stay as they are."""

    numbers: Mapping[str, int | tuple[int, ...] | None]


async def change_limits(command: ChangeLimits, unit: PortalUnit) -> Organisation:
    """Store them and tell everybody. Raises `NotFound`."""
    organisation = await unit.organisations.get()
    limits = organisation.limits
    for name, value in command.numbers.items():
        limits = with_number(limits, name, value)
    if organisation.keep_limits(limits):
        await unit.organisations.save(organisation)
    return organisation
