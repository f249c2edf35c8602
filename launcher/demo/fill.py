"""A small Digibank as it could be on a Tuesday: machines on the workbench and with families, a line, tickets. All of it made up."""

from typing import Any

from launcher.demo.accessories import put_on_shelf
from launcher.demo.asking import Asker, NotSeen
from launcher.demo.chapters.arrival import looked_at_and_installed, wiped_and_checked
from launcher.demo.families import every_shape
from launcher.demo.family_card import CardAndPin, card_of
from launcher.demo.machines import known_of, machines, report_of
from launcher.demo.stock import OF_THE_COMPANY, everyday, lots
from launcher.demo.team import sign_everybody_in
from launcher.say import Say
from shared.contracts.vocabulary import Role
from shared.runtime.keys import MasterKey

MACHINES, WIPED, READY = 16, 12, 8
LOOKED_AT, LACKING, INSTALLED = 8, 9, 11
"""Which of the machines that are wiped and not ready stand further on the board, and of which something lacks."""
# As many are ready as there are families whom they suit; the drawing student waits for a stronger one.
FAMILIES = (
    ("Familie Van Hoof", "secondary_school", True, "yes", "yes"),
    ("Familie Yıldız", "primary_school", True, "no", "yes"),
    ("Mevrouw De Smet", "daily_life", False, "yes", "not_asked"),
    ("Familie Osei", "study_general", False, "no", "yes"),
    ("Meneer Willems", "work", False, "no", "no"),
    ("Familie Haddad", "dutch_lessons", False, "yes", "yes"),
    ("Familie Maes", "secondary_school", True, "no", "yes"),
    ("Lena en Bo", "study_design", False, "yes", "not_asked"),
    ("Familie Novák", "primary_school", True, "no", "yes"),
)
SIGNED = 3
STICKER_TAPS = ("slow", "charger")


async def fill(base: str, key: MasterKey, say: Say) -> CardAndPin:
    """Fill the demonstration's organisation, unless that was done before; gives the card of one of its families.

    Raises `NotSeen` when something is refused or does not happen.
    """
    team = await sign_everybody_in(base, key, say)
    try:
        staff, repairer = team[Role.STAFF], team[Role.REPAIRER]
        if not (await staff.see("/inventory/api/devices"))["devices"]:
            say(f"Ik vul een voorbeeld: {MACHINES} toestellen, {len(FAMILIES)} gezinnen…")
            givers = await lots(staff)
            shelf = await _machines(repairer, staff, givers)
            await put_on_shelf(repairer)
            requests = [await _family(staff, *family) for family in FAMILIES]
            for request in requests[:SIGNED]:
                await _signed(staff, request)
            await every_shape(staff, repairer, team[Role.PARTNER], givers[1])
            say("Gezinnen van elke vorm zijn er: twee huizen, alleen met een kind, zonder adres, een lokaal en een tas.")
            await everyday(repairer, staff, givers, shelf)
            await _tickets(staff)
        return await card_of(staff, await _first_family(staff), key)
    finally:
        for asker in team.values():
            await asker.close()


async def _machines(repairer: Asker, staff: Asker, givers: list[str]) -> list[Any]:
    """Take in the machines and bring each to its place on the board; gives them as they came in."""
    shelf = []
    for number, machine in enumerate(machines(MACHINES, "the demonstration's shelf")):
        lot = givers[0] if number < OF_THE_COMPANY else givers[1]
        device = await repairer.do(f"/inventory/api/devices?lot_id={lot}", content=report_of(machine, number))
        shelf.append(device.body)
        await repairer.do(f"/inventory/api/devices/{device['id']}/facts", known_of(machine, number, device.body))
        if number < WIPED:
            await wiped_and_checked(repairer, staff, device.body)
        if number < READY or number == INSTALLED:
            await looked_at_and_installed(repairer, device["id"])
        if number < READY:
            await repairer.do(f"/inventory/api/devices/{device['id']}/ready")
        if number == LOOKED_AT:
            await repairer.do(f"/inventory/api/devices/{device['id']}/checked", {})
        if number == LACKING:
            fine = {"ticked": ["screen", "keyboard", "touchpad", "microphone", "sound", "wifi", "charger", "clean"]}
            await repairer.do(f"/inventory/api/devices/{device['id']}/checked", fine)
            remark = {"words": "De batterij uit de doos van maart erin zetten"}
            await repairer.do(f"/inventory/api/devices/{device['id']}/remarks", remark)
    return shelf


async def _family(staff: Asker, called: str, profile: str, school_child: bool, internet: str, visits: str) -> str:
    family = {"call_name": called, "telephone": None, "visits": visits, "calls": "not_asked"}
    household = await staff.do("/loans/api/households", family)
    asked = {"profile": profile, "school_child_without_machine": school_child, "internet": internet}
    request: str = (await staff.do("/loans/api/requests", asked | {"household_id": household["id"]}))["id"]
    return request


async def _signed(staff: Asker, request: str) -> None:
    """Let a family sign for the machine that was found for it."""
    kept = await staff.until(f"/loans/api/requests/{request}", lambda seen: bool(seen["loan_id"]), "an agreement is prepared")
    address = f"/loans/api/loans/{kept['loan_id']}"
    await staff.do(f"{address}/accessories", {"accessories": ["charger", "mouse"], "learners": 1})
    agreement = await staff.see(f"{address}/agreement")
    await staff.do(f"{address}/sign", {"document_sha256": agreement["sha256"], "way": "paper"})


async def _first_family(staff: Asker) -> str:
    """The id of the first of `FAMILIES`, among those that were added since."""
    path: str | None = "/loans/api/households"
    while path:
        seen = await staff.see(path)
        for household in seen["households"]:
            if household["call_name"] == FAMILIES[0][0]:
                return str(household["id"])
        path = seen["next"]
    raise NotSeen(f"no family {FAMILIES[0][0]}")


async def _tickets(staff: Asker) -> None:
    """What staff hears on an ordinary morning."""
    devices = (await staff.see("/inventory/api/devices?status=given_out"))["devices"]
    for device, symptom in zip(devices, STICKER_TAPS, strict=False):
        await staff.do("/helpdesk/api/tickets", {"code": device["code"], "symptom": symptom, "channel": "call"})
