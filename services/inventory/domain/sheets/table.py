"""A list as rows of cells, whatever it came as, and why one cannot be used."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.inventory.domain.identifiers import said_serial
from shared.domain import Refused
from shared.language.free_text import has_register_number

MOST_BYTES = 10_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
ABOVE = 20
"""Rows in which the headings are looked for: a donor's list often begins with a title."""
_MOST_LINES = 50_000
"""Empty ones too: a list that somebody formatted down to the last row is read no further."""

WITHHELD = "•" * 11
"""Stands where a national register number stood: that is never kept."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some programs write a number that begins with zeros, so that a spreadsheet leaves them."""


class SheetProblem(StrEnum):
    """What is wrong with a list as a whole."""

    EMPTY = "empty"
    ONLY_HEADINGS = "only_headings"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_TEXT = "not_text"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105
    MACROS = "macros"
    OLD_FORMAT = "old_format"
    OTHER_FORMAT = "other_format"


class SheetRefused(Refused):
    """A list cannot be used. Never carries what is in it."""

    def __init__(self, reason: SheetProblem) -> None:
        super().__init__(most=MOST_ROWS, columns=MOST_COLUMNS)
        self.reason = reason
        self.code = f"sheet_{reason.value}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it; `number` is what the spreadsheet program shows beside it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it was brought.

    Attributes:
        name: of the page in a workbook; empty when there is only one.
        rows: those with something in them, all equally wide.
    """

    name: str
    rows: Sequence[Row]


def make_table(lines: Iterable[Sequence[str]], name: str = "") -> Table:
    """A table of everything that has something in it. Raises `SheetRefused` when it is too long, too wide or empty."""
    rows = []
    for number, cells in enumerate(lines, 1):
        if number > _MOST_LINES:
            raise SheetRefused(SheetProblem.TOO_MANY_ROWS)
        if not any(cells):
            continue
        cleaned = [clean_cell(cell) for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if not cleaned:
            continue
        if len(cleaned) > MOST_COLUMNS:
            raise SheetRefused(SheetProblem.TOO_MANY_COLUMNS)
        rows.append(Row(number, tuple(cleaned)))
        if len(rows) > MOST_ROWS + ABOVE:
            raise SheetRefused(SheetProblem.TOO_MANY_ROWS)
    if not rows:
        raise SheetRefused(SheetProblem.EMPTY)
    width = max(len(row.cells) for row in rows)
    return Table(name, [Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in rows])


def clean_cell(text: str) -> str:
    """A cell as it is kept: on one line, without what nobody sees, at most 300 letters, never a national register number. With `SN`
    before it, it may be a serial number; whether it stands where these do, its row tells."""
    if sum(map(str.isdigit, text)) >= 11 and has_register_number(text) and said_serial(text) is None:
        return WITHHELD
    as_text = _AS_TEXT.fullmatch(text.strip())
    line = " ".join((as_text[1] if as_text else text[: 4 * LONGEST_CELL]).split())
    if not line.isascii() or not line.isprintable():
        line = "".join(letter for letter in unicodedata.normalize("NFC", line) if not unicodedata.category(letter).startswith("C"))
    return line[:LONGEST_CELL].strip()
