"""Lists as text: pasted, or from a file in one of the encodings that spreadsheet programs write."""

import codecs
import csv
import io
import re
from collections import Counter

from services.inventory.domain.sheets.table import SheetProblem, SheetRefused, Table, make_table

DELIMITERS = "\t;,|"
_SAMPLE = 50_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FIRST_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)


def decode(content: bytes) -> str:
    """The text of a file: in UTF-8 or UTF-16, with or without its mark, or else as Windows writes it here (windows-1252).

    Raises `SheetRefused` for what is no text.
    """
    try:
        text = content.decode(_encoding(content)).rstrip("\x1a")
    except UnicodeDecodeError:
        raise SheetRefused(SheetProblem.NOT_TEXT) from None
    if _NOT_TEXT.search(text) or text.startswith("%PDF"):
        raise SheetRefused(SheetProblem.NOT_TEXT)
    return text


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    # Plain letters in UTF-16 have a zero in every second byte.
    head = content[:4096]
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if len(head) > 3 and head[first::2].count(0) > len(head) * 0.4 and not head[1 - first :: 2].count(0):
            return encoding
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"


def table_from_text(text: str) -> Table:
    """The table in a text; what stands between its cells is found out. Raises `SheetRefused`."""
    told = _FIRST_LINE.match(text)
    delimiter = told[1] if told else delimiter_of(text)
    lines = csv.reader(io.StringIO(text[told.end() :] if told else text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    try:
        return make_table(lines)
    except csv.Error:
        raise SheetRefused(SheetProblem.UNREADABLE) from None


def delimiter_of(text: str) -> str:
    """The mark that cuts most lines into equally many cells; of equals the one that cuts into more."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample.rpartition("\n")[0] or sample

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
        except csv.Error:
            return 0.0, 0
        several = Counter(width for width in widths if width > 1)
        width, times = max(several.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return times / max(1, len(widths)), width

    return max(DELIMITERS, key=evenness)
