"""A donor's list that somebody brought, for tests that begin there."""

from uuid import UUID

from services.inventory.commands.accept_sheet import AcceptSheet, accept_sheet
from services.inventory.commands.bring_sheet import BringSheet, bring_sheet, read_outside_loop
from services.inventory.commands.undo_sheet import UndoSheet, undo_sheet
from tests.support.house import House, Staff

HEADINGS = "Type toestel;Merk;Model;Serienummer;RAM;Schijf;Laatste gebruiker"
GOOD = (
    "Laptop;Dell;Latitude 5490;5XK2Q1{n};8 GB;256 GB SSD;An",
    "Scherm;Dell;P2419H;CN-0ABC{n};;;",
    "Laptop;HP;ProBook 450 G5;5CD8123A{n};16 GB;512 GB SSD;Bert",
)
BAD = ("PC;Dell;Latitude 5490;;8;;", "Laptop;;Dell Latitude 5490 i5/8GB/256SSD;;;;", "laptop;HP;ProBook;5CD8;acht;512 GB m.2;")


async def a_sheet(house: House, staff: Staff, *rows: str, headings: str = HEADINGS, name: str = "materiaal.csv") -> UUID:
    """A list that is only looked at."""
    read = await read_outside_loop("\n".join((headings, *rows)).encode(), name)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        return (await bring_sheet(BringSheet(read, staff.person.id), unit)).id


def good_rows(count: int, begin: int = 0) -> list[str]:
    """Rows that nothing is wrong with."""
    return [GOOD[number % len(GOOD)].format(n=begin + number) for number in range(count)]


async def accepted(house: House, staff: Staff, sheet: UUID) -> UUID:
    """Have a list taken in, whenever the jobs run."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await accept_sheet(AcceptSheet(sheet), unit)
    return sheet


async def taken_back(house: House, staff: Staff, sheet: UUID) -> UUID:
    """Have a list taken back, whenever the jobs run."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await undo_sheet(UndoSheet(sheet), unit)
    return sheet
