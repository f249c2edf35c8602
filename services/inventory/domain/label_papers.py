"""On what stickers are printed: sheets of A4 and rolls for a label printer. All sizes in millimetres."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """One kind of sheet or roll.

    Attributes:
        key: by which it is remembered and stands in an address.
        name: what the box says; nobody's translation.
        page: width and height of what goes through the printer.
        columns, rows: how many labels side by side and below each other.
        width, height: of one label.
        left, top: from the edge of the page to the first label.
        across, down: from the beginning of one label to that of the next.
        is_durable: of a plastic that bears wiping and rubbing.
    """

    key: str
    name: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0
    is_durable: bool = False

    @property
    def places(self) -> int:
        """How many labels are on one page."""
        return self.columns * self.rows

    @property
    def is_roll(self) -> bool:
        """Whether each label is a page of its own."""
        return self.page == (self.width, self.height)

    def as_roll(self) -> "LabelPaper":
        """One label of it on a page of its own."""
        return replace(self, page=(self.width, self.height), columns=1, rows=1, left=0.0, top=0.0, across=0.0, down=0.0)


def _sheet(key: str, columns: int, rows: int, size: tuple[float, float], gap: float, *, is_durable: bool = False) -> LabelPaper:
    """Labels in the middle of a sheet of A4, with so much between columns and nothing between rows: so are all of Avery's here."""
    width, height = size
    left = (A4[0] - columns * width - (columns - 1) * gap) / 2
    top = (A4[1] - rows * height) / 2
    return LabelPaper(key, f"Avery {key}", A4, columns, rows, width, height, left, top, width + gap, height, is_durable=is_durable)


def _roll(key: str, name: str, width: float, height: float) -> LabelPaper:
    return LabelPaper(key, name, (width, height), 1, 1, width, height)


PAPERS: Mapping[str, LabelPaper] = {
    paper.key: paper
    for paper in (
        _sheet("L7160", 3, 7, (63.5, 38.1), 2.5),
        _sheet("L7159", 3, 8, (63.5, 33.9), 2.5),
        _sheet("L7163", 2, 7, (99.1, 38.1), 2.5),
        _sheet("L4773", 3, 8, (63.5, 33.9), 2.5, is_durable=True),
        _sheet("L4778", 4, 12, (45.7, 21.2), 2.54, is_durable=True),
        _roll("R62", "62 mm", 62.0, 30.0),
        _roll("R57x32", "57 × 32 mm", 57.0, 32.0),
        _roll("R54x25", "54 × 25 mm", 54.0, 25.0),
    )
}
"""Measures of sheets by Avery's own data for each number; a roll of 62 mm has no end, so a label of it is cut at 30 mm."""
USUAL = "L7160"
"""The sheet that every shop for paper has."""
