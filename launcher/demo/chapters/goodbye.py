"""The need is over: everything comes back without a question, and the laptop is made ready for the next family."""

from launcher.demo.asking import NotSeen, wait_for
from launcher.demo.chapters.arrival import looked_at_and_installed, wiped_and_checked
from launcher.demo.stage import Stage
from shared.contracts.vocabulary import Role


async def goodbye(stage: Stage) -> None:
    """From 'we do not need it any more' to a machine that is ready again."""
    staff, repairer = stage.staff, stage.repairer
    await staff.do(f"/loans/api/loans/{stage.loan}/return")
    stage.told("De nood is voorbij. Niemand vraagt waarom.", f"/loans/loans/{stage.loan}")
    ended = await staff.do(f"/loans/api/loans/{stage.loan}/end", {"returned": ["charger", "hotspot"]})
    await stage.effect(ended, "inventory", "device_status_changed")
    stage.told("De muis is weg. Dat wordt genoteerd, en niemand betaalt iets.", f"/loans/loans/{stage.loan}")
    await stage.effect(ended, "helpdesk", "visit_planned")
    stage.told("De helpdesk stelt een afscheidsgesprek voor.", "/helpdesk/visits")

    address = f"/inventory/api/devices/{stage.device}"
    here = await repairer.do(f"{address}/take-back")
    await stage.effect(here, "inventory", "wipe_voided")
    try:
        await wiped_and_checked(repairer, staff, here.body)
    except NotSeen:
        stage.told("Wissen mag nog niet: eerst vraagt iemand of we bestanden moeten bewaren.", f"/inventory/devices/{stage.device}")
    else:
        raise NotSeen("a wipe without the question about files is refused")
    await repairer.do(f"{address}/files", {"answer": "nothing_to_keep"})
    await wiped_and_checked(repairer, staff, await repairer.see(address))
    await looked_at_and_installed(repairer, stage.device)
    ready = await repairer.do(f"{address}/ready")
    await stage.effect(ready, "inventory", "device_ready")
    stage.told("Gewist, nagekeken, geïnstalleerd en klaar voor het volgende gezin.", f"/inventory/devices/{stage.device}")

    partner = stage.team[Role.PARTNER]
    await partner.do("/portal/api/sessions/end", {})

    async def refused() -> bool | None:
        try:
            await partner.see("/portal/api/organisation")
        except NotSeen:
            return True
        return None

    await wait_for(refused, "a session that ended is refused everywhere")
    stage.told("De partner meldt zich af: die sessie werkt nergens meer.")
