"""Makes photos of uploaded files: looks at what a file is, not at its name, and draws it anew with nothing else in it."""

import threading
import warnings
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from services.inventory.domain.photo import Drawn
from services.inventory.domain.refusals import NoPhoto, PhotoTooLarge

MOST_BYTES = 10_000_000
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A telephone's camera. A JPEG is unpacked at the size we need; of the others every pixel is, four bytes each."""
LARGE, SMALL = 1600, 320
"""Pixels along the longest side: to look at, and for a row of them on a telephone."""
_ONE_AT_A_TIME = threading.Lock()
"""Unpacking takes memory that a small computer has once."""

warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # our own limit is below Pillow's


def draw_photo(content: bytes) -> Drawn:
    """The photo in a file: JPEG, PNG or WebP, at most 10 MB. Slow, so call it in a thread of its own.

    What comes out is two JPEGs, upright, without metadata: no place, no moment, no name of a telephone.

    Raises:
        PhotoTooLarge: too many bytes or pixels; the pixels are known before they are unpacked.
        NoPhoto: it is something else, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
    with _ONE_AT_A_TIME:
        upright = _opened(content)
        large = _encoded(upright, LARGE, 80)
        small = _encoded(upright, SMALL, 60)
    return Drawn(sha256(large).hexdigest()[:32], large, small, upright.width, upright.height)


def _opened(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=tuple(MOST_PIXELS)) as image:
            if image.width * image.height > MOST_PIXELS[image.format or ""]:
                raise PhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
            image.draft("RGB", (LARGE, LARGE))
            image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)  # before it is turned: that takes a copy
            turned = ImageOps.exif_transpose(image)
            if turned.mode in ("RGBA", "LA", "P", "PA"):  # what one can see through becomes white
                seen = turned.convert("RGBA")
                turned = Image.new("RGBA", seen.size, "white")
                turned.alpha_composite(seen)
            plain = turned.convert("RGB")
            plain.info.clear()  # a colour profile, for one, would be written along, however long it is
            return plain
    except PhotoTooLarge:
        raise
    except Image.DecompressionBombError:
        raise PhotoTooLarge(megabytes=MOST_BYTES // 1_000_000) from None
    except Exception:  # a damaged file makes a decoder fail in as many ways as there are decoders
        raise NoPhoto() from None


def _encoded(image: Image.Image, longest: int, quality: int) -> bytes:
    drawn, out = image.copy(), BytesIO()
    drawn.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    drawn.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
