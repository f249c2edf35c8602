"""Row `import`: a donor's list of 10,000 rows, from its bytes to machines, beside two bare inserts for each."""

import asyncio
import io
import secrets
import time

import openpyxl

from services.inventory.commands.accept_sheet import AcceptSheet, accept_sheet
from services.inventory.commands.bring_sheet import BringSheet, bring_sheet, read_outside_loop
from services.inventory.queries import sheets as queries
from shared.database.engine import driver_of
from shared.runtime.clock import new_id
from shared.runtime.running import RunningService
from tests.performance.place import Place, Staff
from tests.performance.report import Row, ms

ROWS = 10_000
HEADINGS = ["Soort", "Merk", "Model", "Serienummer", "Geheugen", "Schijf", "Processor", "Inventarisnummer"]
CODES = "INSERT INTO public_code (code, organisation) VALUES ($1, $2)"
DEVICES = """
INSERT INTO device (id, organisation, code, maker, model, serial, chassis, processor, memory_mb, registered_at, status, stage)
VALUES ($1, $2, $3, 'Dell', 'Latitude 5490', $4, 'laptop', 'Intel Core i5-8350U', 8192, now(), 'arrived', 'to_empty')
"""


async def import_rows(place: Place, *, count: int | None = None) -> list[Row]:
    """How long a list takes to be shown, and then to be taken in by the job; and how long the loop stood still meanwhile.

    Args:
        count: how many rows; by default 10,000.
    """
    count = count or ROWS
    content, staff = a_workbook(count), place.staff()
    async with place.service("inventory") as running:
        watch = Watch()
        started = time.perf_counter()
        read = await read_outside_loop(content, "lijst.xlsx")
        async with running.units.open(staff.organisation) as unit:
            sheet = await bring_sheet(BringSheet(read, staff.person.id), unit)
        shown = time.perf_counter() - started
        async with running.units.open(staff.organisation) as unit:
            await accept_sheet(AcceptSheet(sheet.id), unit)
        started = time.perf_counter()
        while await running.jobs.run_due():
            pass
        took = time.perf_counter() - started
        longest = await watch.stop()
        async with running.units.open(staff.organisation) as unit:
            made = (await queries.get_sheet(unit, sheet.id)).machines
        if made != count:
            raise RuntimeError(f"{made} machines came of {count} rows")
        bare = await _bare(running, place.staff(), count)
    return [
        Row(
            "import",
            f"{count} rows of a workbook taken in by the job, after {shown:.1f} s until they are shown; the loop stood still "
            f"{ms(longest)} at most; baseline: two bare inserts for each row (code, device) in one transaction",
            f"{took:.1f} s",
            f"{bare:.1f} s",
            f"{took / bare:.1f} x",
        )
    ]


def a_workbook(count: int) -> bytes:
    """A list that nothing is wrong with, of machines that nobody has seen before."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(HEADINGS)
    mark = "".join(secrets.choice("ABCDEFGHJKLM") for _ in range(8))  # digits could make a national register number of a serial
    for number in range(count):
        serial, tag = f"{mark}{number:05}", f"INV-{mark}-{number}"
        page.append(["Laptop", "Dell", "Latitude 5490", serial, 8, "256 GB SSD", "Intel Core i5-8350U", tag])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Watch:
    """How long the loop stands still at most, from now until `stop`."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            self._longest = max(self._longest, time.perf_counter() - before - 0.005)

    async def stop(self) -> float:
        """The longest, in seconds."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        return self._longest


async def _bare(running: RunningService, staff: Staff, count: int) -> float:
    organisation = staff.organisation
    mark = secrets.token_hex(4)
    codes = [f"BARE-{mark}-{number}" for number in range(count)]  # as no machine is called: two draws may meet
    devices = [(new_id(), organisation, code, f"SN-{code}") for code in codes]
    started = time.perf_counter()
    async with running.units.open(organisation) as unit:
        driver = await driver_of(unit.connection)
        await driver.executemany(CODES, [(code, organisation) for code in codes])
        await driver.executemany(DEVICES, devices)
    return time.perf_counter() - started
