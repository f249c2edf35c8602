"""Somebody answers questions on a phone, stops when it is enough, and decides who may see it."""

from uuid import uuid4

import httpx

from launcher.demo.asking import NotSeen
from launcher.demo.forms import form_on
from launcher.demo.stage import Stage
from shared.contracts.vocabulary import Role

QUESTIONS = 4


async def learning(stage: Stage) -> None:
    """From a code on a card to a level that a trainer may see."""
    trainer = stage.team[Role.TRAINER]
    learners = (await trainer.see("/skills/api/learners"))["learners"]
    mine = [one for one in learners if one["household_id"] == stage.household]
    stage.must(bool(mine), "there is a place for somebody of the family")
    learner = mine[0]["id"]
    code = (await trainer.do(f"/skills/api/learners/{learner}/code"))["code"]
    stage.told("De trainer geeft een kaartje met een code. Geen naam, geen wachtwoord.", f"/skills/learners/{learner}")

    async with httpx.AsyncClient(base_url=stage.base, timeout=30, follow_redirects=True, headers={"accept": "text/html"}) as phone:
        await _send(phone, "/skills/start", "/skills/start", {"code": code})
        for _ in range(QUESTIONS):
            page = await phone.get("/skills/my/question")
            await _send_on(phone, page, str(page.url.path), {"answer": "alone"})
        stage.told(f"Op de telefoon: {QUESTIONS} vragen, één per pagina.", "/skills/start")
        stopped = str(uuid4())
        page = await phone.get("/skills/my/question")
        await _send_on(phone, page, "/skills/my/stop", {}, stopped)
        await stage.staff.caused_by(stopped, "skills", "assessment_completed")
        stage.effects += 1
        stage.told("‘Ik stop nu’: wat er is, blijft. Geslaagd of gezakt bestaat niet.", "/skills/my/result")
        before = await trainer.see(f"/skills/api/learners/{learner}")
        stage.must(before["levels"] is None, "nobody sees levels that were not shared")
        shared = str(uuid4())
        page = await phone.get("/skills/my/sharing")
        await _send_on(phone, page, "/skills/my/sharing", {"sharing": "trainer_and_visits"}, shared)
    await stage.staff.caused_by(shared, "skills", "training_need_shared")
    stage.effects += 1
    after = await trainer.see(f"/skills/api/learners/{learner}")
    stage.must(bool(after["levels"]), "the trainer sees what was shared")
    stage.told("De leerling kiest wie het ziet. Pas nu ziet de trainer de niveaus.", f"/skills/learners/{learner}")


async def _send(phone: httpx.AsyncClient, address: str, action: str, answers: dict[str, str]) -> None:
    await _send_on(phone, await phone.get(address), action, answers)


async def _send_on(
    phone: httpx.AsyncClient, page: httpx.Response, action: str, answers: dict[str, str], correlation: str | None = None
) -> None:
    sent = {"x-correlation-id": correlation or str(uuid4()), "sec-fetch-site": "same-origin"}
    answer = await phone.post(action, data=form_on(page.text, action) | answers, headers=sent)
    if answer.status_code != 200:
        raise NotSeen(f"the form {action} answered {answer.status_code}")
