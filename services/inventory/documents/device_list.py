"""A list of machines as CSV or as a workbook: the same columns, the same words, nothing that a spreadsheet would run."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from services.inventory.domain.stage import Stage
from services.inventory.queries.device_table import DeviceRow
from services.inventory.web.board_texts import COLUMN as STAGE
from services.inventory.web.fact_texts import KEYBOARD
from services.inventory.web.filter_texts import COLUMN
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.texts import CHASSIS
from shared.contracts.vocabulary import Chassis, DeviceState, LossKind
from shared.language.formats import capital
from shared.web.vocabulary_texts import DEVICE_STATE, LOST

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | date | None

WIDTH = {
    "code": 10,
    "state": 16,
    "kind": 12,
    "maker": 16,
    "model": 26,
    "serial": 20,
    "processor": 28,
    "operating_system": 22,
    "place": 18,
    "labels": 20,
    "donor": 26,
}
"""How wide a column of a workbook is at least, in figures of its usual letter; its head always fits."""
_BEGINS_A_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")


def heads() -> list[str]:
    """The heads of the columns, in the language of who reads them."""
    return [str(words) for words in COLUMN.values()]


def cells_of(row: DeviceRow) -> list[Cell]:
    """A machine as the cells of its row, in the order of `COLUMN`."""
    return [
        row.code,
        capital(str(DEVICE_STATE[DeviceState(row.status)])),
        str(STAGE[Stage(row.stage)]) if row.stage else None,
        str(CHASSIS[Chassis(row.chassis)]),
        row.maker,
        row.model,
        row.serial,
        row.year,
        row.processor,
        round(row.memory_mb / 1024, 1) if row.memory_mb is not None else None,
        row.screen_tenths / 10 if row.screen_tenths is not None else None,
        row.battery_percent,
        str(KEYBOARD[row.keyboard]) if row.keyboard else None,  # type: ignore[index]
        row.operating_system,
        row.updated_on,
        row.warranty_until,
        row.looks.upper() if row.looks else None,
        row.works.upper() if row.works else None,
        row.place,
        ", ".join(row.labels) or None,
        capital(str(LOST[LossKind(row.lost)])) if row.lost else None,
        (row.donor or str(A_PERSON)) if row.lot_id else None,
        row.received_on,
        row.registered_on,
        row.retired_on,
    ]


def no_formula(text: str) -> str:
    """A cell that a spreadsheet program shows and does not work out: with an apostrophe in front of what would begin a formula."""
    return f"'{text}" if _BEGINS_A_FORMULA.match(text) else text


def csv_lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows with semicolons and a comma in numbers, as Dutch and French spreadsheets read them at once."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
    return out.getvalue().encode()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return no_formula(cell)
        case float():
            return f"{cell:g}".replace(".", ",")
        case _:
            return str(cell)


class Workbook:
    """A workbook that grows on disk, row by row. Everything here is slow: call it in a thread."""

    def __init__(self, file: Path) -> None:
        from openpyxl import Workbook as Book  # only who takes a workbook along pays for loading it
        from openpyxl.utils import get_column_letter

        self._file = file
        self._book = Book(write_only=True)
        self._sheet: WriteOnlyWorksheet = self._book.create_sheet("Toestellen")
        self._sheet.freeze_panes = "B2"
        for number, (name, head) in enumerate(zip(COLUMN, heads(), strict=True), start=1):  # a sheet that is begun takes no widths
            self._sheet.column_dimensions[get_column_letter(number)].width = max(len(head) + 2, WIDTH.get(name, 0))

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """More rows. A text stays a text, whatever it begins with, and holds no letters that a workbook cannot."""
        for row in rows:
            self._sheet.append([self._cell(cell) for cell in row])

    def save(self) -> None:
        """Write the file."""
        self._book.save(self._file)

    def throw_away(self) -> None:
        """It is not wanted after all; after `save` there is nothing left to throw away."""
        if not self._sheet.closed:
            self._sheet.close()
            self._sheet._writer.cleanup()

    def _cell(self, cell: Cell) -> object:
        if not isinstance(cell, str):
            return cell
        from openpyxl.cell import WriteOnlyCell

        one = WriteOnlyCell(self._sheet, value=no_formula("".join(letter for letter in cell if letter.isprintable())))
        one.data_type = "s"
        return one
