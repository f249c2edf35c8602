"""Somebody who learns, in a browser without a browser; and what skills published."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from shared.contracts.loans import LoanStarted
from tests.support.house import House, Staff
from tests.support.pages import Form, Read, a_browser


@dataclass
class LearnerBrowser:
    """A learner's phone; `seen` are all addresses it has had."""

    http: httpx.AsyncClient
    seen: list[str] = field(default_factory=list)

    async def open(self, address: str) -> Read:
        """A page that has to be there."""
        answer = await self.http.get(address)
        self.seen.append(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.headers.get('location')}"
        return Read(answer.text)

    async def form(self, address: str, action: str = "") -> Form:
        """The form on a page that goes to `action`, by default to the page itself."""
        return next(form for form in (await self.open(address)).forms if form.action == (action or address))

    async def send(self, form: Form, answers: Mapping[str, str] | None = None) -> httpx.Response:
        """Send a form with these answers."""
        return await self.http.post(form.action, data=form.fields | dict(answers or {}))

    async def sends(self, address: str, action: str, answers: Mapping[str, str] | None = None) -> str:
        """Send the form on a page that goes to `action`; gives the address that follows."""
        answer = await self.send(await self.form(address, action), answers)
        assert answer.status_code == 303, Read(answer.text).text
        self.seen.append(answer.headers["location"])
        return answer.headers["location"]

    async def chooses(self, address: str, answers: Mapping[str, str]) -> str:
        """Send the form that is on a page."""
        return await self.sends(address, address, answers)

    async def follow_question(self) -> str:
        """The address of the question that comes now, or of the result."""
        answer = await self.http.get("/skills/my/question")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def answers(self, address: str, response: str, **more: str) -> str:
        """Answer a question; the address that follows."""
        return await self.chooses(address, {"answer": response} | more)

    async def stops(self, address: str) -> str:
        """Press `Stoppen` on a question."""
        return await self.sends(address, "/skills/my/stop")

    async def leaves(self) -> httpx.AsyncClient:
        """Close it on this phone."""
        await self.sends("/skills/my", "/skills/my/leave")
        return self.http


async def learner_with(house: House, code: str) -> LearnerBrowser:
    """Whoever comes in with this code."""
    learner = LearnerBrowser(a_browser(house))
    assert await learner.chooses("/skills/start", {"code": code}) == "/skills/my"
    return learner


async def a_known_family(house: House, staff: Staff) -> str:
    """The id of a household that has a loan, with nobody yet who wants to learn."""
    today, household = house.clock.now().date(), uuid4()
    loan = LoanStarted(
        loan_id=uuid4(), household_id=household, household_code="OTTER-7", device_id=uuid4(), started_on=today, look_again_on=today
    )
    await house.publish("loans", staff.organisation, loan)
    await house.run_until_idle()
    return str(household)


async def a_learner(house: House, staff: Staff, household_id: UUID | None = None) -> tuple[LearnerBrowser, Any]:
    """A new place, and somebody who is in with its code."""
    body = {"household_id": str(household_id)} if household_id else {}
    place = await staff.did("/skills/api/learners", body)
    return await learner_with(house, place["code"]), place


async def answer_all(learner: LearnerBrowser, say: Callable[[str], str]) -> list[str]:
    """Answer every question that is asked; the ids of those, in order."""
    asked: list[str] = []
    address = await learner.follow_question()
    while address != "/skills/my/result":
        asked.append(address.rpartition("/")[2])
        address = await learner.answers(address, say(asked[-1]))
    return asked


async def events_of(house: House, staff: Staff, name: str) -> list[Any]:
    """What this organisation's skills published of one kind, oldest first."""
    async with house.services["skills"].units.open(staff.organisation) as unit:
        rows = await unit.connection.execute(
            text("SELECT value::text AS value FROM bus.outbox WHERE headers->>'ce_type' = :type ORDER BY id"),
            {"type": f"digibank.skills.{name}.v1"},
        )
        return [json.loads(row.value) for row in rows]


def code_on(answer: httpx.Response) -> str:
    """The code on a card that somebody just made."""
    assert answer.status_code == 200, answer.text
    return answer.text.split('<span class="sticker">')[1].split("<")[0]
