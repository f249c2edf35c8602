"""A photo of a machine, for tests."""

from io import BytesIO
from uuid import UUID

from PIL import Image

from services.inventory.commands.change_photos import AddPhoto, add_photo
from services.inventory.commands.change_short_list import AddToList, add_to_list
from services.inventory.domain.short_list import ListKind
from services.inventory.pictures import draw_photo
from tests.support.house import House


def a_photo(colour: str = "teal", size: tuple[int, int] = (640, 480)) -> bytes:
    """A file as a telephone would bring it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


async def photo_of(house: House, organisation: UUID, device_id: str, colour: str = "teal") -> str:
    """Give a machine a photo; its id."""
    async with house.services["inventory"].units.open(organisation) as unit:
        await add_photo(AddPhoto(UUID(device_id), draw_photo(a_photo(colour))), unit)
        return str((await unit.photos.of(UUID(device_id)))[-1].id)


async def entry_of(house: House, organisation: UUID, kind: ListKind, name: str) -> str:
    """Put a name on a short list; its id."""
    async with house.services["inventory"].units.open(organisation) as unit:
        return str((await add_to_list(AddToList(kind, name), unit)).id)
