"""Makes a logo of an uploaded file: looks at what it is, not at its name, and draws it anew with nothing else in it."""

import warnings
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from services.portal.domain.organisation import Picture
from services.portal.domain.refusals import LogoMoves, LogoTooHeavy, LogoTooLarge, NoPicture
from shared.contracts.portal import LOGO_HEIGHT, LOGO_WIDTH, Logo

MOST_BYTES = 2_000_000
MOST_PIXELS = 16_000_000
"""A scan of a sheet of paper, 4000 by 4000. Unpacked that is 64 MB, and while it is made small three times that, for a third of a
second."""

LIGHT_BYTES = 24_000
"""A page weighs less than 100 kB with everything on it, so a logo may not weigh more than this."""

KINDS = ("PNG", "JPEG", "WEBP")
HEIGHTS = (LOGO_HEIGHT, 192, 128, 96, 64)

warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # our own limit is far below Pillow's


def read_logo(content: bytes) -> Picture:
    """The picture in a file: PNG, JPEG or WebP, at most 2 MB. Slow, so call it in a thread of its own.

    What comes out is a PNG of at most 512 by 256 pixels and 24 kB, upright, with no metadata.

    Raises:
        LogoTooHeavy: more bytes than `MOST_BYTES`.
        LogoTooLarge: more pixels than `MOST_PIXELS`, which is known before they are unpacked.
        LogoMoves: it has more than one frame.
        NoPicture: it is something else, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise LogoTooHeavy(megabytes=MOST_BYTES // 1_000_000)
    small = _opened(content)
    for height in HEIGHTS:
        small.thumbnail((height * LOGO_WIDTH // LOGO_HEIGHT, height), Image.Resampling.LANCZOS)
        png = _encoded(small)
        if len(png) <= LIGHT_BYTES:
            break
    return Picture(Logo(picture=sha256(png).hexdigest()[:32], width=small.width, height=small.height), png)


def _opened(content: bytes) -> Image.Image:
    """The pixels and nothing else, upright, with eight bits a colour, at most `LOGO_WIDTH` along each side."""
    try:
        with Image.open(BytesIO(content), formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise LogoTooLarge(megapixels=MOST_PIXELS // 1_000_000)
            if getattr(image, "is_animated", False):
                raise LogoMoves()
            small = image.convert("RGBA")
            small.thumbnail((LOGO_WIDTH, LOGO_WIDTH), Image.Resampling.LANCZOS)  # before it is turned: that takes a copy
            turned = ImageOps.exif_transpose(small)
            turned.info.clear()  # a colour profile, for one, would be written along, however long it is
            return turned
    except (LogoTooLarge, LogoMoves):
        raise
    except Image.DecompressionBombError:
        raise LogoTooLarge(megapixels=MOST_PIXELS // 1_000_000) from None
    except Exception:  # a damaged file makes a decoder fail in as many ways as there are decoders
        raise NoPicture() from None


def _encoded(image: Image.Image) -> bytes:
    """As PNG; with 256 colours where that is lighter, which few logos need more than."""
    both = []
    for drawn in (image, image.quantize(256)):
        out = BytesIO()
        drawn.save(out, "PNG", optimize=True)
        both.append(out.getvalue())
    return both[0] if len(both[0]) <= LIGHT_BYTES else both[1]
