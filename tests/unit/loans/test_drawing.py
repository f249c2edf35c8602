"""What was drawn or photographed is drawn anew; what is something else is refused before it takes memory."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from services.loans.documents.drawing import LONGEST, drawn, photographed
from services.loans.domain.refusals import DrawingUnreadable, NoPaperPhoto, PaperPhotoTooLarge


def written(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def a_line(mode: str = "RGBA") -> Image.Image:
    """A line on paper that one can see through."""
    picture = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(100, 100), (500, 200)], fill=(0, 0, 0, 255), width=5)
    return picture.convert(mode)


def test_a_drawing_is_cut_to_its_ink_and_holds_nothing_else() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("comment", "geheim")
    made = drawn(written(a_line(), pnginfo=told))
    assert made is not None
    picture = Image.open(BytesIO(made))
    assert (picture.mode, picture.info) == ("L", {})
    assert 400 < picture.width < 430
    assert 100 < picture.height < 130
    assert b"geheim" not in made


@pytest.mark.parametrize("dot", [0, 3])
def test_nothing_or_a_dot_is_no_drawing(dot: int) -> None:
    picture = Image.new("L", (900, 300), 255)
    picture.paste(0, (10, 10, 10 + dot, 10 + dot))
    assert drawn(written(picture)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        written(a_line("RGB"), "JPEG"),
        written(a_line())[:200],
        written(Image.new("1", (20_000, 20_000))),
        written(Image.effect_noise((900, 600), 100)),
    ],
    ids=["empty", "svg", "jpeg", "half", "bomb", "too many bytes"],
)
def test_what_is_no_drawing(content: bytes) -> None:
    with pytest.raises(DrawingUnreadable):
        drawn(content)


def test_a_photo_is_upright_small_enough_and_holds_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefoonmaker"
    made = photographed(written(Image.new("RGB", (4000, 3000), "white"), "JPEG", exif=exif))
    picture = Image.open(BytesIO(made))
    assert (picture.format, picture.size) == ("JPEG", (LONGEST * 3 // 4, LONGEST))
    assert not picture.getexif()
    assert b"Telefoonmaker" not in made


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.7", NoPaperPhoto),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), NoPaperPhoto),
        (written(Image.new("RGB", (50, 50)), "GIF"), NoPaperPhoto),
        (written(Image.new("1", (20_000, 20_000))), PaperPhotoTooLarge),
        (bytes(10_000_001), PaperPhotoTooLarge),
    ],
    ids=["pdf", "heic", "gif", "bomb", "too many bytes"],
)
def test_what_is_no_photo(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        photographed(content)
