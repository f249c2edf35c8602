"""Names told to another service: only when the family agreed, and the family can read who looked and why."""

from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.disclosure import ADDRESS, DisclosureAnswer, DisclosurePurpose
from shared.database import raw
from shared.identity.tokens import Asking
from tests.support.house import House, Staff
from tests.support.lending import a_family
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
    ("visits", "calls", "for_visit", "for_call_back"),
    [
        ("yes", "not_asked", True, True),
        ("not_asked", "not_asked", False, True),
        ("no", "no", False, False),
        ("not_asked", "yes", False, True),
    ],
)
async def test_a_name_is_told_when_the_family_agreed_and_the_family_can_read_it(
    house: House, visits: str, calls: str, for_visit: bool, for_call_back: bool
) -> None:
    staff = house.sign_in()
    household = await a_family(staff, visits=visits, calls=calls)
    assert await names(house, staff, "visit", household["id"]) == ["Fatima"] * for_visit
    assert await names(house, staff, "call_back", household["id"]) == ["Fatima"] * for_call_back
    looks = (await staff.get(f"/loans/api/households/{household['id']}"))["looks"]
    assert [look["purpose"] for look in looks] == ["call_back"] * for_call_back + ["visit"] * for_visit
    for look in looks:
        assert (look["service"], look["person_id"]) == ("helpdesk", str(staff.person.id))
        assert look["what"] == ["call_name", "telephone"]


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
    """The application's own role may add to it and read it, nothing else."""
    settings = house.settings
    app = await raw.connect(settings.database_url("loans_app", "loans"), name="test")
    try:
        for table in ("disclosure", "agreement"):
            for right, expected in (("INSERT", True), ("SELECT", True), ("UPDATE", False), ("DELETE", False), ("TRUNCATE", False)):
                assert await app.fetchval("SELECT has_table_privilege($1, $2)", table, right) is expected, (table, right)
    finally:
        await app.close()


async def test_the_answer_and_the_log_are_one_transaction(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the log cannot be written, nothing is told."""
    staff = house.sign_in()
    household = await a_family(staff, calls="yes")

    async def fails(*_: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr("services.loans.store.households.Households.note_disclosures", fails)
    monkeypatch.setattr("shared.web.problems.log.exception", lambda *_, **__: None)
    answer = await ask_names(house, staff, DisclosurePurpose.CALL_BACK, household["id"])
    assert answer.status_code == 500
    assert "Fatima" not in answer.text
