"""One of everything in an organisation, for tests that go by every route."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.inventory.commands.drop_reports import DropReports, drop_reports
from services.inventory.domain.hand_over import HandOver
from services.inventory.domain.short_list import ListKind
from services.inventory.domain.stock_take import StockTake
from services.inventory.domain.thing import ThingKind
from services.loans.commands.counter_visit import BeginCounter, begin_counter
from services.loans.commands.let_partner_give import LetPartnerGive, let_partner_give
from services.loans.domain.household import Language, Level
from services.loans.domain.reach import Channel
from services.loans.domain.touch import About, Message, MessageText, Touch
from services.loans.web.hand_out_pages import hand_outs_of
from services.portal.domain.session import Place
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.photos import entry_of, photo_of
from tests.support.portal import set_up
from tests.support.sheets import a_sheet, good_rows
from tests.support.slice import a_ready_device
from tests.support.slice import report as hardware_report
from tests.support.wordings import an_own_text, read_by

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
TRUSTED, OTHER_FAMILY = "Tante Zandstra", "Duinfamilie"
CALL_NAME, TELEPHONE, SAID = "Familie Zandkasteel", "0499 11 22 33", "Onze Miel liet een bloempot vallen"
COLLEAGUE = "Collega Zandkorrel"
REMARK = "Zandlopers uit het toetsenbord blazen"
DONOR, SERIAL = "School De Zandloper", "ZAND-0001"
DONATION = {"received_on": "2026-03-02", "agreement": "we_wipe", "expected": 20}
PLACE = "Rek Zandbak"


BODIES: dict[str, dict[str, Any]] = {
    "places": {"kind": "room", "call_name": "Zandlokaal", "belongs_to": "CAW Zand"},
    "contacts": {"person_id": str(new_id())},
    "trusted": {"name": "Samira", "purposes": ["talk"], "purpose": "talk"},
    "referrals": {"by_whom": "School Zand"},
    "join": {"other_id": str(new_id())},
    "tell-apart": {"other_id": str(new_id())},
    "part": {},
    "new": {"name": "Samira", "purpose": "talk", "by_whom": "School Zand"},
    "renew": {},
    "{other_id}": {},
    "consents": {"purpose": "photo", "answer": "yes", "way": "paper"},
    "notes": {"kind": "seen", "text": "het scherm is gebarsten"},
    "callback": {},
    "scans": {"serial": "ZAND-0003", "typed": "KX4-72M"},
    "done": {"reached": True},
    "contact": {},
    "triage": {"decision": "advice"},
    "loaner": {},
    "take-talk": {},
    "no-answer": {},
    "offers": {"offered": ["hotspot"]},
    "come-back": {},
    "find": {"find": "zand"},
    "family": {"nameless": "yes"},
    "other-family": {},
    "ask": {"profile": "work", "school_child": "no", "internet": "yes"},
    "take": {},
    "move": {"to": "front", "reason": "need_grew"},
    "choose": {"device_id": str(new_id())},
    "repair": {"outcome": "fixed", "drives": "stayed", "files": "not_asked"},
    "close": {"resolution": "advice_given"},
    "reopen": {},
    "claim": {},
    "let-go": {},
    "record": {"outcome": "not_at_home"},
    "wipe": {"method": "secure_erase", "tool": "hdparm", "succeeded": True},
    "check": {},
    "ready": {},
    "checked": {},
    "installed": {},
    "undo": {},
    "lost": {"kind": "lost"},
    "found": {},
    "remarks": {"words": "Zet er nog een batterij in"},
    "{phase}": {"lines": []},
    "{stage}": {"step": "ready", "device": str(new_id())},
    "take-back": {},
    "files": {"answer": "nothing_to_keep"},
    "take-out": {},
    "put-in": {"drive": "00000000-0000-7000-8000-000000000000", "drive_id": "00000000-0000-7000-8000-000000000000"},
    "add-drive": {"medium": "ssd", "new": "yes", "is_new": True},
    "destroy": {"how": "drilled"},
    "wipe-rule": {"disk": "clear"},
    "wipe-evidence": {},
    "plan": {},
    "skip": {},
    "skip-all": {},
    "accept": {},
    "drop": {},
    "paper": {},
    "files-saved": {},
    "retire": {},
    "end": {"returned": ["charger"], "reason": "broken", "destination": "recycler"},
    "gone": {},
    "certificate": {"certificate": "BE-1"},
    "weights": {"chassis": "laptop", "weight": "2", "source": "zelf gewogen"},
    "facts": {"chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X250"},
    "place": {},
    "updated": {},
    "partner": {"partner_id": "01980000-0000-7000-8000-000000000001", "partner": "01980000-0000-7000-8000-000000000001"},
    "back": {},
    "stays-away": {},
    "stock-takes": {"scope": "all"},
    "lists": {"kind": "place", "name": "Rek 7"},
    "views": {"name": "Zandlijst", "status": "ready"},
    "device-views": {"name": "Zandlijst", "choices": {"status": "ready"}},
    "name": {"name": "Zandlijst 2"},
    "rename": {"name": "Zandlijst 2"},
    "put-back": {},
    "{kind}": {"password": "zandkorrel"},
    "reveal": {"purpose": "repair"},
    "photos": {},
    "stop": {},
    "withdraw": {},
    "talk": {},
    "correct": {"call_name": "Iemand anders"},
    "consent": {"purpose": "visits", "answer": "no"},
    "{purpose}": {"answer": "no"},
    "accessories": {"accessories": ["bag"], "learners": 1},
    "prepare": {"accessories": ["bag"], "learners": 1},
    "sign": {"document_sha256": "0" * 64, "way": "paper"},
    "phone": {},
    "settle": {},
    "at-partner": {"language": "nl", "level": "plain"},
    "hand-out": {"code": "KX4-72M-9PC"},
    "given": {},
    "given-on-paper": {"adult": "yes"},
    "seal": {},
    "sending": {"number": "0470 12 34 56", "channel": "sms"},
    "language": {"language": "fr"},
    "extend": {},
    "return": {},
    "keep": {},
    "roles": {"roles": ["staff"]},
    "remove": {"code": "KX4-72M"},
    "start-code": {},
    "code": {},
    "again": {},
    "discard": {"reason": "not_needed"},
    "cards": {"person": "1"},
    "block": {},
    "things": {"kind": "mouse", "name": "Zandmuis"},
    "movements": {"count": 1, "reason": "bought"},
    "{way}": {"count": "1", "reason": "taken"},
    "kits": {"name": "Zandset", "chassis": "laptop", "kinds": ["mouse"]},
    "along": {},
    "came-back": {},
    "loosen": {},
    "sims": {"provider": "Zandnet", "iccid": "8932042000001234562"},
    "{sim_id}": {"provider": "Zandnet"},
    "{question_id}": {"is_back": True, "thing": "back"},
    "state": {"state": "active"},
    "change": {"name": "Zand", "provider": "Zand", "chassis": "laptop", "kinds": ["mouse"]}
    | {"kind": "school", "donor": "De Zandbak", "received_on": "2026-03-02", "agreement": "we_wipe"},
    "scan": {"serial": "ZAND-0002"},
    "link": {"language": "nl"},
    "register": {},
    "report": {},
    "{file_id}": {"decision": "leave"},
    "open": {},
    "pin": {},
    "{profile}": {"minimum": {"memory_gb": 4}, "comfortable": {"memory_gb": 8}, "software": [{"name": "Firefox"}]},
    "reset": {},
    "forget": {},
    "closed": {"person_id": str(new_id())},
    "file-readers": {"person_ids": []},
    "meant-for": {"profiles": ["work"]},
    "keep-longer": {},
    "readers": {"read_on": "2026-01-12", "readers": "4"},
    "more": {"device_id": str(new_id())},
    "give": {"accessory": "bag"},
    "some": {"device_id": str(new_id())},
    "later": {"things": ["bag"], "accessory": "bag"},
    "handed-over": {"handed_over": "charger_tried"},
    "reach": {"channel": "letter", "messages": "yes", "address": "Dorp 1"},
    "number": {},
    "outcome": {"outcome": "no_answer"},
    "sent": {},
    "not-sent": {},
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
    around = f"/loans/api/households/{household['id']}"
    await staff.did(f"{around}/trusted", {"name": TRUSTED, "purposes": ["talk"]})
    await staff.did(f"{around}/referrals", {"by_whom": "School Zand"})
    await staff.did(f"{around}/contacts", {"person_id": colleague["id"]})
    told = await staff.get(around)
    other = await staff.did("/loans/api/households", {"call_name": OTHER_FAMILY})
    remark = await staff.did(f"/inventory/api/devices/{device['id']}/remarks", {"words": REMARK})
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    learners = (await staff.get("/skills/api/learners"))["learners"]
    lot = await a_donation(house, staff, device["serial"])
    await house.run_until_idle()
    ids = {
        "stock_take_id": await _a_stock_take(house, staff),
        "device_id": device["id"],
        "drive_id": device["drives"][0]["id"],
        "code": device["code"],
        "request_id": waiting["id"],
        "household_id": household["id"],
        "loan_id": loan["id"],
        "card_id": str(card.id),
        "trusted_id": told["trusted"][0]["id"],
        "referral_id": told["referrals"][0]["id"],
        "other_id": other["id"],
        "ticket_id": ticket["id"],
        "visit_id": visits[0]["id"],
        "learner_id": learners[0]["id"],
        "person_id": colleague["id"],
        "session_id": str(await _a_session(house, staff.organisation, UUID(colleague["id"]))),
        "correlation_id": await _what_caused(house, staff.organisation),
        "purpose": "visits",
        "profile": "work",
        "item_id": "switch_on",
        "token": "0" * 22,
        "link": "A" * 34,
        "passkey_id": str(new_id()),
        "given_code": await _at_a_partner(house, staff, UUID(loan["id"])),
        "door": "nergens",
        "organisation_id": str(staff.organisation),
        "picture": "0" * 32,
        "sheet_id": str(await a_sheet(house, staff, *good_rows(2))),
        "hand_over_id": str(await _a_hand_over(house, staff.organisation)),
        "service": "loans",
        "number": "1",
        "level": "plain",
        "language": "nl",
        "wording_number": str(wording := await an_own_text(house, staff.organisation, "Je houdt het toestel droog.")),
        "reading_id": str((await read_by(house, staff.organisation, wording, 4)).id),
        "job_id": str(new_id()),
        "sha256": "0" * 64,
        "phase": "check",
        "stage": "wiped",
        "remark_id": remark["id"],
        "photo_id": await photo_of(house, staff.organisation, device["id"]),
        "entry_id": await entry_of(house, staff.organisation, ListKind.PLACE, PLACE),
        "size": "small",
        "which": "photo",
        "kind": "administrator",
        "way": "take",
        "counter_id": await _at_the_counter(house, staff),
        **await _a_touch(house, staff, UUID(loan["id"]), UUID(household["id"])),
        **await _accessories(house, staff, UUID(device["id"])),
        **lot,
    }
    said = [CALL_NAME, TELEPHONE, TRUSTED, OTHER_FAMILY, SAID, COLLEAGUE, REMARK, DONOR, SERIAL, PLACE]
    facts = [card.code, household["code"], device["code"], device["serial"], *said]
    return World(staff, ids, facts)


async def _at_the_counter(house: House, staff: Staff) -> str:
    """Somebody came in, and nobody said yet which family it is."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return str((await begin_counter(BeginCounter(staff.person.id), unit)).id)


async def _at_a_partner(house: House, staff: Staff, loan_id: UUID) -> str:
    """A partner may hand a machine out; gives the code."""
    codes = hand_outs_of(house.services["loans"])
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await let_partner_give(LetPartnerGive(loan_id, Language.NL, Level.PLAIN, staff.person.id), unit, codes)
        made = await unit.hand_outs.of_loan(loan_id)
        assert made is not None
        return codes.make(made.id)


async def _a_hand_over(house: House, organisation: UUID) -> UUID:
    """Something went to a recycler."""
    recycler = UUID(await entry_of(house, organisation, ListKind.RECYCLER, "Kringloop"))
    async with house.services["inventory"].units.open(organisation) as unit:
        done = HandOver(unit.new_id(), recycler, unit.today(), "", None, unit.now(), new_id())
        await unit.hand_overs.save(done)
        return done.id


async def a_donation(house: House, staff: Staff, known_serial: str) -> dict[str, str]:
    """A lot with a scanned number, and reports of a machine that is here already; the ids of each, by the name in addresses."""
    lot = await staff.did("/inventory/api/lots", {"kind": "school", "donor": DONOR} | DONATION)
    scan = await staff.did(f"/inventory/api/lots/{lot['id']}/scans", {"serial": SERIAL})
    again = hardware_report(known_serial)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        dropped = await drop_reports(DropReports([("zand.json", again), ("korrel.json", again)], None, staff.person.id), unit)
        donor = str(await unit.connection.scalar(text("SELECT donor_id FROM lot WHERE id = :lot"), {"lot": UUID(lot["id"])}))
    view = await staff.did("/inventory/api/device-views", {"name": "Zandkorrels", "choices": {"lot": lot["id"]}})
    return {
        "lot_id": lot["id"],
        "view_id": view["id"],
        "waiting_id": scan["serial_id"],
        "donor_id": donor,
        "drop_id": str(dropped.id),
        "file_id": str(dropped.files[0].id),
    }


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


async def _a_touch(house: House, staff: Staff, loan_id: UUID, household_id: UUID) -> dict[str, str]:
    """A family to call, with a letter that lies ready."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        today = unit.today()
        loan = await unit.loans.get(loan_id)
        letter = Message(unit.new_id(), MessageText.REACHED, Channel.LETTER, Language.NL, neutral=False, made_on=today)
        touch = Touch(unit.new_id(), loan_id, household_id, About.LOOK_AGAIN, loan.look_again_on or today, call_since=today)
        touch.messages.append(letter)
        await unit.touches.save(touch)
    return {"touch_id": str(touch.id), "message_id": str(letter.id)}


async def _accessories(house: House, staff: Staff, device_id: UUID) -> dict[str, str]:
    """Something that is counted, with what came of it, one of it that went along with a machine, a kit and a SIM card."""
    thing = await staff.did("/inventory/api/things", {"kind": "mouse", "name": "Zandmuis", "count": 3})
    moved = await staff.did(f"/inventory/api/things/{thing['id']}/movements", {"count": 1, "reason": "taken"})
    kit = await staff.did("/inventory/api/kits", {"name": "Zandset", "chassis": "laptop", "kinds": ["mouse"]})
    sim = await staff.did("/inventory/api/sims", {"provider": "Zandnet", "iccid": "89320420000012345672"})
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await unit.along.prepare(device_id, {ThingKind.MOUSE: UUID(thing["id"])})
        [line] = await unit.along.prepared(device_id)
        await unit.along.leave(line.id, new_id(), unit.today())
        await unit.along_questions.ask(device_id, new_id(), [ThingKind.MOUSE], unit.today())
        [asked] = await unit.along_questions.open()
    ids = {"thing_id": thing["id"], "movement_id": moved["id"], "line_id": str(line.id)}
    return ids | {"kit_id": kit["id"], "sim_id": sim["id"], "question_id": str(asked.id)}


async def _a_stock_take(house: House, staff: Staff) -> str:
    """An empty one, of which no other thing here can change."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        one = StockTake(unit.new_id(), "ready", unit.now(), staff.person.id)
        await unit.stock_takes.begin(one)
    return str(one.id)
