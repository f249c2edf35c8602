"""Reading single values that may be missing, of another type, or nonsense: each gives a sound value or None."""

import math
import re
import unicodedata
from datetime import UTC, datetime
from uuid import UUID

MAKER_LENGTH = 60
MODEL_LENGTH = 120
PROCESSOR_LENGTH = 120
SERIAL_LENGTH = 80
METHOD_LENGTH = 60

_PLACEHOLDERS = frozenset(
    {
        "asset tag", "base board serial number", "chassis serial number", "default", "default string", "empty",
        "fill by oem", "filled by oem", "invalid", "lenovo product", "n/a", "na", "none", "not applicable",
        "not available", "not present", "not provided", "not specified", "null", "oem", "product name", "serial",
        "serial number", "serialnumber", "system manufacturer", "system name", "system product name",
        "system serial number", "system version", "to be filled by oem", "tobefilledbyoem", "undefined", "unknow",
        "unknown", "unspecified", "xxxxxxxx",
    }
)  # fmt: skip

_UUID_PLACEHOLDERS = frozenset({"03000200-0400-0500-0006-000700080009", "12345678-1234-5678-90ab-cddeefaabbcc"})
"""What boards carry whose maker never filled it in: the same on thousands of them."""

_SERIAL_PLACEHOLDERS = frozenset({"0123456789", "1234567890", "123456789", "12345678", "1234567", "123456", "012345678"})


def as_dict(value: object) -> dict[str, object]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_dicts(value: object) -> list[dict[str, object]]:
    """The objects in a list; whatever else it holds is left out."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def as_text(value: object) -> str:
    """The value if it is text, else an empty text."""
    return value if isinstance(value, str) else ""


def clean_text(value: object, limit: int) -> str | None:
    """One line of at most `limit` visible characters, or None for nothing and for a maker's placeholder."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    # Cut before the work per character, so that a field of megabytes costs nothing.
    words = " ".join(value[: 20 * limit].split())
    # Control characters, direction marks, surrogates: none is visible, some lie about the text or cannot be stored.
    visible = "".join(c for c in words if not unicodedata.category(c).startswith("C"))
    text = " ".join(visible.split())[:limit].strip()
    return text if text and not _is_placeholder(text) else None


def _is_placeholder(text: str) -> bool:
    plain = " ".join(text.casefold().replace(".", "").split())
    if plain in _PLACEHOLDERS or (text.startswith("<") and text.endswith(">")):
        return True
    return not any(c.isalnum() for c in text)


def clean_serial(value: object) -> str | None:
    """A serial number, or None for nothing and for what makers write instead of one."""
    text = clean_text(value, SERIAL_LENGTH)
    if text is None or text in _SERIAL_PLACEHOLDERS:
        return None
    # 0000000, FFFFFFFF, "- - -": one character over and over identifies nothing.
    distinct = {c for c in text.casefold() if c.isalnum()}
    return text if len(distinct) > 1 else None


def clean_processor(value: object) -> str | None:
    """A processor's name without trademark signs, so that the same one reads the same in every format."""
    text = clean_text(value, PROCESSOR_LENGTH)
    return clean_text(re.sub(r"\((?:R|TM|C)\)", " ", text, flags=re.IGNORECASE), PROCESSOR_LENGTH) if text else None


def machine_model(maker: str | None, product: object, version: object) -> str | None:
    """The model's name. Lenovo writes an order code as the product and the name people know as its version: both count."""
    model = clean_text(product, MODEL_LENGTH)
    name = clean_text(version, MODEL_LENGTH)
    if not model or not name or not maker or maker.casefold() != "lenovo":
        return model
    known_name = name.casefold() not in (model.casefold(), "lenovo") and " " in name
    return clean_text(f"{name} ({model})", MODEL_LENGTH) if known_name else model


def number(value: object) -> float | None:
    """A finite number above zero, or None. True and False are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and value > 0 else None


def gigabytes(size_bytes: float | None) -> int | None:
    """Decimal gigabytes, rounded; None when unknown or no size that a drive can have (1 GB to 1,000 TB)."""
    return round(size_bytes / 1e9) if size_bytes is not None and 1e9 <= size_bytes <= 1e15 else None


def megabytes(size: float | None) -> int | None:
    """Binary megabytes as a whole number; None when unknown or no size that a memory can have (16 MB to 64 TB)."""
    if size is None or not 16 <= size <= 64 * 1024 * 1024:
        return None
    return round(size)


def moment(value: object) -> datetime | None:
    """A moment in UTC from ISO 8601 text; None without a time zone, as a local time alone is no moment."""
    try:
        read = datetime.fromisoformat(as_text(value)[:40])
        return read.astimezone(UTC) if read.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def moment_from_epoch(value: object) -> datetime | None:
    """A moment in UTC from seconds since 1970; None outside the years 2000 to 2100."""
    seconds = number(value)
    if seconds is None or not 946_684_800 <= seconds <= 4_102_444_800:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def report_id(value: object) -> UUID | None:
    """A UUID written as text, or None."""
    try:
        return UUID(as_text(value)[:45])
    except ValueError:
        return None


def system_uuid(value: object) -> UUID | None:
    """The id that the maker gave the machine itself, in one of its two spellings; None for what identifies nothing.

    SMBIOS keeps the first three parts with the lowest byte first. Some tools print them so, others turn them round (SMBIOS 3.7,
    7.2.1), and nothing says which did what: of the two readings the smaller one stands for both.
    """
    read = report_id(value)
    if read is None or len(set(read.bytes)) == 1:
        return None
    turned = UUID(bytes_le=read.bytes)
    if str(read) in _UUID_PLACEHOLDERS or str(turned) in _UUID_PLACEHOLDERS:
        return None
    return min(read, turned)


def percentage(value: object) -> int | None:
    """A whole percentage from 0 to 100; new batteries may measure a little above what is printed on them, which counts as 100."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 150:
        return None
    return min(100, round(value))
