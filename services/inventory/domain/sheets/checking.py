"""What each row of a list says of a machine, and everything that a person has to decide about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.inventory.domain.hardware_report.values import (
    MAKER_LENGTH,
    MODEL_LENGTH,
    PROCESSOR_LENGTH,
    clean_processor,
    clean_text,
)
from services.inventory.domain.identifiers import said_serial
from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.table import WITHHELD, Row
from services.inventory.domain.sheets.values import (
    NOTHING,
    drive_of,
    is_shortened,
    kind_of,
    medium_of,
    memory_of,
    serial_of,
    word_of,
)
from shared.contracts.vocabulary import Chassis, Medium

Wrong = Callable[[str, Field], None]
MOST_UNKNOWN = 20
ASSET_TAG_LENGTH = 40
NEEDED = (Field.KIND, Field.MAKER, Field.MODEL)
"""Without these a machine has no name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a list is read.

    Attributes:
        heading_row: the number of the row with the headings; rows above it are no machines. 0 when there is none.
        fields: what each column says; None for one that is not used.
        kind, maker: for every row that does not say it itself; None and empty when nothing was chosen.
        kinds: what a person chose for words of the list that we do not know, as `word_of` writes them.
    """

    heading_row: int
    fields: tuple[Field | None, ...]
    kind: Chassis | None = None
    maker: str = ""
    kinds: Mapping[str, Chassis] = field(default_factory=dict)

    def column(self, wanted: Field) -> int | None:
        """The column that says this, counted from 0."""
        return self.fields.index(wanted) if wanted in self.fields else None

    @property
    def lacking(self) -> list[Field]:
        """What no column says, though a machine needs it, and what nobody chose for all rows."""
        chosen = {Field.KIND: self.kind, Field.MAKER: self.maker, Field.MODEL: None}
        return [one for one in NEEDED if one not in self.fields and not chosen[one]]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong with one row.

    Attributes:
        code: what, by its name in the texts.
        column: in which column, counted from 0; None for the row as a whole.
        other: what it is about: the number of another row, or the code of a machine that is here.
    """

    code: str
    column: int | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A machine as a row says it. `drive` is whether the row says that there is one."""

    number: int
    chassis: Chassis
    maker: str
    model: str
    serial: str | None
    asset_tag: str | None
    processor: str | None
    memory_mb: int | None
    drive: bool
    capacity_gb: int | None
    medium: Medium
    drive_serial: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A row: the machine, unless something is wrong."""

    row: Row
    line: Line | None
    problems: tuple[RowProblem, ...]


def check_rows(rows: Iterable[Row], plan: Plan) -> list[Checked]:
    """Every row that may be a machine, with what is wrong with it; also what two rows share and may not."""
    rows = list(rows)
    headings = next((_not_of_persons(row, plan) for row in rows if row.number == plan.heading_row), None)
    checked, seen = [], dict[str, int]()
    for row in rows:
        # A long list is printed with its headings on every page.
        if row.number <= plan.heading_row or _not_of_persons(row, plan) == headings:
            continue
        line, problems = read_line(row, plan)
        serial = _cell(row, plan, Field.SERIAL).casefold()
        if line is not None and line.serial and serial:
            first = seen.setdefault(line.serial.casefold(), row.number)
            if first != row.number:
                problems.append(RowProblem("twice", plan.column(Field.SERIAL), str(first)))
        checked.append(Checked(row, None if problems else line, tuple(problems)))
    return checked


def _not_of_persons(row: Row, plan: Plan) -> list[str]:
    """A row without what is not kept."""
    return [cell for cell, one in zip(row.cells, plan.fields, strict=True) if one is not Field.PERSONAL]


def machine_rows(rows: Sequence[Row], plan: Plan) -> int:
    """How many rows may be a machine."""
    return sum(row.number > plan.heading_row for row in rows)


def unknown_kinds(cells: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of what stands in the column with the kinds, and how often, the words that we do not know; at most 20."""
    times: dict[str, int] = {}
    for cell, rows in cells:
        word = word_of(cell)
        if word and cell.casefold() not in NOTHING and cell != WITHHELD and kind_of(cell, {}) is None:
            times[word] = times.get(word, 0) + rows
    return sorted(times.items(), key=lambda one: (-one[1], one[0]))[:MOST_UNKNOWN]


def read_line(row: Row, plan: Plan) -> tuple[Line | None, list[RowProblem]]:
    """The machine of one row, and what is wrong with the row. A machine comes out as far as its name can be read."""
    serials = {plan.column(Field.SERIAL), plan.column(Field.DRIVE_SERIAL)}
    problems = [
        RowProblem("register_number", column)
        for column, cell in enumerate(row.cells)
        if cell == WITHHELD or (column not in serials and said_serial(cell) is not None)
    ]

    def wrong(code: str, where: Field) -> None:
        column = plan.column(where)
        if column is None or row.cells[column] != WITHHELD:
            problems.append(RowProblem(code, column))

    kind_cell, maker_cell, model_cell = (_cell(row, plan, one) for one in NEEDED)
    chassis = kind_of(kind_cell, plan.kinds) if kind_cell else plan.kind
    if chassis is None:
        wrong("kind_unknown" if kind_cell else "kind_missing", Field.KIND)
    maker = clean_text(maker_cell, MAKER_LENGTH) or clean_text(plan.maker, MAKER_LENGTH)
    if not maker:
        wrong("maker_missing", Field.MAKER)
    model = clean_text(model_cell, MODEL_LENGTH)
    if not model:
        wrong("model_missing", Field.MODEL)
    for where, cell, longest in ((Field.MAKER, maker_cell, MAKER_LENGTH), (Field.MODEL, model_cell, MODEL_LENGTH)):
        if len(cell) > longest:
            wrong("too_long", where)
    if len(_cell(row, plan, Field.ASSET_TAG)) > ASSET_TAG_LENGTH:
        wrong("too_long", Field.ASSET_TAG)
    serial = _serial(row, plan, Field.SERIAL, wrong)
    drive_serial = _serial(row, plan, Field.DRIVE_SERIAL, wrong)
    memory = _cell(row, plan, Field.MEMORY)
    memory_mb = memory_of(memory) if memory else None
    if memory and memory_mb is None:
        wrong("memory_unclear", Field.MEMORY)
    capacity_gb, medium, has_drive = _drive(row, plan, wrong)
    if _cell(row, plan, Field.COUNT) not in ("", "1"):
        wrong("several", Field.COUNT)
    if chassis is None or not maker or not model:
        return None, problems
    line = Line(
        number=row.number,
        chassis=chassis,
        maker=maker,
        model=model,
        serial=serial,
        asset_tag=clean_text(_cell(row, plan, Field.ASSET_TAG), ASSET_TAG_LENGTH),
        processor=clean_processor(_cell(row, plan, Field.PROCESSOR)[:PROCESSOR_LENGTH]),
        memory_mb=memory_mb,
        drive=has_drive or drive_serial is not None,
        capacity_gb=capacity_gb,
        medium=medium or Medium.UNKNOWN,
        drive_serial=drive_serial,
    )
    return line, problems


def _drive(row: Row, plan: Plan, wrong: Wrong) -> tuple[int | None, Medium | None, bool]:
    """How large the drive is and what it stores on, as far as the row says; and whether it speaks of a drive at all."""
    size, kind = _cell(row, plan, Field.DRIVE), _cell(row, plan, Field.MEDIUM)
    drive = drive_of(size) if size else None
    medium = medium_of(kind) if kind else None
    # A column `Schijf` that only says `SSD` says what it is, not how large.
    only_medium = medium_of(size) if size and drive is None else None
    if size and drive is None and only_medium is None:
        wrong("drive_unclear", Field.DRIVE)
    if kind and medium is None:
        wrong("medium_unclear", Field.MEDIUM)
    told = only_medium or (drive[1] if drive else None)
    if medium and told and medium is not told:
        wrong("medium_unclear", Field.MEDIUM)
    return (drive[0] if drive else None), medium or told, bool(size or kind)


def _serial(row: Row, plan: Plan, where: Field, wrong: Wrong) -> str | None:
    cell = _cell(row, plan, where)
    if not cell:
        return None
    if is_shortened(cell):
        wrong("serial_shortened", where)
        return None
    serial = serial_of(cell)
    if serial is None:
        wrong("serial_unclear", where)
    return serial


def _cell(row: Row, plan: Plan, where: Field) -> str:
    """What a row says of something; empty for what people write where there is nothing to write."""
    column = plan.column(where)
    cell = row.cells[column] if column is not None else ""
    return "" if cell.casefold() in NOTHING or cell == WITHHELD else cell
