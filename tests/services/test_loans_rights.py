"""What a family may ask of us, on its phone and at the counter: who looked, all that we know, putting it right, being forgotten."""

import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from services.loans.web import family_door
from shared.contracts.rights import NAMES_ADDRESS, held_address
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking
from shared.runtime.clock import new_id
from shared.web.rate_limit import RateLimit
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_family, a_running_loan
from tests.support.pages import Read, Reader, reader
from tests.support.portal import set_up

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

COLLEAGUE = "Hilde Zandman"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


async def a_named_colleague(house: House, staff: Staff) -> Staff:
    """Somebody with a name in portal, of the same organisation, who may see families."""
    coordinator = house.sign_in(staff.organisation, Role.COORDINATOR)
    await set_up(house, staff.organisation)
    body = {"sign_in_name": f"hilde.{new_id().hex[-12:]}", "display_name": COLLEAGUE, "roles": ["staff"]}
    answer = await coordinator.post("/portal/api/people", body)
    assert answer.status_code == 201, answer.text
    colleague = house.sign_in(staff.organisation)
    object.__setattr__(colleague.person, "id", UUID(answer.json()["id"]))
    return colleague


async def lent_with_card(house: House, **facts: Any) -> tuple[Staff, Lent, Reader]:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff, **facts)
    return staff, lent, await family_with(house, await give_card(house, staff, lent.household["id"]))


async def test_who_opens_a_page_is_written_down_once_a_day(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    address = f"/loans/api/households/{household['id']}"
    house.clock.move(timedelta(hours=24 - house.clock.now().hour + 9))
    for _ in range(3):
        await staff.get(address)
    await reader(house, house.sign_in(staff.organisation)).open(f"/loans/households/{household['id']}")
    looks = (await staff.get(address))["looks"]
    assert [(look["purpose"], look["service"], look["times"]) for look in looks] == [("open", "loans", 1)] * 2
    house.clock.move(timedelta(days=1))
    await staff.get(address)
    assert len((await staff.get(address))["looks"]) == 3


async def test_the_family_reads_the_name_of_who_looked(house: House) -> None:
    staff, lent, family = await lent_with_card(house)
    colleague = await a_named_colleague(house, staff)
    await colleague.get(f"/loans/api/households/{lent.household['id']}")
    known = await family.open("/family/known")
    assert COLLEAGUE in known.text
    assert "om het gezin te helpen" in known.text
    assert COLLEAGUE in (await reader(house, staff).open(f"/loans/households/{lent.household['id']}")).text
    paper = await family.http.get("/family/everything/paper.pdf")
    assert COLLEAGUE in words_of(paper.content)


async def test_without_portal_the_page_works_and_says_somebody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff, lent, family = await lent_with_card(house)
    await staff.get(f"/loans/api/households/{lent.household['id']}")

    async def nobody(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(house.services["loans"].colleagues, "post", nobody)
    assert "een medewerker van de Digibank" in (await family.open("/family/known")).text
    everything = (await family.open("/family/everything")).text
    assert "Dit konden we nu niet lezen" in everything
    assert "wat de helpdesk opschreef" in everything
    told = (await family.http.get("/family/everything/file.json")).json()
    assert sorted(told["missing"]) == ["helpdesk", "inventory", "skills"]


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def test_everything_is_told_on_a_page_on_paper_and_as_a_file(house: House) -> None:
    staff, lent, family = await lent_with_card(house, visits="yes")
    report = {
        "code": lent.device["code"],
        "symptom": "screen",
        "channel": "counter",
        "text": "Het scherm flikkert",
        "callback": True,
    }
    await house.sign_in(staff.organisation, *Role).did("/helpdesk/api/tickets", report)
    wanted = ["Fatima", "0470 12 34 56", lent.device["code"], "Het scherm flikkert", lent.household["code"], "werk"]
    page = (await family.open("/family/everything")).text
    paper = words_of((await family.http.get("/family/everything/paper.pdf")).content)
    for words in wanted:
        assert words in page, words
        assert words in paper, words
    file = (await family.http.get("/family/everything/file.json")).json()
    assert file["missing"] == []
    assert file["loans"]["household"][0]["call_name"] == "Fatima"
    assert "Wat we afspreken" in file["loans"]["agreement_content"][0]["text"]
    assert file["helpdesk"]["tickets"][0]["notes"][0]["text"] == "Het scherm flikkert"
    assert "pin_hash" not in json.dumps(file)
    counter = reader(house, staff)
    address = f"/loans/households/{lent.household['id']}/everything"
    assert "Het scherm flikkert" in (await counter.open(address)).text
    assert (await counter.http.get(f"{address}/file.json")).json()["loans"]["loan"][0]["id"] == lent.loan["id"]
    assert (await counter.http.get(f"{address}/paper.pdf")).content.startswith(b"%PDF")


async def test_a_family_puts_it_right_and_back(house: House) -> None:
    staff, lent, family = await lent_with_card(house)
    address = f"/loans/api/households/{lent.household['id']}"
    assert 'value="Fatima"' in (await family.http.get("/family/correct")).text
    form = await family.form("/family/correct", "/family/correct")
    wrong = await family.send(form, {"telephone": "bij de buren", "call_name": "Fatima 85.07.30-033.28"})
    assert wrong.status_code == 422
    said = Read(wrong.text).text
    assert "Dit is geen telefoonnummer" in said
    assert "Hier staat een rijksregisternummer" in said
    assert (await staff.get(address))["call_name"] == "Fatima"
    form = await family.form("/family/correct", "/family/correct")
    done = await family.send(form, {"call_name": "Samira", "telephone": "", "language": "ar"})
    assert done.status_code == 200
    now = await staff.get(address)
    assert (now["call_name"], now["telephone"], now["language"]) == ("Samira", None, "ar")
    [back] = [one for one in Read(done.text).forms if one.action == "/family/correct"]
    assert (await family.send(back, {})).status_code == 200
    now = await staff.get(address)
    assert (now["call_name"], now["telephone"], now["language"]) == ("Fatima", "0470 12 34 56", "nl")


async def test_a_family_asks_to_be_forgotten_on_its_phone(house: House) -> None:
    staff, lent, family = await lent_with_card(house)
    asked = await family.open("/family/forget")
    assert lent.device["code"] in asked.text, "what is still out is named"
    form = await family.form("/family/forget", "/family/forget")
    assert (await family.send(form, {"sure": ""})).status_code == 422
    assert (await staff.get(f"/loans/api/households/{lent.household['id']}"))["call_name"] == "Fatima"
    form = await family.form("/family/forget", "/family/forget")
    answer = await family.send(form, {"sure": "yes"})
    assert answer.headers["location"] == "/family/forgotten"
    assert "We zijn je vergeten" in (await family.open("/family/forgotten")).text
    assert (await family.http.get("/family")).headers["location"].startswith("/family/start")
    assert (await staff.http.get(f"/loans/api/households/{lent.household['id']}")).status_code == 404


async def test_staff_forgets_a_family_after_asking_once(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    me = reader(house, staff)
    address = f"/loans/households/{household['id']}/forget"
    answer = await me.send(await me.form(address, address))
    assert answer.headers["location"] == "/loans/households?forgotten=yes"
    assert "Dit gezin is vergeten" in (await me.open("/loans/households?forgotten=yes")).text
    assert (await me.http.get(f"/loans/households/{household['id']}")).status_code == 404
    assert "Fatima" not in (await me.open("/loans/households")).text


@pytest.mark.parametrize("page", ["everything", "everything/paper.pdf", "everything/file.json", "correct", "forget"])
async def test_a_card_that_shows_some_loans_only_shows_nothing_of_all(house: House, page: str) -> None:
    """Two parents who live apart: what is of both is for neither alone."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    family = await family_with(house, await give_card(house, staff, lent.household["id"], shows="some", loan=[lent.loan["id"]]))
    assert (await family.http.get(f"/family/{page}")).status_code == 404


async def test_only_loans_asks_for_what_is_held_and_who_has_no_need_asks_no_names(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    colleague = await a_named_colleague(house, staff)
    questions = [
        (NAMES_ADDRESS, {"person_ids": [str(colleague.person.id)]}),
        *((held_address(service), {"household_id": str(new_id())}) for service in ("helpdesk", "skills", "inventory")),
    ]
    tokens = house.services["loans"].tokens
    for address, body in questions:
        for asking, status in (("loans", 200), ("helpdesk" if "skills" in address else "skills", 403)):
            token = tokens.sign_question(Asking(asking, staff.organisation, None))
            answer = await staff.http.post(address, json=body, headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == status, (address, asking, answer.text)
        assert (await staff.http.post(address, json=body)).status_code == 401
    token = tokens.sign_question(Asking("loans", stranger.organisation, None))
    answer = await staff.http.post(*[questions[0][0]], json=questions[0][1], headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"names": {}}, "a name is of one organisation"
