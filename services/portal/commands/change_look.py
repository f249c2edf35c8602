"""Choose the colour and the logo that the organisation shows itself with."""

from dataclasses import dataclass

from services.portal.domain.organisation import Organisation, Picture, clean_colour
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeColour:
    """The colour it wishes, as somebody typed it; empty for none of its own."""

    colour: str


@dataclass(frozen=True, slots=True)
class ChangeLogo:
    """The picture, read and made small already; None for none."""

    picture: Picture | None


async def change_colour(command: ChangeColour, unit: PortalUnit) -> Organisation:
    """Store the wish and tell everybody. Raises `NoColour` and `NotFound`."""
    colour = clean_colour(command.colour)
    organisation = await unit.organisations.get()
    if organisation.wish_colour(colour):
        await unit.organisations.save(organisation)
    return organisation


async def change_logo(command: ChangeLogo, unit: PortalUnit) -> Organisation:
    """Store the picture and tell everybody which one it is. Raises `NotFound`."""
    organisation = await unit.organisations.get()
    if organisation.show_logo(command.picture.logo if command.picture else None):
        await unit.organisations.keep_picture(command.picture)
        await unit.organisations.save(organisation)
    return organisation
