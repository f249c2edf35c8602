"""Say when families can come in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.portal.domain.opening import with_days, with_exception, without_exception
from services.portal.domain.organisation import Organisation
from services.portal.domain.refusals import DateIsPast
from services.portal.store.unit import PortalUnit
from shared.contracts.portal import OpenBlock


@dataclass(frozen=True, slots=True)
class ChangeOpening:
    """The blocks of each weekday, 1 is Monday; one without blocks is closed."""

    days: Mapping[int, tuple[OpenBlock, ...]]


@dataclass(frozen=True, slots=True)
class AddException:
    """A date on which it is otherwise; closed without blocks."""

    on: date
    blocks: tuple[OpenBlock, ...] = ()


async def change_opening(command: ChangeOpening, unit: PortalUnit) -> Organisation:
    """Store the ordinary week and tell everybody. Raises `NotFound`."""
    organisation = await unit.organisations.get()
    if organisation.be_open(with_days(organisation.opening, command.days)):
        await unit.organisations.save(organisation)
    return organisation


async def add_exception(command: AddException, unit: PortalUnit) -> Organisation:
    """Store what is so on one date. Raises `DateIsPast`, `TooManyExceptions` and `NotFound`."""
    if command.on < unit.today():
        raise DateIsPast()
    organisation = await unit.organisations.get()
    if organisation.be_open(with_exception(organisation.opening, command.on, command.blocks, unit.today())):
        await unit.organisations.save(organisation)
    return organisation


async def remove_exception(on: date, unit: PortalUnit) -> Organisation:
    """Let a date be as every week. Twice is once. Raises `NotFound`."""
    organisation = await unit.organisations.get()
    if organisation.be_open(without_exception(organisation.opening, on)):
        await unit.organisations.save(organisation)
    return organisation
