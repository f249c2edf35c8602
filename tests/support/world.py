"""One of everything in an organisation, for tests that go by every route."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.portal.domain.session import Place
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.portal import set_up
from tests.support.slice import a_ready_device

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
CALL_NAME, TELEPHONE, SAID = "Familie Zandkasteel", "0499 11 22 33", "Onze Miel liet een bloempot vallen"
COLLEAGUE = "Collega Zandkorrel"


BODIES: dict[str, dict[str, Any]] = {
    "notes": {"kind": "seen", "text": "het scherm is gebarsten"},
    "callback": {},
    "done": {"reached": True},
    "contact": {},
    "triage": {"decision": "advice"},
    "loaner": {},
    "repair": {"outcome": "fixed", "drives": "stayed", "files": "not_asked"},
    "close": {"resolution": "advice_given"},
    "reopen": {},
    "claim": {},
    "let-go": {},
    "record": {"outcome": "not_at_home"},
    "wipe": {"method": "secure_erase", "tool": "hdparm", "succeeded": True},
    "check": {},
    "ready": {},
    "take-back": {},
    "files": {"answer": "nothing_to_keep"},
    "files-saved": {},
    "retire": {},
    "stop": {},
    "withdraw": {},
    "talk": {},
    "correct": {"call_name": "Iemand anders"},
    "consent": {"purpose": "visits", "answer": "no"},
    "{purpose}": {"answer": "no"},
    "accessories": {"accessories": ["bag"], "learners": 1},
    "prepare": {"accessories": ["bag"], "learners": 1},
    "sign": {"document_sha256": "0" * 64, "way": "paper"},
    "language": {"language": "fr"},
    "extend": {},
    "return": {},
    "keep": {},
    "end": {"returned": ["charger"]},
    "roles": {"roles": ["staff"]},
    "remove": {},
    "start-code": {},
    "code": {},
    "again": {},
    "discard": {"reason": "not_needed"},
    "cards": {"person": "1"},
    "block": {},
    "open": {},
    "pin": {},
}
"""What a command needs to get as far as looking whose thing it is, by the end of its address; for the API and for forms."""


@dataclass
class World:
    """An organisation in which everything exists once.

    Attributes:
        staff: somebody with every role there.
        ids: what to fill in for the parameters of addresses, by name.
        facts: what only this organisation knows: in an answer to anybody else it has no place.
    """

    staff: Staff
    ids: dict[str, str] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)

    @property
    def organisation(self) -> UUID:
        """Which one."""
        return self.staff.organisation

    async def everything(self, house: House) -> dict[str, str]:
        """A print of all rows of this organisation, by table: the same as before when nothing changed."""
        prints = {}
        for name, running in house.services.items():
            async with running.units.open(self.organisation) as unit:
                for table in (await unit.connection.scalars(text(TABLES))).all():
                    rows = text(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} AS t")
                    prints[f"{name}.{table}"] = (await unit.connection.scalars(rows)).one()
        return prints


async def a_world(house: House) -> World:
    """A family with a laptop on loan and another one that waits, a ticket, visits, a learner, a colleague."""
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    family = {"call_name": CALL_NAME, "telephone": TELEPHONE, "visits": "yes", "calls": "yes"}
    household = await staff.did("/loans/api/households", family)
    request = await staff.did("/loans/api/requests", {"profile": "secondary_school", "household_id": household["id"]})
    device = await a_ready_device(staff)
    await house.run_until_idle()
    loan = await sign(staff, request)
    waiting = await staff.did("/loans/api/requests", {"profile": "daily_life"})
    await house.run_until_idle()
    report = {"code": device["code"], "symptom": "screen", "channel": "counter", "text": SAID, "callback": True}
    ticket = await staff.did("/helpdesk/api/tickets", report)
    colleague = await staff.did(
        "/portal/api/people",
        {"sign_in_name": f"col.{new_id().hex[-12:]}", "display_name": COLLEAGUE, "roles": ["staff"]},
    )
    await house.run_until_idle()
    card = await give_card(house, staff, household["id"])
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    learners = (await staff.get("/skills/api/learners"))["learners"]
    ids = {
        "device_id": device["id"],
        "drive_id": device["drives"][0]["id"],
        "code": device["code"],
        "request_id": waiting["id"],
        "household_id": household["id"],
        "loan_id": loan["id"],
        "card_id": str(card.id),
        "ticket_id": ticket["id"],
        "visit_id": visits[0]["id"],
        "learner_id": learners[0]["id"],
        "person_id": colleague["id"],
        "session_id": str(await _a_session(house, staff.organisation, UUID(colleague["id"]))),
        "correlation_id": await _what_caused(house, staff.organisation),
        "purpose": "visits",
        "item_id": "switch_on",
        "token": "0" * 22,
        "link": "A" * 34,
        "passkey_id": str(new_id()),
        "door": "nergens",
        "organisation_id": str(staff.organisation),
        "picture": "0" * 32,
        "service": "loans",
        "number": "1",
        "job_id": str(new_id()),
    }
    facts = [card.code, CALL_NAME, TELEPHONE, SAID, household["code"], device["code"], device["serial"], COLLEAGUE]
    return World(staff, ids, facts)


async def _a_session(house: House, organisation: UUID, person: UUID) -> UUID:
    """Where a colleague is signed in."""
    async with house.services["portal"].units.open(organisation) as unit:
        return UUID(str((await unit.sessions.begin(person, Place())).id))


async def _what_caused(house: House, organisation: UUID) -> str:
    """The action that caused something in loans."""
    query = text("SELECT headers->>'ce_correlationid' FROM bus.outbox ORDER BY id DESC LIMIT 1")
    async with house.services["loans"].units.open(organisation) as unit:
        return str((await unit.connection.scalars(query)).one())


async def sign(staff: Staff, request: Any) -> Any:
    """Let the family of a request sign for the machine that is kept for it; gives the loan."""
    kept = await staff.get(f"/loans/api/requests/{request['id']}")
    address = f"/loans/api/loans/{kept['loan_id']}"
    await staff.did(f"{address}/accessories", {"accessories": ["charger", "mouse"], "learners": 1})
    agreement = await staff.get(f"{address}/agreement")
    body = {"document_sha256": agreement["sha256"], "way": "typed", "signature_name": CALL_NAME}
    return await staff.did(f"{address}/sign", body)
