"""A closed file covers what helpdesk wrote down: no route tells a teammate a word of it, in whatever order things were heard."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.bus.transport import Record
from shared.contracts.loans import FileAccessChanged, HouseholdErased
from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED
from shared.runtime.clock import new_id
from shared.web.call import May, OnlyServices
from tests.services.test_access import ROUTES, Cell, ask
from tests.services.test_helpdesk_projections import handle
from tests.services.test_loans_closed import HELPER, a_person, choose
from tests.support.helpdesk import TICKETS, a_known_device, a_loan, a_ticket, heard, on_loan, seen, the_end
from tests.support.house import House, Staff, today
from tests.support.pages import Read, reader
from tests.support.world import BODIES, SAID, World, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

MORE, TYPED, TOOK_OVER, DOORSTEP, PRINTER = (
    "Schorpioen in de laptoptas",
    "Wij wonen nu bij de vuurtoren",
    "Dienst Zeepaardje",
    "Hond blaft achter de duindeur",
    "Printer slikt schelpen in",
)
WORDS = [SAID, MORE, TYPED, TOOK_OVER, DOORSTEP, PRINTER]


@dataclass
class Covered:
    """Everything once, of a family whose file is closed since."""

    world: World
    teammate: Staff
    helper: Staff
    ids: dict[str, str]
    handed_over: str
    went_ahead: str
    code: str


async def _token(house: House, organisation: UUID, ticket_id: str) -> str:
    async with house.services["helpdesk"].units.open(organisation) as unit:
        found = await unit.connection.scalar(text("SELECT follow_token FROM ticket WHERE id = :id"), {"id": UUID(ticket_id)})
    return str(found)


@pytest.fixture(scope="module")
async def covered(house: House) -> Covered:
    world = await a_world(house)
    staff, ids = world.staff, world.ids
    await staff.did(f"{TICKETS}/{ids['ticket_id']}/notes", {"kind": "seen", "text": MORE})
    token = await _token(house, world.organisation, ids["ticket_id"])
    sent = await staff.http.post(f"/q/{ids['code']}/{token}/note", data={"text": TYPED, "form_key": str(new_id())})
    assert sent.status_code == 303, sent.text
    other = await a_ticket(staff, code=ids["code"])
    await staff.did(f"{TICKETS}/{other['id']}/close", {"resolution": "handed_over", "handed_to": TOOK_OVER, "accepted": True})
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    await staff.did(f"/helpdesk/api/visits/{ids['visit_id']}/record", {"outcome": "not_at_home", "note": DOORSTEP})
    went: dict[str, Any] = {
        "outcome": "went_ahead",
        "note": DOORSTEP,
        "findings": ["broken", "wants_to_learn"],
        "broken_text": PRINTER,
    }
    await staff.did(f"/helpdesk/api/visits/{visits[-1]['id']}/record", went)
    helper = await a_person(house, world.organisation, HELPER, Role.STAFF, Role.OUTREACH)
    await choose(house, staff, helper)
    code = (await staff.get(f"/loans/api/households/{ids['household_id']}"))["code"]
    assert (await staff.post(f"/loans/api/households/{ids['household_id']}/close")).status_code == 204
    await house.run_until_idle()
    teammate = house.sign_in(world.organisation, *Role)
    return Covered(world, teammate, helper, ids | {"token": token}, other["id"], visits[-1]["id"], code)


def words_in(answer: str) -> list[str]:
    return [word for word in WORDS if word in answer]


OF_HELPDESK = [cell for cell in ROUTES if cell.service == "helpdesk" and not isinstance(cell.said, OnlyServices)]
SENT = BODIES | {"{code}": {"tapped": "screen"}, "note": {"text": "zand"}, "tickets": {"channel": "counter", "text": "zand"}}
"""What each of these routes is sent with, by the end of its address."""
READ_ELSEWHERE = [cell for cell in ROUTES if cell.service != "helpdesk" and cell.method == "GET" and isinstance(cell.said, May)]


async def test_who_was_chosen_reads_all_of_it(house: House, covered: Covered) -> None:
    tickets = [(await covered.helper.get(f"{TICKETS}?show={show}")) for show in ("open", "closed")]
    ticket = await seen(covered.helper, {"id": covered.ids["ticket_id"]})
    visits = [await covered.helper.get(f"/helpdesk/api/visits/{one}") for one in (covered.ids["visit_id"], covered.went_ahead)]
    others = [await seen(covered.helper, one) for shown in tickets for one in shown["tickets"]]
    assert words_in(str([ticket, visits, others])) == WORDS
    assert (ticket["covered"], ticket["household_code"]) == (False, covered.code)
    page = reader(house, covered.helper)
    assert words_in((await page.open(f"/helpdesk/tickets/{covered.ids['ticket_id']}")).text) == [SAID, MORE, TYPED]
    assert words_in((await page.open(f"/helpdesk/visits/{covered.ids['visit_id']}")).text) == [DOORSTEP]


@pytest.mark.parametrize("show", ["open", "in_repair", "closed"])
async def test_no_list_tells_a_teammate_a_word(house: House, covered: Covered, show: str) -> None:
    for address in (f"{TICKETS}?show={show}", f"/helpdesk/tickets?show={show}"):
        me = reader(house, covered.teammate) if "api" not in address else covered.teammate
        answer = await me.http.get(address)
        assert (answer.status_code, words_in(answer.text)) == (200, [])
    assert (await seen(covered.teammate, {"id": covered.handed_over}))["handed_to"] is None
    listed = (await covered.helper.get(f"{TICKETS}?show={show}"))["tickets"]
    assert (TOOK_OVER in str(listed)) == (show == "closed"), "who was chosen reads it there"


@pytest.mark.parametrize("cell", OF_HELPDESK, ids=str)
async def test_no_route_of_helpdesk_tells_a_teammate_a_word(house: House, covered: Covered, cell: Cell) -> None:
    for ids in ({}, {"ticket_id": covered.handed_over}, {"visit_id": covered.went_ahead}):
        body = SENT[cell.path.rpartition("/")[2]] if cell.method == "POST" else None
        answer = await ask(house, cell, covered.teammate, covered.ids | ids, body)
        assert answer.status_code < 500
        assert words_in(answer.text) == [], f"{cell} tells {answer.text[:200]}"
        if "{ticket_id}" in cell.path:
            assert answer.status_code != 403, f"{cell}: a machine is repaired whoever has it"
            assert [fact for fact in (covered.code, covered.ids["household_id"]) if fact in answer.text] == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.REPAIRER, Role.OUTREACH])
async def test_no_role_reads_a_word_of_it(house: House, covered: Covered, role: Role) -> None:
    teammate = house.sign_in(covered.world.organisation, role)
    for cell in OF_HELPDESK:
        if cell.method == "GET" and isinstance(cell.said, May) and role in ALLOWED[cell.said.permission]:
            answer = await ask(house, cell, teammate, covered.ids)
            assert (answer.status_code, words_in(answer.text)) == (200, []), str(cell)


@pytest.mark.parametrize("cell", READ_ELSEWHERE, ids=str)
async def test_no_page_of_another_service_tells_it_either(house: House, covered: Covered, cell: Cell) -> None:
    answer = await ask(house, cell, covered.teammate, covered.ids)
    assert words_in(answer.text) == [], f"{cell} tells {answer.text[:200]}"


async def test_a_teammate_sees_machine_symptom_state_and_days_and_whom_to_ask(house: House, covered: Covered) -> None:
    device, _loan = await on_loan(house, covered.world.staff)
    ticket = await a_ticket(covered.world.staff, code=device["code"], text="klapt dicht", callback=True)
    await closed(house, covered.world.organisation, _loan.household_id, covered.helper.person.id)
    shown = await seen(covered.teammate, ticket)
    assert (shown["covered"], shown["symptom"], shown["status"]) == (True, "screen", "open")
    assert (shown["device"]["code"], shown["callback_open"]) == (device["code"], True)
    assert [(note["text"], note["at"][:4]) for note in shown["notes"]] == [("", str(house.clock.now().year))]
    page = await reader(house, covered.teammate).open(f"/helpdesk/tickets/{ticket['id']}")
    assert "gesloten dossier" in page.text
    assert HELPER in page.text
    assert "Toon naam en nummer" not in page.text, "loans would tell no name"
    assert "Een collega belt terug" in page.text
    contact = await covered.teammate.post(f"{TICKETS}/{ticket['id']}/contact")
    assert contact.json() == {"call_name": None, "telephone": None}


async def test_a_teammate_repairs_notes_and_closes_as_ever(house: House, covered: Covered) -> None:
    device, loan = await on_loan(house, covered.world.staff)
    ticket = await a_ticket(covered.world.staff, code=device["code"], callback=True)
    await closed(house, covered.world.organisation, loan.household_id, covered.helper.person.id)
    teammate, address = covered.teammate, f"{TICKETS}/{ticket['id']}"
    noted = await teammate.did(f"{address}/notes", {"kind": "seen", "text": "scharnier los"})
    assert [note["text"] for note in noted["notes"]] == [""]
    await teammate.did(f"{address}/triage", {"decision": "repair"})
    done = await teammate.did(f"{address}/repair", {"outcome": "fixed"})
    assert (done["status"], done["covered"]) == ("closed", True)
    called = await teammate.did(f"{address}/callback/done", {"reached": True})
    assert called["callback_open"] is False
    kept = await seen(covered.helper, ticket)
    assert [note["text"] for note in kept["notes"]] == ["scharnier los"], "covering saves nothing"


async def test_without_portal_it_says_somebody_who_may(house: House, covered: Covered, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(house.services["helpdesk"].colleagues, "post", nobody)
    me = reader(house, covered.teammate)
    for address in (f"/helpdesk/tickets/{covered.ids['ticket_id']}", f"/helpdesk/visits/{covered.ids['visit_id']}"):
        assert "een collega die dit dossier mag openen" in (await me.open(address)).text


async def closed(house: House, organisation: UUID, household_id: UUID, *readers: UUID) -> None:
    await heard(house, organisation, FileAccessChanged(household_id=household_id, readers=readers))


async def reads(staff: Staff, ticket: Any) -> Sequence[str]:
    return [note["text"] for note in (await seen(staff, ticket))["notes"]]


async def test_the_event_before_the_loan_and_the_ticket(house: House) -> None:
    staff = house.sign_in()
    device, household = await a_known_device(house, staff), new_id()
    await closed(house, staff.organisation, household, new_id())
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"]), household))
    assert await reads(staff, await a_ticket(staff, code=device["code"], text="zand")) == [""]


async def test_the_event_after_the_ticket_and_open_again(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"], text="zand")
    assert await reads(staff, ticket) == ["zand"]
    await closed(house, staff.organisation, loan.household_id, new_id())
    assert await reads(staff, ticket) == [""]
    await closed(house, staff.organisation, loan.household_id, new_id(), staff.person.id)
    assert await reads(staff, ticket) == ["zand"]
    await closed(house, staff.organisation, loan.household_id)
    assert await reads(staff, ticket) == [""], "without readers nobody reads"
    await heard(house, staff.organisation, FileAccessChanged(household_id=loan.household_id))
    assert await reads(staff, ticket) == ["zand"]


@pytest.mark.parametrize("first", ["loan", "event"])
async def test_a_ticket_of_which_we_hear_later_whose_machine_it_was(house: House, first: str) -> None:
    staff = house.sign_in()
    device, household = await a_known_device(house, staff), new_id()
    ticket = await a_ticket(staff, code=device["code"], text="zand")
    loan = a_loan(house, UUID(device["id"]), household)
    for step in ("loan", "event") if first == "loan" else ("event", "loan"):
        if step == "loan":
            await heard(house, staff.organisation, loan)
        else:
            await closed(house, staff.organisation, household, new_id())
    assert await reads(staff, ticket) == [""], "also before somebody decides and ties it to the family"
    listed = (await staff.get(TICKETS))["tickets"]
    assert [one["covered"] for one in listed] == [True]
    await staff.did(f"{TICKETS}/{ticket['id']}/triage", {"decision": "advice"})
    assert await reads(staff, ticket) == [""]


async def test_the_next_family_with_that_machine_has_words_of_its_own(house: House) -> None:
    staff = house.sign_in()
    device, day = await a_known_device(house, staff), today(house)
    before = a_loan(house, UUID(device["id"]), started_on=day - timedelta(days=9))
    after = a_loan(house, UUID(device["id"]), started_on=day - timedelta(days=2), code="PEER-7")
    await closed(house, staff.organisation, before.household_id, new_id())
    await heard(house, staff.organisation, before, the_end(before, day - timedelta(days=5)), after)
    assert await reads(staff, await a_ticket(staff, code=device["code"], text="zand")) == ["zand"]
    own = await a_ticket(staff, text="zand")
    assert await reads(staff, own) == ["zand"], "of a machine that is nobody's here"


async def test_what_is_older_never_opens_it_and_twice_is_once(house: House) -> None:
    organisation, household, someone = new_id(), new_id(), new_id()
    shut = FileAccessChanged(household_id=household, readers=(new_id(),))
    for event, sequence in ((shut, 5), (FileAccessChanged(household_id=household), 4), (shut, 5)):
        await handle(house, organisation, event, sequence)
    async with house.services["helpdesk"].units.open(organisation) as unit:
        assert set(await unit.known_files.shut_for(someone)) == {household}
        assert set(await unit.known_files.shut_for(None)) == {household}
    async with house.services["helpdesk"].units.open(new_id()) as unit:
        assert await unit.known_files.shut_for(someone) == {}, "another organisation"


async def test_a_replay_opens_nothing_meanwhile(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff, read, history = house.sign_in(), [], house.transport.history
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"], text="zand")
    await closed(house, staff.organisation, loan.household_id, new_id())

    async def looking(topics: Sequence[str]) -> AsyncIterator[Sequence[Record]]:
        async for records in history(topics):
            read.append(await reads(staff, ticket))
            yield records

    monkeypatch.setattr(house.transport, "history", looking)
    assert await house.services["helpdesk"].replay(house.transport) > 0
    assert read
    assert [*read, await reads(staff, ticket)] == [[""]] * (len(read) + 1)


async def test_a_forgotten_family_has_no_file_and_gets_none_later(house: House) -> None:
    organisation, household = new_id(), new_id()
    await closed(house, organisation, household, new_id())
    await heard(house, organisation, HouseholdErased(household_id=household))
    await closed(house, organisation, household, new_id())
    async with house.services["helpdesk"].units.open(organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(*) FROM known_file")) == 0


async def test_a_visit_says_why_and_when_and_nothing_of_the_family(house: House, covered: Covered) -> None:
    shown = await covered.teammate.get(f"/helpdesk/api/visits/{covered.ids['visit_id']}")
    assert (shown["covered"], shown["trail"], shown["wish"], shown["practise"]) == (True, [], None, [])
    page = Read((await reader(house, covered.teammate).http.get(f"/helpdesk/visits/{covered.ids['visit_id']}")).text).text
    assert "Gesloten dossier" in page
    assert HELPER in page
    assert "Nog niet geweest" not in page, "somebody went"
    assert "Niet thuis" not in page.partition("Waar we staan")[2].partition("Hoe ging het")[0]
