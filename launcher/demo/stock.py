"""The stock of the demonstration: who gave what, a list that came in, what is out, what ended, a stock take. All of it made up."""

import asyncio
import re
from datetime import date, timedelta
from random import Random
from typing import Any

from launcher.demo.asking import Asker, File, NotSeen
from launcher.demo.forms import fill_in, form_on
from launcher.demo.machines import Machine, component_report, nwipe_log, tool_outputs_report
from launcher.demo.photos import drawn_photo

GIVERS = (
    {"kind": "company", "donor": "Drukkerij Van Damme", "source": "Kantoor in Aalst", "agreement": "we_wipe", "expected": 10},
    {"kind": "school", "donor": "Basisschool De Linde", "agreement": "we_wipe", "expected": 12},
    {"kind": "private_person", "agreement": "we_wipe", "expected": 1},
    {"kind": "government", "donor": "Stad Aalst", "source": "Dienst vrije tijd", "agreement": "we_wipe", "expected": 9},
)
"""The last one sends a list; of the others the machines come one by one."""
CAME_DAYS_AGO = (64, 40, 21, 3)
OF_THE_COMPANY = 8
"""Of the machines on the shelf the first so many came from the company, and the others from the school."""
LIST = """\
Type toestel;Merk;Model;Serienummer;Geheugen;Schijf
Laptop;HP;ProBook 450 G5;5CD81207QX;8 GB;256 GB SSD
Laptop;HP;ProBook 450 G5;5CD81207RB;8 GB;256 GB SSD
Laptop;HP;ProBook 450 G5;5CD81207TN;16 GB;512 GB SSD
Laptop;Dell;Latitude 5490;7HK2QN2;8 GB;256 GB SSD
Scherm;Dell;P2419H;CN0AB7731;;
Scherm;Dell;P2419H;CN0AB7742;;
Tablet;Samsung;Galaxy Tab A8;R9PT20ABCDE;3 GB;32 GB eMMC
Printer;Brother;HL-L2350DW;E78098K3N1;;
"""
ROWS = LIST.count("\n") - 1
OLD, TO_RECYCLER, WAITS, GIVEN, LOST = range(5)
"""Old machines with a hard disk, each at another end; of the first one only the drive is wiped."""
PLACES = ("Rek 1", "Rek 3, bij het raam", "Kast in de gang")
PARTNER, RECYCLER = "Atelier De Schroef", "Kringwinkel De Draaischijf"


async def lots(staff: Asker) -> list[str]:
    """Begin the lots of `GIVERS`; gives their ids."""
    days = [(date.today() - timedelta(days=ago)).isoformat() for ago in CAME_DAYS_AGO]
    begun = [await staff.do("/inventory/api/lots", {**giver, "received_on": day}) for giver, day in zip(GIVERS, days, strict=True)]
    return [str(one["id"]) for one in begun]


async def everyday(repairer: Asker, staff: Asker, givers: list[str], shelf: list[Any]) -> None:
    """What happened in weeks of work, besides lending.

    Args:
        givers: the lots.
        shelf: the machines of the demonstration, as they came in; the last two were not wiped.

    Raises:
        NotSeen: something is refused or does not happen.
    """
    for name in PLACES:
        await fill_in(repairer, "/inventory/lists", {"kind": "place", "name": name})
    await fill_in(repairer, "/inventory/lists", {"kind": "partner", "name": PARTNER})
    await fill_in(repairer, "/inventory/lists", {"kind": "recycler", "name": RECYCLER})
    old = [await _old_machine(repairer, givers[2 if number == GIVEN else 1], number) for number in range(5)]
    await asyncio.gather(
        _looks(repairer, shelf),
        _to_partner(repairer, shelf[-1]["id"]),
        _wiped_with_nwipe(repairer, [old[OLD], shelf[-2]]),
        _ends(repairer, staff, old),
    )
    await _counted(repairer, staff)
    await _list(repairer, givers[3])


async def _old_machine(repairer: Asker, lot: str, number: int) -> Any:
    """The report of the first one says nothing of a wipe; those of the others do."""
    machine = Machine("Toshiba", "Satellite Pro R50", "Intel Core i3-4005U", f"DEMOHD{number}X{number}", 4, 500, disk=True)
    write = tool_outputs_report if number == OLD else component_report
    report = write(machine, Random(number))  # noqa: S311 - made-up data
    done = await repairer.do(f"/inventory/api/devices?lot_id={lot}", content=report)
    return done.body


async def _looks(repairer: Asker, shelf: list[Any]) -> None:
    """Photos of two machines."""
    for number, device in enumerate(shelf[-4:-2]):
        photo = File("photo", "foto.jpg", await asyncio.to_thread(drawn_photo, number), "image/jpeg")
        await fill_in(repairer, f"/inventory/devices/{device['id']}/photos", {}, file=photo)


async def _to_partner(repairer: Asker, device: str) -> None:
    page = f"/inventory/devices/{device}/partner"
    await fill_in(repairer, page, {"partner": await _answer(repairer, page, "partner")})


async def _wiped_with_nwipe(repairer: Asker, devices: list[Any]) -> None:
    """One log tells of several drives; the next one at the workbench looks whether they are empty."""
    drives = [drive for device in devices for drive in device["drives"]]
    log = File("file", "nwipe.txt", nwipe_log([drive["serial"] for drive in drives]).encode(), "text/plain")
    shown = await fill_in(repairer, "/inventory/wipe-evidence", {}, file=log)
    keep = "/inventory/wipe-evidence/keep"
    await repairer.send(keep, {**form_on(shown.text, keep), "drive": re.findall(r'name="drive" value="([^"]+)"', shown.text)})


async def _ends(repairer: Asker, staff: Asker, old: list[Any]) -> None:
    """To the recycler, to somebody who keeps one, and one that is not to be found."""
    for device in old[TO_RECYCLER:]:
        for drive in device["drives"]:
            await staff.do(f"/inventory/api/devices/{device['id']}/drives/{drive['id']}/check")
    for number, (reason, destination) in {
        TO_RECYCLER: ("too_old", "recycler"),
        WAITS: ("broken", "recycler"),
        GIVEN: ("given_away", "given_away"),
    }.items():
        page = f"/inventory/devices/{old[number]['id']}/retire"
        await fill_in(repairer, page, {"reason": reason, "destination": destination, "part-memory": "1"})
    page = "/inventory/recycling/new"
    recycler, today = await _answer(repairer, page, "recycler"), date.today().strftime("%d/%m/%Y")
    went = [str(old[TO_RECYCLER]["id"])]
    await fill_in(repairer, page, {"device": went, "recycler": recycler, "day": today, "certificate": "KDD-17"})
    end = f"/inventory/devices/{old[GIVEN]['id']}/end"
    await fill_in(repairer, end, {}, f"{end}/gone")
    await repairer.do(f"/inventory/api/devices/{old[LOST]['id']}/lost", {"kind": "lost"})


async def _counted(repairer: Asker, staff: Asker) -> None:
    """Somebody counted the workbench: one machine was not seen, and one is with a family after all."""
    begun = await fill_in(repairer, "/inventory/stock-takes", {"scope": "bench"})
    counting = begun.headers["location"]
    here = [one["code"] for one in (await staff.see("/inventory/api/devices?status=arrived"))["devices"]]
    lent = [one["code"] for one in (await staff.see("/inventory/api/devices?status=given_out"))["devices"]]
    for code in (*here[1:], *lent[:1]):
        await fill_in(repairer, counting, {"find": code}, f"{counting}/scans")
    await fill_in(repairer, f"{counting}/close", {})


async def _list(repairer: Asker, lot: str) -> None:
    """A list is looked at and taken in; a job makes the machines."""
    brought = await fill_in(repairer, f"/inventory/sheets?lot={lot}", {"text": LIST}, "/inventory/sheets/pasted")
    sheet = brought.headers["location"]
    await fill_in(repairer, sheet, {}, f"{sheet}/accept")
    await repairer.until(f"/inventory/api/lots/{lot}", lambda seen: seen["came"] == ROWS, f"{ROWS} machines of the list come in")


async def _answer(asker: Asker, page: str, question: str) -> str:
    """The first answer that a page offers to a question. Raises `NotSeen` when there is none."""
    found = re.search(rf'name="{question}" value="([^"]+)"', (await asker.fetch(page)).text)
    if found is None:
        raise NotSeen(f"no answers to {question} on {page}")
    return found[1]
