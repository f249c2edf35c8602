"""Reading a donor's list: what it came as, what its columns say, and what is wrong with each row."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.documents.device_list import no_formula
from services.inventory.domain.sheets.checking import Plan, RowProblem, check_rows, unknown_kinds
from services.inventory.domain.sheets.headings import Field, heading_row, recognised
from services.inventory.domain.sheets.reading import read_sheet
from services.inventory.domain.sheets.table import MOST_COLUMNS, MOST_ROWS, WITHHELD, Row, SheetProblem, SheetRefused, make_table
from services.inventory.domain.sheets.text_table import delimiter_of
from services.inventory.domain.sheets.values import drive_of, kind_of, medium_of, memory_of
from services.inventory.web.sheet_texts import PROBLEM
from services.inventory.web.sheet_view import column_name
from shared.contracts.vocabulary import Chassis, Medium

LINES = "Soort;Merk;Omschrijving\nécran;Dell;P2419H\n"
CELLS = [("Soort", "Merk", "Omschrijving"), ("écran", "Dell", "P2419H")]


def workbook(*rows: list[Any], title: str = "Blad1") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, add: dict[str, bytes], *, without: str = "") -> bytes:
    """A workbook with other parts in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in add and name != without:
                new.writestr(name, old.read(name))
        for name, part in add.items():
            new.writestr(name, part)
    return out.getvalue()


def refusal(content: bytes) -> SheetProblem:
    with pytest.raises(SheetRefused) as told:
        read_sheet(content)
    return told.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", ["\t", ";", ",", "|"])
def test_text_in_every_dress_is_the_same_list(encoding: str, delimiter: str) -> None:
    table = read_sheet(LINES.replace(";", delimiter).encode(encoding))
    assert [row.cells for row in table.rows] == CELLS


def test_what_stands_between_cells_is_found_among_commas_of_numbers_and_titles() -> None:
    assert delimiter_of("Lijst, van de school, 2024\n\nMerk;Geheugen\nDell;8,0\nHP;4,0\n") == ";"
    assert delimiter_of("Merk\nDell\nHP, Acer\n") == ","
    assert [row.cells for row in read_sheet(b"sep=|\r\nMerk|Type;x\r\nDell|a;b\r\n").rows] == [("Merk", "Type;x"), ("Dell", "a;b")]


def test_cells_are_read_as_they_are_meant() -> None:
    rows = read_sheet(b'a;b\n="00123";"twee\nregels"\n').rows
    assert rows[1].cells == ("00123", "twee regels")
    assert read_sheet(b"a;b\n\n;;\nx;y\n").rows[1].number == 4, "as the spreadsheet counts"
    assert read_sheet(f"a\n{'x' * 5000}\n".encode()).rows[1].cells == ("x" * 300,)


def test_workbooks_show_what_was_last_shown_and_work_nothing_out() -> None:
    rows = read_sheet(workbook(["Merk", "Model", "RAM"], ["Dell", 5490, 8.0], [None, "=1+1", 15.6])).rows
    assert [row.cells for row in rows] == [("Merk", "Model", "RAM"), ("Dell", "5490", "8"), ("", "", "15.6")]


def test_the_page_that_looks_like_a_list_is_taken() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(["Uitleg"], ["bel ons"])))
    page = book.create_sheet("Toestellen")
    for row in (["Merk", "Model"], ["Dell", "Latitude"]):
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    table = read_sheet(content.getvalue())
    assert (table.name, len(table.rows)) == ("Toestellen", 2)


def test_workbooks_that_are_none_are_refused_by_name() -> None:
    sound = workbook(["Merk", "Model"], ["Dell", "Latitude"])
    assert refusal(b"") is SheetProblem.EMPTY
    assert refusal(workbook([])) is SheetProblem.EMPTY
    assert refusal(changed(sound, {"xl/vbaProject.bin": b"x"})) is SheetProblem.MACROS
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) is SheetProblem.PASSWORD
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100) is SheetProblem.OLD_FORMAT
    assert refusal(changed(sound, {}, without="xl/workbook.xml")) is SheetProblem.OTHER_FORMAT
    assert refusal(sound[: len(sound) // 2]) is SheetProblem.DAMAGED
    assert refusal(changed(sound, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"})) is SheetProblem.DAMAGED
    assert refusal(b"%PDF-1.7 plain so far") is SheetProblem.NOT_TEXT
    assert refusal(b'a;"b\n' + b"x" * 200_000) is SheetProblem.UNREADABLE


def test_bombs_do_not_go_off() -> None:
    sound = workbook(["Merk", "Model"], ["Dell", "Latitude"])
    assert refusal(changed(sound, {"xl/media/x.bin": bytes(70_000_000)})) is SheetProblem.TOO_LARGE
    entities = "".join(f'<!ENTITY e{n} "{"".join(f"&e{n - 1};" * 10)}">' for n in range(1, 9))
    page = '<worksheet><sheetData><row><c t="str"><v>&e8;</v></c></row></sheetData></worksheet>'
    laughs = f'<!DOCTYPE s [<!ENTITY e0 "ha">{entities}]>{page}'
    assert refusal(changed(sound, {"xl/worksheets/sheet1.xml": laughs.encode()})) in (SheetProblem.DAMAGED, SheetProblem.EMPTY)
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Merk</t></is></c></row>'
        '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Dell</t></is></c></row></sheetData></worksheet>'
    )
    assert refusal(changed(sound, {"xl/worksheets/sheet1.xml": xml.encode()})) is SheetProblem.TOO_MANY_ROWS


def test_as_much_as_we_say_and_no_more() -> None:
    line = ["Dell"]
    assert len(make_table([line] * MOST_ROWS).rows) == MOST_ROWS
    with pytest.raises(SheetRefused):
        make_table([line] * (MOST_ROWS + 21))
    with pytest.raises(SheetRefused):
        make_table([["x"] * (MOST_COLUMNS + 1)])


def test_headings_are_known_in_three_languages_and_the_plainest_counts() -> None:
    assert recognised(["Marque", "Modèle", "N° de série", "Mémoire", "Disque dur"]) == [
        Field.MAKER,
        Field.MODEL,
        Field.SERIAL,
        Field.MEMORY,
        Field.DRIVE,
    ]
    assert recognised(["Toestel", "Model", "Type", "E-mail", "Naam", "Bijzonderheden"]) == [
        None,
        Field.MODEL,
        None,
        Field.PERSONAL,
        Field.PERSONAL,
        None,
    ]
    rows = [
        Row(1, ("Lijst toestellen", "", "")),
        Row(3, ("Toestel", "", "")),
        Row(4, ("Merk", "Model", "S/N")),
        Row(5, ("a", "b", "c")),
    ]
    assert heading_row(rows) == 4
    assert heading_row([Row(1, ("Dell", "Latitude", "X1"))]) == 0


@pytest.mark.parametrize(
    ("cell", "megabytes"),
    [
        ("8", 8192),
        ("8 GB", 8192),
        ("8Go", 8192),
        ("2x4GB", 8192),
        ("8192 MB", 8192),
        ("8192", 8192),
        ("0,5 GB", 512),
        ("16GiB", 16384),
    ]
    + [(cell, None) for cell in ("veel", "8 of 16", "300", "8 GB DDR4", "-8", "0", "8 kB", "99999999", "8GB/16GB")],
)
def test_memory_is_certain_or_unknown(cell: str, megabytes: int | None) -> None:
    assert memory_of(cell) == megabytes


@pytest.mark.parametrize(
    ("cell", "drive"),
    [
        ("256", (256, None)),
        ("256 GB SSD", (256, Medium.SSD)),
        ("SSD 256GB", (256, Medium.SSD)),
        ("1 TB", (1000, None)),
        ("1 To", (1000, None)),
        ("500 GB (HDD)", (500, Medium.HDD)),
        ("256GB NVMe", (256, Medium.NVME)),
        ("2x256GB", None),
        ("256 + 500", None),
        ("256 m.2", None),
        ("4", None),
    ],
)
def test_a_drive_is_certain_or_unknown(cell: str, drive: tuple[int, Medium | None] | None) -> None:
    assert drive_of(cell) == drive


def test_words_for_kinds_and_media() -> None:
    assert kind_of("Ordinateur portable", {}) is Chassis.LAPTOP
    assert kind_of("PC", {}) is None, "it may be anything"
    assert kind_of("PC", {"pc": Chassis.DESKTOP}) is Chassis.DESKTOP
    assert (medium_of("S.S.D."), medium_of("m.2"), medium_of("Harde schijf")) == (None, None, Medium.HDD)
    assert unknown_kinds([("PC", 3), ("pc", 2), ("laptop", 9), ("-", 1)]) == [("pc", 5)]


PLAN = Plan(1, (Field.KIND, Field.MAKER, Field.MODEL, Field.SERIAL, Field.DRIVE, Field.MEDIUM))
HEADINGS = Row(1, ("Soort", "Merk", "Model", "S/N", "Schijf", "Soort schijf"))


def problems_of(*cells: str, plan: Plan = PLAN) -> list[RowProblem]:
    [checked] = check_rows([HEADINGS, Row(2, cells)], plan)
    assert (checked.line is None) == bool(checked.problems)
    return list(checked.problems)


def test_every_problem_of_a_row_is_told_at_once() -> None:
    assert problems_of("Laptop", "Dell", "Latitude", "S1", "256", "SSD") == []
    assert [(one.code, one.column) for one in problems_of("", "", "", "1,23E+11", "klein", "m.2")] == [
        ("kind_missing", 0),
        ("maker_missing", 1),
        ("model_missing", 2),
        ("serial_shortened", 3),
        ("drive_unclear", 4),
        ("medium_unclear", 5),
    ]
    assert [one.code for one in problems_of("Laptop", "Dell", "Latitude", WITHHELD, "", "")] == ["register_number"]
    assert [one.code for one in problems_of("Laptop", "Dell", "Latitude", "S1", "256 GB SSD", "HDD")] == ["medium_unclear"]
    assert [one.code for one in problems_of("Laptop", "D" * 61, "L" * 121, "0000", "", "")] == [
        "too_long",
        "too_long",
        "serial_unclear",
    ]


def test_headings_that_come_again_are_no_machine_and_a_total_is_a_problem() -> None:
    checked = check_rows(
        [HEADINGS, Row(2, ("Laptop", "Dell", "X", "", "", "")), Row(50, HEADINGS.cells), Row(51, ("Totaal", "", "", "", "", ""))],
        PLAN,
    )
    assert [(one.row.number, bool(one.problems)) for one in checked] == [(2, False), (51, True)]
    plan = Plan(1, (Field.KIND, Field.PERSONAL))
    assert check_rows([Row(1, ("Soort", "Gebruiker")), Row(9, ("Soort", ""))], plan) == [], "what is not kept does not count"


def test_what_holds_for_all_rows_fills_only_what_is_empty() -> None:
    plan = Plan(1, (None, Field.MAKER, Field.MODEL, None, None, None), Chassis.SCREEN, "Dell")
    lines = [one.line for one in check_rows([Row(2, ("", "", "P1", "", "", "")), Row(3, ("", "HP", "P2", "", "", ""))], plan)]
    assert [(line.chassis, line.maker) for line in lines if line] == [(Chassis.SCREEN, "Dell"), (Chassis.SCREEN, "HP")]
    assert (plan.lacking, Plan(1, (None,)).lacking) == ([], [Field.KIND, Field.MAKER, Field.MODEL])


@given(st.lists(st.lists(st.text(max_size=20), min_size=6, max_size=6), max_size=8), st.permutations([*Field, None]))
def test_any_cells_are_a_machine_or_a_told_problem(rows: list[list[str]], fields: list[Field | None]) -> None:
    plan = Plan(0, tuple(fields[:6]), Chassis.LAPTOP, "Dell")
    for checked in check_rows([Row(number, tuple(row)) for number, row in enumerate(rows, 1)], plan):
        assert (checked.line is None) == bool(checked.problems)
        assert {one.code for one in checked.problems} <= set(PROBLEM)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    try:
        table = read_sheet(content)
    except SheetRefused as told:
        assert told.code == f"sheet_{told.reason.value}"  # noqa: PT017
    else:
        assert table.rows
        assert len({len(row.cells) for row in table.rows}) == 1
        assert "\x00" not in "".join(cell for row in table.rows for cell in row.cells)


@given(st.text())
def test_no_cell_that_goes_out_is_a_formula(cell: str) -> None:
    assert no_formula(cell).lstrip()[:1] not in tuple("=+-@")


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [column_name(number) for number in (0, 25, 26, 59)] == ["A", "Z", "AA", "BH"]
