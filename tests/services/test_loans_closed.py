"""A closed file: no route of loans tells a teammate anything of it, and the colleagues who were chosen work on as ever."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from services.loans.commands.counter_visit import BeginCounter, begin_counter
from shared.contracts.disclosure import ADDRESS, DisclosurePurpose, DisclosureQuestion
from shared.contracts.finding import FAMILIES_ADDRESS, FindQuestion
from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED
from shared.identity.tokens import Asking
from shared.runtime.clock import new_id
from shared.web.call import May
from tests.services.test_access import ROUTES, Cell, ask, body_of
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan
from tests.support.pages import Read, reader
from tests.support.portal import set_up
from tests.support.world import _a_touch

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NAME, TELEPHONE, AUNT, HELPER = "Zandloper", "0470 98 76 54", "Zandtante", "Hilde Zandkorrel"


async def a_person(house: House, organisation: UUID, name: str, *roles: Role) -> Staff:
    """Somebody whom portal knows."""
    roles = roles or (Role.STAFF,)
    coordinator = house.sign_in(organisation, Role.COORDINATOR)
    body = {"sign_in_name": f"z.{new_id().hex[-12:]}", "display_name": name, "roles": [role.value for role in roles]}
    answer = await coordinator.post("/portal/api/people", body)
    assert answer.status_code == 201, answer.text
    person = house.sign_in(organisation, *roles)
    object.__setattr__(person.person, "id", UUID(answer.json()["id"]))
    person.token = house.services["loans"].tokens.sign(person.person)
    return person


@dataclass
class Closed:
    """A file that `helper` opens, and `teammate`, who may do everything else, does not."""

    teammate: Staff
    helper: Staff
    lent: Lent
    waiting: Any
    ids: dict[str, str]

    @property
    def facts(self) -> list[str]:
        """What of the family no teammate may read."""
        return [NAME, TELEPHONE, "Zandhanden", AUNT, "Zandschool"]


async def a_closed_file(house: House) -> Closed:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    lent = await a_running_loan(house, staff, call_name=NAME, telephone=TELEPHONE, visits="yes", calls="yes")
    around = f"/loans/api/households/{lent.household['id']}"
    waiting = await staff.did("/loans/api/requests", {"profile": "secondary_school", "household_id": lent.household["id"]})
    await staff.did(f"{around}/trusted", {"name": AUNT, "purposes": ["talk"]})
    await staff.did(f"{around}/referrals", {"by_whom": "Zandschool"})
    await staff.did(f"{around}/contacts", {"person_id": str(new_id())})
    card = await give_card(house, staff, lent.household["id"])
    await house.run_until_idle()
    told = await staff.get(around)
    helper = await a_person(house, staff.organisation, HELPER)
    await choose(house, staff, helper)
    ids = {
        "household_id": lent.household["id"],
        "request_id": waiting["id"],
        "loan_id": lent.loan["id"],
        "card_id": str(card.id),
        "trusted_id": told["trusted"][0]["id"],
        "referral_id": told["referrals"][0]["id"],
        "person_id": told["contacts"][0],
        "other_id": (await staff.did("/loans/api/households", {"call_name": "Overburen"}))["id"],
        "counter_id": await at_the_counter(house, staff, UUID(lent.household["id"])),
        "device_id": lent.device["id"],
        "purpose": "visits",
        "which": "photo",
        **await _a_touch(house, staff, lent.loan_id, UUID(lent.household["id"])),
    }
    teammate = house.sign_in(staff.organisation, *Role)
    assert (await staff.post(f"{around}/close")).status_code == 204
    return Closed(teammate, helper, lent, waiting, ids)


async def at_the_counter(house: House, staff: Staff, household_id: UUID) -> str:
    """The family stands at the counter."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        visit = await begin_counter(BeginCounter(staff.person.id), unit)
        visit.welcome(household_id, staff.person.id)
        await unit.counter.save(visit)
    return str(visit.id)


async def choose(house: House, staff: Staff, *helpers: Staff) -> None:
    chosen = {"person_ids": [str(one.person.id) for one in helpers]}
    answer = await staff.post("/loans/api/file-readers", chosen)
    assert answer.status_code == 204, answer.text


@pytest.fixture(scope="module")
async def closed(house: House) -> Closed:
    return await a_closed_file(house)


LEADS_THERE = re.compile(r"\{(household|request|loan|card|counter|touch|message)_id\}")
OF_LOANS = [cell for cell in ROUTES if cell.service == "loans" and isinstance(cell.said, May)]
BY_ID = [cell for cell in OF_LOANS if LEADS_THERE.search(cell.path)]
WITHOUT_ID = [cell for cell in OF_LOANS if cell.method == "GET" and "{" not in cell.path]


async def test_there_are_enough_routes(house: House) -> None:
    assert len(BY_ID) > 90
    assert len(WITHOUT_ID) > 10


@pytest.mark.parametrize("cell", BY_ID, ids=str)
async def test_no_route_by_id_tells_a_teammate_anything(house: House, closed: Closed, cell: Cell) -> None:
    answer = await ask(house, cell, closed.teammate, closed.ids, body_of(cell))
    assert answer.status_code == 403, f"{cell}: {answer.status_code} {answer.text[:200]}"
    assert "Gesloten dossier" in answer.text
    assert HELPER in answer.text, "whom to turn to"
    assert not [fact for fact in (*closed.facts, closed.lent.household["code"]) if fact in answer.text]


@pytest.mark.parametrize("cell", WITHOUT_ID, ids=str)
async def test_no_list_tells_a_teammate_a_name(house: House, closed: Closed, cell: Cell) -> None:
    answer = await ask(house, cell, closed.teammate, closed.ids)
    assert not [fact for fact in closed.facts if fact in answer.text], f"{cell} tells {answer.text[:200]}"


@pytest.mark.parametrize("cell", [cell for cell in BY_ID if cell.method == "GET"], ids=str)
async def test_who_was_chosen_reads_on(house: House, closed: Closed, cell: Cell) -> None:
    assert isinstance(cell.said, May)
    if Role.STAFF in ALLOWED[cell.said.permission]:
        answer = await ask(house, cell, closed.helper, closed.ids)
        assert "Gesloten dossier" not in answer.text
        assert answer.status_code != 403


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/loans/api/requests", {"profile": "work", "household_id": "{household_id}"}),
        ("/loans/api/households/{other_id}/join", {"other_id": "{household_id}"}),
        ("/loans/api/households/{other_id}/tell-apart", {"other_id": "{HOUSEHOLD_ID}"}),
        ("/loans/api/households/{other_id}/tell-apart", {"other_id": "urn:uuid:{household_id}"}),
    ],
)
async def test_an_id_in_what_is_sent_leads_nowhere_either(house: House, closed: Closed, address: str, body: dict[str, str]) -> None:
    ids = closed.ids | {"HOUSEHOLD_ID": closed.ids["household_id"].upper()}
    answer = await closed.teammate.post(address.format(**ids), {name: value.format(**ids) for name, value in body.items()})
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"].endswith("closed_file")


@pytest.mark.parametrize("written", ["  {id} ", "{{{id}}}", "{id}------------------"])
async def test_an_id_in_a_form_leads_nowhere_however_it_is_written(house: House, closed: Closed, written: str) -> None:
    me = reader(house, closed.teammate)
    form = await me.form("/loans/counter")
    counter = await me.sent(form)
    sent = {"family": written.format(id=closed.ids["household_id"]), "form_key": str(new_id())}
    answer = await me.http.post(f"{counter}/family", data=form.fields | sent)
    assert answer.status_code == 403, Read(answer.text).text


async def test_a_page_with_the_id_in_its_question_is_closed_too(house: House, closed: Closed) -> None:
    await reader(house, closed.teammate).open(f"/loans/requests/new?household={closed.ids['household_id']}", 403)


async def test_who_only_looked_is_told_whom_to_ask_and_nothing_else(house: House, closed: Closed) -> None:
    """Nothing was to change and nothing went wrong: there is no number to name."""
    me = reader(house, closed.teammate)
    shown = (await me.open(f"/loans/households/{closed.ids['household_id']}", 403)).text
    assert f"Vraag hulp aan {HELPER}." in shown
    assert "niets veranderd" not in shown
    assert "Noem dan dit nummer" not in shown
    assert "Noem dan dit nummer" in (await me.open(f"/loans/households/{new_id()}", 404)).text


async def test_the_line_shows_a_place_and_a_code_and_nothing_else(house: House, closed: Closed) -> None:
    shown = (await reader(house, closed.teammate).open("/loans/requests")).text
    code = closed.lent.household["code"]
    assert re.search(rf"1\. Gezin {code} gesloten", shown), shown
    assert "middelbare school" not in shown
    assert f"Gezin {code} gesloten" in (await reader(house, closed.teammate).open("/loans/loans")).text
    assert "middelbare school" in (await reader(house, closed.helper).open("/loans/requests")).text
    for address in ("/loans/api/requests", "/loans/api/loans", "/loans/api/households"):
        assert code not in (await closed.teammate.http.get(address)).text
        assert code in (await closed.helper.http.get(address)).text


async def test_a_search_finds_it_for_who_was_chosen_alone(house: House, closed: Closed) -> None:
    for text in (NAME[:5], closed.lent.household["code"]):
        searched = (await closed.teammate.post("/loans/api/households/search", {"text": text})).json()["households"]
        assert searched == []
        [found] = (await closed.helper.post("/loans/api/households/search", {"text": text})).json()["households"]
        assert found["id"] == closed.ids["household_id"]
        assert (await asked(house, "portal", FAMILIES_ADDRESS, FindQuestion(text=text), closed.teammate))["families"] == []
        assert (await asked(house, "portal", FAMILIES_ADDRESS, FindQuestion(text=text), closed.helper))["families"]


async def test_registering_the_same_name_again_tells_nothing(house: House, closed: Closed) -> None:
    answer = await closed.teammate.post("/loans/api/households", {"call_name": NAME, "telephone": TELEPHONE})
    assert answer.status_code == 201
    assert answer.json()["id"] != closed.ids["household_id"]
    shown = await closed.teammate.get(f"/loans/api/households/{answer.json()['id']}")
    assert closed.ids["household_id"] not in str(shown)
    await closed.teammate.post(f"/loans/api/households/{answer.json()['id']}/correct", {"call_name": "Overburen"})


async def asked(house: House, service: str, address: str, question: Any, who: Staff) -> Any:
    token = house.services["loans"].tokens.sign_question(Asking(service, who.organisation, who.person))
    headers = {"authorization": f"Bearer {token}"}
    answer = await who.http.post(address, json=question.model_dump(mode="json"), headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_another_service_is_told_a_name_for_who_was_chosen_alone(house: House, closed: Closed) -> None:
    question = DisclosureQuestion(purpose=DisclosurePurpose.VISIT, household_ids=(UUID(closed.ids["household_id"]),))
    assert (await asked(house, "helpdesk", ADDRESS, question, closed.teammate))["families"] == []
    [told] = (await asked(house, "helpdesk", ADDRESS, question, closed.helper))["families"]
    assert told["call_name"] == NAME


async def test_it_is_asked_once_and_taken_back_the_same_day(house: House) -> None:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    household = await staff.did("/loans/api/households", {"call_name": NAME})
    page = f"/loans/households/{household['id']}"
    me = reader(house, staff)
    assert "Nog niemand is gekozen" in (await me.open(f"{page}/close")).text
    refused = await staff.post(f"/loans/api/households/{household['id']}/close")
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "nobody_opens_closed")
    helper = await a_person(house, staff.organisation, HELPER)
    chosen = await me.form("/loans/closed")
    assert await me.sent(chosen, {"person_id": str(helper.person.id)}) == "/loans/closed?kept=yes"
    form = await me.form(f"{page}/close")
    assert HELPER in (await me.open(f"{page}/close")).text
    assert await me.sent(form) == "/loans/closed/done"
    await me.open(page, 403)
    assert NAME not in (await me.open("/loans/closed/done")).text
    assert await me.sent(await me.form("/loans/closed/done", "/loans/closed/undo")) == page
    assert NAME in (await me.open(page)).text
    again = await me.http.post("/loans/closed/undo", data=form.fields | {"form_key": str(new_id())})
    assert again.status_code == 404, "there is nothing left to take back"


async def test_who_was_chosen_opens_it_for_everybody(house: House) -> None:
    closed = await a_closed_file(house)
    page = f"/loans/households/{closed.ids['household_id']}"
    helper = reader(house, closed.helper)
    await helper.sent(await helper.form(page, f"{page}/open"))
    assert NAME in (await reader(house, closed.teammate).open(page)).text


async def test_while_a_file_is_closed_somebody_opens_it(house: House) -> None:
    closed = await a_closed_file(house)
    refused = await closed.teammate.post("/loans/api/file-readers", {"person_ids": []})
    assert refused.status_code == 409
    stranger = {"person_ids": [str(new_id())]}
    assert (await closed.teammate.post("/loans/api/file-readers", stranger)).status_code == 409
    assert (await closed.teammate.get("/loans/api/file-readers"))["person_ids"] == [str(closed.helper.person.id)]


async def test_both_rows_of_a_family_stay_closed_when_they_part(house: House) -> None:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    one, two = [await staff.did("/loans/api/households", {"call_name": name}) for name in (NAME, "Overburen")]
    helper = await a_person(house, staff.organisation, HELPER)
    await choose(house, staff, helper)
    await staff.did(f"/loans/api/households/{one['id']}/join", {"other_id": two["id"]})
    assert (await staff.post(f"/loans/api/households/{two['id']}/close")).status_code == 204
    rows = [one["id"], two["id"]]
    assert [(await staff.http.get(f"/loans/api/households/{row}")).status_code for row in rows] == [403, 403]
    await helper.did(f"/loans/api/households/{one['id']}/part")
    assert [(await staff.http.get(f"/loans/api/households/{row}")).status_code for row in rows] == [403, 403]


async def test_the_family_itself_notices_nothing(house: House) -> None:
    closed = await a_closed_file(house)
    async with house.services["loans"].units.open(closed.teammate.organisation) as unit:
        assert NAME in str(await unit.households.get(UUID(closed.ids["household_id"])))
    request = await closed.helper.get(f"/loans/api/requests/{closed.waiting['id']}")
    assert request["status"] in ("waiting", "reserved"), "matching goes on"


async def test_a_colleague_is_chosen_as_a_fixed_face(house: House) -> None:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    household = await staff.did("/loans/api/households", {"call_name": NAME})
    helper = await a_person(house, staff.organisation, HELPER)
    repairer = await a_person(house, staff.organisation, "Rik Repair", Role.REPAIRER)
    page = f"/loans/households/{household['id']}"
    me = reader(house, staff)
    shown = await me.open(f"{page}/contacts")
    assert HELPER in shown.text
    assert "Rik Repair" not in shown.text, "who may not see families is no fixed face"
    form = await me.form(f"{page}/contacts")
    nobody = await me.send(form)
    assert nobody.status_code == 422
    assert "Kies een collega" in Read(nobody.text).text
    wrong = await me.send(form, {"person_id": str(repairer.person.id), "form_key": str(new_id())})
    assert wrong.status_code == 422
    await me.sent(form, {"person_id": str(helper.person.id), "form_key": str(new_id())})
    assert HELPER in (await me.open(page)).text
    assert (await staff.get(f"/loans/api/households/{household['id']}"))["contacts"] == [str(helper.person.id)]


async def test_without_portal_a_colleague_chooses_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = house.sign_in(None, *Role)
    household = await staff.did("/loans/api/households", {"call_name": NAME})

    async def nobody(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(house.services["loans"].colleagues, "post", nobody)
    me = reader(house, staff)
    page = f"/loans/households/{household['id']}/contacts"
    assert "Ik zelf" in (await me.open(page)).text
    await me.sent(await me.form(page), {"person_id": str(staff.person.id)})
    assert "niet tonen" in (await me.open("/loans/closed")).text


@pytest.mark.parametrize("kind", ["room", "bag"])
async def test_a_room_and_a_bag_can_be_forgotten(house: House, kind: str) -> None:
    staff = house.sign_in()
    place = await staff.did("/loans/api/places", {"kind": kind, "call_name": "Zandhoek", "belongs_to": "Zandschool"})
    answer = await staff.post(f"/loans/api/households/{place['id']}/forget")
    assert answer.status_code == 204, answer.text
    assert (await staff.http.get(f"/loans/api/households/{place['id']}")).status_code == 404
    assert "Zandhoek" not in (await staff.http.get("/loans/api/households")).text
