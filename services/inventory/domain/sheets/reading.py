"""From what somebody brings to a table. Takes up to seconds: never on the event loop."""

from services.inventory.domain.sheets.table import MOST_BYTES, SheetProblem, SheetRefused, Table
from services.inventory.domain.sheets.text_table import decode, table_from_text
from services.inventory.domain.sheets.workbook import OLE, ZIP, table_from_workbook


def read_sheet(content: bytes) -> Table:
    """The table in a file; what it is, its first bytes say, not its name. Raises `SheetRefused`."""
    if len(content) > MOST_BYTES:
        raise SheetRefused(SheetProblem.TOO_LARGE)
    if not content.strip():
        raise SheetRefused(SheetProblem.EMPTY)
    if content.startswith((ZIP, OLE)):
        return table_from_workbook(content)
    return table_from_text(decode(content))
