"""Choose how often and how long: the numbers that services work with."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.portal.domain.numbers import with_number
from services.portal.domain.organisation import Organisation
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeRhythm:
    """Some of the numbers, by name, as `read_number` reads them; None is what is usual. The others stay as they are."""

    numbers: Mapping[str, int | tuple[int, ...] | None]


async def change_rhythm(command: ChangeRhythm, unit: PortalUnit) -> Organisation:
    """Store them and tell everybody. Raises `NotFound`."""
    organisation = await unit.organisations.get()
    rhythm = organisation.rhythm
    for name, value in command.numbers.items():
        rhythm = with_number(rhythm, name, value)
    if organisation.keep_rhythm(rhythm):
        await unit.organisations.save(organisation)
    return organisation
