"""The screen stays black: a scan makes a ticket, a person triages, a loaner goes along, a drive is replaced."""

from uuid import uuid4

import httpx

from launcher.demo.chapters.arrival import wiped_and_checked
from launcher.demo.forms import form_on
from launcher.demo.stage import Stage
from shared.contracts.vocabulary import Role


async def repair(stage: Stage) -> None:
    """From a tap on a picture to a machine that is back with the family."""
    staff, repairer = stage.staff, stage.repairer
    ticket = await _scan(stage)
    address = f"/helpdesk/api/tickets/{ticket}"
    before = await staff.see(f"/inventory/api/devices/{stage.device}")
    stage.must(before["status"] == "given_out", "a scan changes nothing about the machine")

    called = await staff.do(f"{address}/contact")
    stage.must(bool(called["call_name"]), "the name of who wants to be called")
    stage.told(
        "Wie terugbelt, vraagt naam en nummer aan uitleen. Het gezin ziet later wie dat vroeg.",
        f"/loans/households/{stage.household}",
    )
    looks = (await staff.see(f"/loans/api/households/{stage.household}"))["looks"]
    stage.must(len(looks) > 0, "the family can read who looked")
    await staff.do(f"{address}/callback/done", {"reached": True})

    triaged = await repairer.do(f"{address}/triage", {"decision": "repair"})
    await stage.effect(triaged, "inventory", "device_status_changed")
    stage.told("Een mens beslist: herstellen. Pas nu staat het toestel ‘in herstelling’.", f"/helpdesk/tickets/{ticket}")

    asked = await repairer.do(f"{address}/loaner")
    loaner = await stage.effect(asked, "inventory", "loaner_reserved")
    await stage.effect(asked, "loans", "loaner_added")
    await stage.effect(asked, "inventory", "device_given_out")
    stage.told(
        "Een leentoestel gaat mee, als tijdelijke lijn in dezelfde lening. Geen nieuw contract.", f"/loans/loans/{stage.loan}"
    )

    finished = await repairer.do(
        f"{address}/repair",
        {
            "outcome": "fixed",
            "drives": "replaced",
            "new_drives": [{"medium": "ssd", "capacity_gb": 240}],
            "files": "nothing_to_keep",
        },
    )
    await stage.effect(finished, "inventory", "wipe_voided")
    stage.told("Hersteld met een nieuwe schijf. Het oude wisbewijs telt niet meer.", f"/inventory/devices/{stage.device}")

    device = await staff.see(f"/inventory/api/devices/{stage.device}")
    await wiped_and_checked(repairer, stage.staff, device, method="new_drive")
    back = await repairer.do(f"/inventory/api/devices/{stage.device}/ready")
    await stage.effect(back, "loans", "loaner_returned")
    stage.told("De nieuwe schijf is nagekeken en de laptop gaat terug naar het gezin.", f"/inventory/devices/{stage.device}")
    await stage.effect(back, "inventory", "device_status_changed")
    await staff.until(f"/inventory/api/devices/{loaner}", lambda seen: seen["status"] == "return_expected", "the loaner comes back")
    stage.told("Het leentoestel komt terug.", f"/inventory/devices/{loaner}")


async def _scan(stage: Stage) -> str:
    """A child scans the sticker with any phone, taps a picture and asks to be called; gives the ticket's id."""
    headers = {"accept": "text/html"}
    async with httpx.AsyncClient(base_url=stage.base, timeout=30, follow_redirects=True, headers=headers) as phone:
        landing = await phone.get(f"/q/{stage.code}")
        stage.must("Familie" not in landing.text and stage.household_code not in landing.text, "the landing page names nobody")
        stage.told("Scan van de sticker, zonder aanmelden: wat is er met de laptop?", f"/q/{stage.code}")
        tapped = str(uuid4())
        fields = form_on(landing.text, f"/q/{stage.code}") | {"tapped": "screen"}
        page = await phone.post(f"/q/{stage.code}", data=fields, headers={"x-correlation-id": tapped})
        ticket = await stage.staff.caused_by(tapped, "helpdesk", "ticket_opened")
        stage.effects += 1
        stage.told("Eén tik op een prent: het scherm blijft zwart. De melding heeft een nummer.", f"/helpdesk/tickets/{ticket}")
        wanted = str(uuid4())
        action = f"{page.url.path}/callback"
        await phone.post(action, data=form_on(page.text, action), headers={"x-correlation-id": wanted})
        await stage.staff.caused_by(wanted, "helpdesk", "callback_requested")
        stage.effects += 1
        stage.told("‘Bel mij terug’: nog één tik.", f"/helpdesk/tickets/{ticket}")
    seen = await stage.team[Role.REPAIRER].see(f"/helpdesk/api/tickets/{ticket}")
    stage.must(seen.get("household_code") is None, "a repair volunteer does not see whose it is")
    return ticket
