"""Workbooks (.xlsx): read row by row, without working out a single formula, and only after their size is known.

What a formula showed when the file was saved is taken as it is. Entities that blow up are stopped by the XML parser itself.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from services.inventory.domain.sheets.headings import recognised
from services.inventory.domain.sheets.table import ABOVE, MOST_COLUMNS, SheetProblem, SheetRefused, Table, make_table

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office from before 2007 begin, and newer ones behind a password."""
MOST_UNPACKED = 60_000_000
"""Bytes; a list of 10,000 rows and 20 columns is 15 MB."""
_MOST_PARTS = 2000
_MOST_PAGES = 10


def table_from_workbook(content: bytes) -> Table:
    """The table on the page of a workbook that most looks like a list of machines. Raises `SheetRefused`."""
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise SheetRefused(SheetProblem.PASSWORD if locked else SheetProblem.OLD_FORMAT)
    from openpyxl import load_workbook  # only who brings a workbook pays for loading it

    try:
        _look_inside(content)
        return _read(load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False))
    except SheetRefused:
        raise
    except MemoryError:
        raise
    except Exception:
        # A broken workbook makes the library raise whatever it stumbles over; none of it says more than that it is broken.
        raise SheetRefused(SheetProblem.DAMAGED) from None


def _look_inside(content: bytes) -> None:
    """Whether it may be unpacked: what its index says is also the most that comes out, or reading stops with an error."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        index = parts.infolist()
        if len(index) > _MOST_PARTS or sum(part.file_size for part in index) > MOST_UNPACKED:
            raise SheetRefused(SheetProblem.TOO_LARGE)
        if any(part.flag_bits & 1 for part in index):
            raise SheetRefused(SheetProblem.PASSWORD)
        names = {part.filename for part in index}
    if "xl/workbook.xml" not in names:
        raise SheetRefused(SheetProblem.OTHER_FORMAT)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SheetRefused(SheetProblem.MACROS)


def _read(book: "Workbook") -> Table:
    try:
        pages = [page for page in book.worksheets if page.sheet_state == "visible"][:_MOST_PAGES]
        for page in pages:
            page.reset_dimensions()  # what the file says of its own size may be a million rows of nothing
        best = max(pages, key=lambda page: _likeness(_lines(page)), default=None)
        if best is None:
            raise SheetRefused(SheetProblem.EMPTY)
        return make_table(_lines(best), best.title[:80] if len(pages) > 1 else "")
    finally:
        book.close()


def _likeness(lines: Iterator[list[str]]) -> tuple[int, int]:
    """How much a page looks like a list of machines: the most headings that we know on one row, and whether it has rows."""
    begin = list(islice(lines, ABOVE))
    return max((len(set(recognised(line)) - {None}) for line in begin), default=0), sum(map(any, begin))


def _lines(page: "ReadOnlyWorksheet") -> Iterator[list[str]]:
    for row in page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
        yield [_text(value) for value in row] if any(value is not None for value in row) else []


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return str(value)
