"""A family asks for a laptop; one becomes ready and is kept for it; the agreement is read and signed."""

import httpx

from launcher.demo.chapters.arrival import looked_at_and_installed, wiped_and_checked
from launcher.demo.family_card import card_of
from launcher.demo.stage import Stage


async def lending(stage: Stage) -> None:
    """From a name to a loan that runs."""
    staff, repairer = stage.staff, stage.repairer
    family = {"call_name": "Familie Peeters-Amrani", "telephone": "0470 00 00 01", "visits": "yes", "calls": "yes"}
    household = await staff.do("/loans/api/households", family)
    stage.household, stage.household_code = household["id"], household["code"]
    stage.told(
        f"Een gezin: één naam is genoeg. Overal elders heet het {stage.household_code}.", f"/loans/households/{stage.household}"
    )

    asked = {"profile": "secondary_school", "school_child_without_machine": True, "internet": "no", "wishes": ["mouse"]}
    request = await staff.do("/loans/api/requests", asked | {"household_id": stage.household})
    await stage.effect(request, "loans", "request_waiting")
    stage.told(
        "Het kind gaat naar de middelbare school en er is geen internet: het gezin staat op de wachtlijst.", "/loans/requests"
    )

    for spare in list(stage.spares):
        device = await staff.see(f"/inventory/api/devices/{spare}")
        await wiped_and_checked(repairer, staff, device)
        await looked_at_and_installed(repairer, spare)
        ready = await repairer.do(f"/inventory/api/devices/{spare}/ready")
        await stage.effect(ready, "inventory", "device_ready")
        stage.told(f"{device['code']} is gewist, nagekeken, geïnstalleerd en klaar.", f"/inventory/devices/{spare}")
    kept = await staff.until(
        f"/loans/api/requests/{request['id']}", lambda seen: seen["status"] == "reserved", "a laptop is kept for the family"
    )
    stage.effects += 1
    stage.device = kept["device_id"]
    stage.spares = [spare for spare in stage.spares if spare != stage.device]
    stage.code = (await staff.see(f"/inventory/api/devices/{stage.device}"))["code"]
    stage.told(f"Niemand drukte op een knop: {stage.code} wordt bewaard voor dit gezin.", f"/loans/requests/{request['id']}")

    family_now = await staff.until(
        f"/loans/api/households/{stage.household}", lambda seen: bool(seen["loans"]), "an agreement is prepared"
    )
    stage.loan = family_now["loans"][0]["id"]
    address = f"/loans/api/loans/{stage.loan}"
    await staff.do(f"{address}/accessories", {"accessories": ["charger", "mouse", "hotspot"], "learners": 1})
    agreement = await staff.see(f"{address}/agreement")
    pdf = await staff.fetch(f"/loans/loans/{stage.loan}/agreement.pdf")
    stage.must(pdf.content.startswith(b"%PDF"), "the agreement is a PDF")
    stage.told("De afspraak, in gewone woorden, op het scherm en op papier.", f"/loans/loans/{stage.loan}/agreement.pdf")

    signed = await staff.do(
        f"{address}/sign", {"document_sha256": agreement["sha256"], "way": "typed", "signature_name": "N. Peeters"}
    )
    await stage.effect(signed, "loans", "loan_started")
    stage.told("Getekend aan de balie. De laptop gaat mee, met lader, muis en hotspot.", f"/loans/loans/{stage.loan}")
    await stage.effect(signed, "inventory", "device_given_out")
    stage.told("Voorraad weet: dit toestel is uitgeleend.", f"/inventory/devices/{stage.device}")
    await stage.effect(signed, "helpdesk", "visit_planned")
    stage.told("Het gezin wil bezoek: de helpdesk plant opvolging, eerst dicht op elkaar, dan verder uiteen.", "/helpdesk/visits")
    await stage.effect(signed, "skills", "learner_enrolled")
    stage.told("Eén persoon wil leren: daar is een plaats voor.", "/skills/learners")

    card = await card_of(staff, stage.household, stage.key)
    stage.told("Het gezin krijgt een kaart en een pincode. Er staat geen naam op.", f"/loans/households/{stage.household}")
    async with httpx.AsyncClient(base_url=stage.base, timeout=30, follow_redirects=True) as phone:
        shown = await phone.post(f"/family/{card.code}", data={"pin": card.pin}, headers={"sec-fetch-site": "same-origin"})
    stage.must(stage.code in shown.text, "with its card a family sees what it lends")
    stage.told("Op een telefoon, met die kaart: wat het gezin leent, en wie er keek.", "/family/start")

    sticker = await staff.fetch(f"/inventory/devices/{stage.device}/sticker.pdf")
    stage.must(sticker.content.startswith(b"%PDF"), "the sticker is a PDF")
    stage.told("De sticker voor de onderkant.", f"/inventory/devices/{stage.device}/sticker.pdf")
