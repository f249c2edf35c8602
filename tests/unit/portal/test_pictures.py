"""A logo from a file that somebody chose: what it is counts, not what it is called."""

import os
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from services.portal.domain.refusals import LogoMoves, LogoTooHeavy, LogoTooLarge, NoPicture
from services.portal.pictures import LIGHT_BYTES, read_logo
from shared.domain import Refused

ORIENTATION = 0x0112
PLACE = 0x8825


def a_file(kind: str = "PNG", size: tuple[int, int] = (900, 300), mode: str = "RGB", **how: Any) -> bytes:
    """A picture in one colour."""
    out = BytesIO()
    Image.new(mode, size, how.pop("colour", 0)).save(out, kind, **how)
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    """What came out, and that it is a PNG."""
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "smaller"),
    [((900, 300), (512, 171)), ((300, 900), (85, 256)), ((1, 1), (1, 1)), ((4000, 4), (512, 1)), ((64, 64), (64, 64))],
)
def test_a_picture_becomes_small_and_keeps_its_shape(kind: str, size: tuple[int, int], smaller: tuple[int, int]) -> None:
    picture = read_logo(a_file(kind, size))
    assert (picture.logo.width, picture.logo.height) == opened(picture.png).size == smaller


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_make(mode: str) -> None:
    assert read_logo(a_file("JPEG" if mode == "CMYK" else "PNG", mode=mode)).logo.width == 512


def test_what_is_transparent_stays_so() -> None:
    assert opened(read_logo(a_file(mode="RGBA", colour=(255, 0, 0, 0))).png).convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]


def test_a_photograph_becomes_light_enough_for_every_page() -> None:
    noise = Image.frombytes("RGB", (900, 600), os.urandom(900 * 600 * 3))
    out = BytesIO()
    noise.save(out, "JPEG", quality=90)
    assert len(read_logo(out.getvalue()).png) <= LIGHT_BYTES


def test_it_stands_upright_and_tells_nothing_else() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # on its side
    exif.get_ifd(PLACE)[1] = "N"
    exif[0x010F] = "Somebody's telephone"
    picture = read_logo(a_file("JPEG", (400, 200), exif=exif))
    assert (picture.logo.width, picture.logo.height) == (128, 256)
    assert b"telephone" not in picture.png
    assert not opened(picture.png).getexif()
    assert not opened(picture.png).info.keys() - {"transparency"}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_colour_profile_does_not_go_along(kind: str) -> None:
    picture = read_logo(a_file(kind, icc_profile=os.urandom(60_000)))
    assert len(picture.png) <= LIGHT_BYTES
    assert not opened(picture.png).info.keys() - {"transparency"}


def test_one_that_lies_on_its_side_keeps_its_whole_width() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    logo = read_logo(a_file("JPEG", (1000, 2000), exif=exif)).logo
    assert (logo.width, logo.height) == (512, 256)


def test_the_same_file_is_the_same_picture() -> None:
    assert read_logo(a_file()) == read_logo(a_file())
    assert read_logo(a_file()).logo != read_logo(a_file(colour="red")).logo


def moving(kind: str) -> bytes:
    """Two frames."""
    out = BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NoPicture),
        (b"Dit is geen afbeelding, al heet het zo.", NoPicture),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NoPicture),
        (b"%PDF-1.7\n", NoPicture),
        (a_file("GIF"), NoPicture),
        (a_file("BMP"), NoPicture),
        (a_file("TIFF"), NoPicture),
        (a_file()[:200], NoPicture),
        (a_file("JPEG")[:300], NoPicture),
        (a_file()[:60] + b"\xff" * 40 + a_file()[100:], NoPicture),
        (a_file("PNG", (10_000, 10_000), "1"), LogoTooLarge),
        (a_file("PNG", (4001, 4000), "1"), LogoTooLarge),
        (a_file("PNG", (20_000, 20_000), "1"), LogoTooLarge),  # where Pillow itself says no
        (moving("PNG"), LogoMoves),
        (moving("WEBP"), LogoMoves),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 2_000_000, LogoTooHeavy),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{len(value)} bytes",
)
def test_what_is_no_logo_is_refused(content: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        read_logo(content)
