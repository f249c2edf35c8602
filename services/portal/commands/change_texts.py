"""Say something to everybody for a while, and say where to ask about what is written down of a family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.portal.domain.house_texts import clean_notice, clean_place_to_ask
from services.portal.domain.organisation import Organisation
from services.portal.domain.refusals import DateIsPast
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """The words by the code of their language, and the last day on which they are shown. Without any words nothing is said."""

    words: Mapping[str, str]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ChangePlaceToAsk:
    """A place or a number of the organisation; empty when it says none."""

    place: str


async def change_notice(command: ChangeNotice, unit: PortalUnit) -> Organisation:
    """Store it and tell everybody. Raises `NoticeWithoutDutch`, `TextTooLong`, `RegisterNumberInText`, `DateIsPast`, `NotFound`."""
    notice = clean_notice(command.words, command.until)
    if notice is not None and not notice.is_shown_on(unit.today()):
        raise DateIsPast()
    organisation = await unit.organisations.get()
    if organisation.say(notice):
        await unit.organisations.save(organisation)
    return organisation


async def change_place_to_ask(command: ChangePlaceToAsk, unit: PortalUnit) -> Organisation:
    """Store it and tell everybody. Raises `TextTooLong`, `RegisterNumberInText`, `NotFound`."""
    place = clean_place_to_ask(command.place)
    organisation = await unit.organisations.get()
    if organisation.ask_at(place):
        await unit.organisations.save(organisation)
    return organisation
