"""Photos of machines that do not exist: drawn, so that nothing has to be brought along."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

TABLES = ("#8a6f55", "#6f7f86", "#a08a6c")
WIDE, HIGH = 960, 720


def drawn_photo(seed: int) -> bytes:
    """A laptop on a table, open, with a scratch on its lid; the same seed gives the same one, as JPEG."""
    chance = Random(seed)  # noqa: S311 - made-up data
    picture = Image.new("RGB", (WIDE, HIGH), TABLES[seed % len(TABLES)])
    pen = ImageDraw.Draw(picture)
    for line in range(0, HIGH, 90):  # the boards of the table
        pen.line((0, line, WIDE, line + chance.randint(-8, 8)), fill="#5b5148", width=2)
    pen.polygon([(150, 640), (810, 640), (740, 470), (220, 470)], fill="#3a3f44")
    for row in range(5):
        for key in range(12):
            left, top = 245 + row * -11 + key * (38 + row * 2), 484 + row * 25
            pen.rectangle((left, top, left + 30 + row, top + 17), fill="#22262a")
    pen.polygon([(410, 612), (550, 612), (556, 634), (404, 634)], fill="#2d3236")
    pen.rounded_rectangle((215, 90, 745, 462), radius=16, fill="#2b2f33")
    pen.rectangle((238, 112, 722, 436), fill="#7fb2c0")
    pen.polygon([(238, 436), (420, 250), (560, 360), (640, 300), (722, 380), (722, 436)], fill="#4f8a74")
    start = chance.randint(300, 600)
    pen.line((start, 130, start + 90, 205), fill="#dfe8ea", width=2)
    out = BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
