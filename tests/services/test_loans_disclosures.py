"""Names told to another service: only when the family agreed, and the family can read who looked and why."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select

from services.loans.queries.loans import get_signed
from services.loans.store import tables
from shared.contracts.disclosure import ADDRESS, DisclosureAnswer, DisclosurePurpose
from shared.database import raw
from shared.identity.tokens import Asking
from tests.support.house import House, Staff
from tests.support.lending import a_family, a_running_loan
from tests.support.pages import reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def ask_names(house: House, staff: Staff, purpose: str, *ids: str, service: str = "helpdesk", someone: bool = True) -> Any:
    """What another service is told, on behalf of somebody."""
    asking = Asking(service, staff.organisation, staff.person if someone else None)
    token = house.services["loans"].tokens.sign_question(asking)
    body = {"purpose": purpose, "household_ids": list(ids)}
    return await staff.http.post(ADDRESS, json=body, headers={"authorization": f"Bearer {token}"})


async def names(house: House, staff: Staff, purpose: str, *ids: str) -> list[str | None]:
    answer = await ask_names(house, staff, purpose, *ids)
    assert answer.status_code == 200, answer.text
    return [family.call_name for family in DisclosureAnswer.model_validate(answer.json()).families]


@pytest.mark.parametrize(
    ("visits", "calls", "told_for"),
    [
        ("yes", "not_asked", ["visit", "asked_to_be_called"]),
        ("not_asked", "not_asked", ["asked_to_be_called"]),
        ("no", "no", []),
        ("not_asked", "yes", ["call_back", "asked_to_be_called"]),
    ],
)
async def test_a_name_is_told_when_the_family_agreed_and_the_family_can_read_it(
    house: House, visits: str, calls: str, told_for: list[str]
) -> None:
    staff = house.sign_in()
    household = await a_family(staff, visits=visits, calls=calls)
    for purpose in DisclosurePurpose:
        assert await names(house, staff, purpose, household["id"]) == ["Fatima"] * (purpose in told_for), purpose
    looks = (await staff.get(f"/loans/api/households/{household['id']}"))["looks"]
    assert [look["purpose"] for look in looks] == told_for[::-1]
    for look in looks:
        assert (look["service"], look["person_id"]) == ("helpdesk", str(staff.person.id))
        assert (look["what"], look["times"]) == (["call_name", "telephone"], 1)


async def test_looking_often_hides_nobody_who_looked_before(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff, calls="yes", visits="yes")
    thief, helper = house.sign_in(staff.organisation), house.sign_in(staff.organisation)
    house.clock.move(timedelta(hours=24 - house.clock.now().hour))
    await names(house, thief, "call_back", household["id"])
    for _ in range(60):
        await names(house, helper, "visit", household["id"])
    house.clock.move(timedelta(days=1))
    await names(house, helper, "visit", household["id"])
    last = house.clock.now()
    looks = (await staff.get(f"/loans/api/households/{household['id']}"))["looks"]
    assert [(look["person_id"], look["purpose"], look["times"]) for look in looks] == [
        (str(helper.person.id), "visit", 1),
        (str(helper.person.id), "visit", 60),
        (str(thief.person.id), "call_back", 1),
    ]
    assert datetime.fromisoformat(looks[0]["at"]) == last
    later = reader(house, house.sign_in(staff.organisation))
    assert "voor een bezoek. 60 keer die dag." in (await later.open(f"/loans/households/{household['id']}")).text


async def test_a_question_about_several_leaves_out_who_is_not_ours(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    ours = [await a_family(staff, call_name=name, calls="yes") for name in ("Ana", "Bo")]
    theirs = await a_family(stranger, calls="yes", visits="yes")
    asked = [ours[1]["id"], theirs["id"], str(uuid4()), ours[0]["id"], ours[1]["id"]]
    assert await names(house, staff, "call_back", *asked) == ["Bo", "Ana"]
    assert (await stranger.get(f"/loans/api/households/{theirs['id']}"))["looks"] == []
    assert len((await staff.get(f"/loans/api/households/{ours[1]['id']}"))["looks"]) == 1
    shown = await reader(house, staff).open(f"/loans/households/{ours[0]['id']}")
    assert "jij, van de helpdesk, om terug te bellen. Gezien: naam en telefoonnummer." in shown.text


async def test_only_services_ask_and_only_for_somebody(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff, calls="yes", visits="yes")
    assert (await ask_names(house, staff, "visit", household["id"], service="inventory")).status_code == 403
    assert (await ask_names(house, staff, "visit", household["id"], someone=False)).status_code == 403
    body = {"purpose": "visit", "household_ids": [household["id"]]}
    assert (await staff.http.post(ADDRESS, json=body)).status_code == 401
    assert (await ask_names(house, staff, "curiosity", household["id"])).status_code == 422
    assert (await ask_names(house, staff, "visit")).status_code == 422
    assert (await ask_names(house, staff, "visit", *[str(uuid4())] * 101)).status_code == 422
    assert (await staff.get(f"/loans/api/households/{household['id']}"))["looks"] == []


async def test_nobody_rewrites_who_looked_or_what_was_agreed(house: House) -> None:
    """The application's own role may add to it and read it, nothing else; but words and a name can be forgotten."""
    settings = house.settings
    app = await raw.connect(settings.database_url("loans_app", "loans"), name="test")
    expected = {"INSERT": True, "SELECT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}
    forgettable = expected | {"DELETE": True}
    try:
        for table, rights in (("disclosure", expected), ("agreement", expected), ("agreement_content", forgettable)):
            for right, allowed in rights.items():
                assert await app.fetchval("SELECT has_table_privilege($1, $2)", table, right) is allowed, (table, right)
            columns = await app.fetchval("SELECT has_any_column_privilege($1, 'UPDATE')", table)
            assert columns is False, f"a column of {table}"
    finally:
        await app.close()


async def test_words_that_are_gone_or_were_put_back_differently_are_not_shown_as_agreed(house: House) -> None:
    """The right to forget words is the right to put others there; the hash beside them tells."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    agreed, loan_id = f"/loans/loans/{lent.loan['id']}/agreement", UUID(lent.loan["id"])
    units = house.services["loans"].units
    async with units.open(staff.organisation) as unit:
        content = tables.agreement_content
        row = (await unit.connection.execute(select(content).where(content.c.loan_id == loan_id))).one()
        await unit.connection.execute(delete(content).where(content.c.loan_id == loan_id))
    for address in (f"/loans/api{agreed.removeprefix('/loans')}", agreed, f"{agreed}.pdf"):
        assert (await staff.http.get(address)).status_code == 404, "nobody agreed to the text of today"
    async with units.open(staff.organisation) as unit:
        await unit.connection.execute(insert(content).values({**row._mapping, "text": row.text.replace("Je", "U")}))
    async with units.open(staff.organisation) as unit:
        with pytest.raises(ValueError, match="not those that were signed"):
            await get_signed(unit, loan_id)


async def test_the_answer_and_the_log_are_one_transaction(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the log cannot be written, nothing is told."""
    staff = house.sign_in()
    household = await a_family(staff, calls="yes")

    async def fails(*_: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("services.loans.store.households.Households.note_disclosures", fails)
    monkeypatch.setattr("shared.web.problems.log.error", lambda *_, **__: None)
    answer = await ask_names(house, staff, DisclosurePurpose.CALL_BACK, household["id"])
    assert answer.status_code == 500
    assert "Fatima" not in answer.text
