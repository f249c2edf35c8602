"""Makes pictures of what was drawn or photographed: looks at what a file is, not at its name, and draws it anew with nothing else
in it. Slow, so call these in a thread, outside a transaction."""

import threading
import warnings
from io import BytesIO

from PIL import Image, ImageOps

from services.loans.domain.refusals import DrawingUnreadable, NoPaperPhoto, PaperPhotoTooLarge

MOST_DRAWN_BYTES = 300_000
MOST_DRAWN_PIXELS = 4_000_000
DRAWN_WIDTH, DRAWN_HEIGHT = 900, 300
INK = 128
"""Darker than this (0 is black) is ink."""
FEWEST_INK = 12
"""Pixels of ink in a drawing: fewer is somebody who touched the screen by accident."""
MOST_BYTES = 10_000_000
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000}
LONGEST = 2000
"""Pixels along the longest side of a photo: small print on A4 stays readable."""
_ONE_AT_A_TIME = threading.Lock()
"""Unpacking takes memory that a small computer has once."""

warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # our own limit is below Pillow's


def drawn(content: bytes) -> bytes | None:
    """What somebody drew, as a PNG in grey without more than a small edge; None when there is no ink on it.

    Args:
        content: a PNG of at most 300 kB, dark on white or on nothing.

    Raises `DrawingUnreadable`.
    """
    if len(content) > MOST_DRAWN_BYTES:
        raise DrawingUnreadable()
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(content), formats=("PNG",)) as image:
            if image.width * image.height > MOST_DRAWN_PIXELS:
                raise DrawingUnreadable()
            grey = _on_white(image).convert("L")
    except DrawingUnreadable:
        raise
    except Exception:  # a damaged file makes a decoder fail in many ways
        raise DrawingUnreadable() from None
    ink = grey.point(lambda shade: 255 if shade < INK else 0)
    around = ink.getbbox()
    if around is None or ink.histogram()[255] < FEWEST_INK:
        return None
    left, top, right, bottom = around
    edge = 6
    cut = grey.crop((max(0, left - edge), max(0, top - edge), min(grey.width, right + edge), min(grey.height, bottom + edge)))
    cut.thumbnail((DRAWN_WIDTH, DRAWN_HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    cut.save(out, "PNG", optimize=True)
    return out.getvalue()


def photographed(content: bytes) -> bytes:
    """A photo of a signed paper, as an upright JPEG without metadata: no place, no moment, no name of a telephone.

    Args:
        content: a JPEG or a PNG of at most 10 MB.

    Raises:
        PaperPhotoTooLarge: too many bytes or pixels; the pixels are known before they are unpacked.
        NoPaperPhoto: it is something else, such as HEIC or a PDF, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise PaperPhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
    try:
        with _ONE_AT_A_TIME, Image.open(BytesIO(content), formats=tuple(MOST_PIXELS)) as image:
            if image.width * image.height > MOST_PIXELS[image.format or ""]:
                raise PaperPhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
            image.draft("RGB", (LONGEST, LONGEST))
            image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
            plain = _on_white(ImageOps.exif_transpose(image)).convert("RGB")
            plain.info.clear()
            out = BytesIO()
            plain.save(out, "JPEG", quality=82, optimize=True)
    except PaperPhotoTooLarge:
        raise
    except Image.DecompressionBombError:
        raise PaperPhotoTooLarge(megabytes=MOST_BYTES // 1_000_000) from None
    except Exception:
        raise NoPaperPhoto() from None
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """What one can see through becomes white."""
    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image
    seen = image.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    white.alpha_composite(seen)
    return white
