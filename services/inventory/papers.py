"""Reads the scan of a recycler's certificate: looks at what it is, not at its name."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from services.inventory.domain.end_refusals import PaperTooLarge, PaperUnreadable
from services.inventory.domain.hand_over import Paper

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
"""Pixels: a sheet of A4 at 200 dots an inch."""
KINDS = ("PNG", "JPEG", "WEBP")
PDF, JPEG = "application/pdf", "image/jpeg"


def read_paper(content: bytes) -> Paper:
    """A scan as it is kept: a PDF as it came, a picture drawn anew with nothing else in it. Slow, so call it in a thread.

    Raises:
        PaperTooLarge: more bytes than `MOST_BYTES`, or more pixels than `MOST_PIXELS`.
        PaperUnreadable: it is something else, or damaged.
    """
    if len(content) > MOST_BYTES:
        raise PaperTooLarge(megabytes=MOST_BYTES // 1_000_000)
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise PaperUnreadable()
        return Paper(sha256(content).hexdigest(), PDF, content)
    drawn = _drawn_anew(content)
    return Paper(sha256(drawn).hexdigest(), JPEG, drawn)


def _drawn_anew(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content), formats=KINDS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PaperTooLarge(megabytes=MOST_BYTES // 1_000_000)
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            upright.info.clear()
            out = BytesIO()
            upright.save(out, "JPEG", quality=80, optimize=True)
            return out.getvalue()
    except PaperTooLarge:
        raise
    except Exception:  # a damaged file makes a decoder fail in as many ways as there are decoders
        raise PaperUnreadable() from None
