"""Photos, drawn anew: whatever was in a file, what comes out is a picture and nothing else."""

from io import BytesIO

import pytest
from PIL import Image

from services.inventory.domain.refusals import NoPhoto, PhotoTooLarge
from services.inventory.pictures import LARGE, MOST_BYTES, SMALL, draw_photo


def a_file(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int) -> bytes:
    said = Image.Exif()
    said[0x0112], said[0x010F] = orientation, "Telefoon van Godelieve"
    said.get_ifd(0x8825)[1] = "N"
    return said.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_photo_of_each_kind(kind: str, mode: str) -> None:
    drawn = draw_photo(a_file(kind, (2400, 1200), mode))
    for content, longest in ((drawn.large, LARGE), (drawn.small, SMALL)):
        image = Image.open(BytesIO(content))
        assert (image.format, image.mode, max(image.size)) == ("JPEG", "RGB", longest)
    assert (drawn.width, drawn.height) == (LARGE, LARGE // 2)
    assert draw_photo(a_file(kind, (2400, 1200), mode)).picture == drawn.picture, "the same file is the same picture"


def test_it_stands_upright_and_says_nothing_of_who_made_it() -> None:
    content = a_file(size=(900, 600), exif=exif(6), comment=b"Godelieve", icc_profile=b"Godelieve" * 50)
    assert b"Godelieve" in content
    drawn = draw_photo(content)
    assert (drawn.width, drawn.height) == (600, 900)
    for made in (drawn.large, drawn.small):
        assert b"Godelieve" not in made
        assert not Image.open(BytesIO(made)).getexif()


def test_what_one_sees_through_is_white() -> None:
    drawn = draw_photo(a_file("PNG", (10, 10), "RGBA"))
    assert Image.open(BytesIO(drawn.large)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [b"", b"hallo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_file()[:200], a_file("GIF"), b"\xff\xd8\xff\0\0", b"%PDF-1.7"],
    ids=["empty", "words", "svg", "truncated", "gif", "a beginning", "pdf"],
)  # fmt: skip
def test_what_is_no_photo(content: bytes) -> None:
    with pytest.raises(NoPhoto):
        draw_photo(content)


def test_what_is_too_large() -> None:
    with pytest.raises(PhotoTooLarge):
        draw_photo(b"\0" * (MOST_BYTES + 1))
    with pytest.raises(PhotoTooLarge):
        draw_photo(a_file("PNG", (20_000, 20_000), "1"))
