"""Charts as pictures without a script: where each bar stands, for templates to draw. The numbers are in a table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 340
"""Of every chart, in its own units: one is about a pixel on a narrow phone, so that letters can be read there."""
ROW = 44
BAR = 16
VALUE_ROOM = 56
HIGH = 120
FOOT = 22
TOP = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its words; lengths in units of the chart."""

    words: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Of its width."""
        return round(self.x + self.width / 2, 1)

    @property
    def end(self) -> float:
        """Where it ends on the right."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a picture of `WIDTH` by `height`."""

    title: str
    bars: Sequence[Bar]
    height: int
    width: int = WIDTH


def lying(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Bars below each other, each with its words above it and its number behind it."""
    most = max([value for _words, value in rows], default=0) or 1
    bars = [
        Bar(words, value, 0, number * ROW + ROW - BAR - 4, _length(value, most, WIDTH - VALUE_ROOM), BAR)
        for number, (words, value) in enumerate(rows)
    ]
    return Chart(title, bars, len(rows) * ROW)


def standing(title: str, rows: Sequence[tuple[str, int]], most: int) -> Chart:
    """Bars beside each other, each with its number on it and its words below. `most` is the highest of all charts beside this one,
    so that they can be compared."""
    place = WIDTH / max(1, len(rows))
    bars = []
    for number, (words, value) in enumerate(rows):
        height = _length(value, max(1, most), HIGH)
        bars.append(Bar(words, value, round(number * place + 3, 1), TOP + HIGH - height, round(place - 6, 1), height))
    return Chart(title, bars, TOP + HIGH + FOOT)


def _length(value: int, most: int, room: float) -> float:
    """In proportion; what is more than nothing can be seen."""
    return round(max(value / most * room, 2 if value else 0), 1)
