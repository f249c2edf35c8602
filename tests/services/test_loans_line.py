"""The line: what counts is chosen and moves nobody, staff may put a family elsewhere with a reason, and somebody talks with all."""

import pytest

from shared.contracts.vocabulary import Role
from tests.support.house import House
from tests.support.pages import reader
from tests.support.portal import a_coordinator
from tests.support.slice import ask

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

RHYTHM = "/portal/api/organisation/rhythm"


async def test_what_counts_is_chosen_and_whoever_waits_keeps_its_days(house: House) -> None:
    someone = await a_coordinator(house)
    staff = house.sign_in(someone.organisation, Role.STAFF)
    before = await ask(staff, school_child_without_machine=True, internet="no")
    assert (before["points"], before["days_ahead"]) == (35, {"school_child_without_machine": 28, "no_internet": 7})
    me = reader(house, staff)
    assert "andere golden" not in (await me.open("/loans/requests")).text
    await someone.did(RHYTHM, {"school_child_days": 50, "no_internet_days": 0})
    await house.run_until_idle()
    after = await ask(staff, school_child_without_machine=True, internet="no")
    assert (after["points"], after["days_ahead"]) == (50, {"school_child_without_machine": 50})
    assert after["reasons"] == ["school_child_without_machine"], "what counts for nothing is no reason"
    line = (await staff.get("/loans/api/requests"))["requests"]
    assert [(one["id"], one["points"]) for one in line] == [(after["id"], 50), (before["id"], 35)]

    listed = (await me.open("/loans/requests")).text
    assert "Schoolkind zonder toestel: 28 dagen vroeger. Geen internet thuis: 7 dagen vroeger" in listed
    assert "Schoolkind zonder toestel: 50 dagen vroeger" in listed
    assert "krijgt het gezin 50 punten extra" in listed
    assert "Is er thuis geen internet?" not in listed
    assert "Zij houden de dagen die bij hen staan" in listed
    shown = (await me.open(f"/loans/requests/{before['id']}")).text
    assert "28 dagen vroeger. Nu is dat 50 dagen. Dit gezin houdt wat het kreeg." in shown
    assert "7 dagen vroeger. Nu telt dat niet meer mee. Dit gezin houdt wat het kreeg." in shown
    assert "houdt wat het kreeg" not in (await me.open(f"/loans/requests/{after['id']}")).text
    form = (await me.open("/loans/requests/new")).text
    assert "Dan komt het gezin vroeger aan de beurt" in form
    assert "iets vroeger" not in form, "nobody is told what is not so"
    partner = reader(house, house.sign_in(staff.organisation, Role.PARTNER))
    assert "iets vroeger" not in (await partner.open("/loans/refer")).text


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"school_child_days": "121"}, "van 0 tot en met 120"),
        ({"no_internet_days": "61"}, "van 0 tot en met 60"),
        ({"first_talk_days": "0"}, "van 1 tot en met 30"),
        ({"school_child_days": "-1"}, "Typ een getal"),
    ],
)
async def test_a_number_that_makes_no_sense_is_told_at_its_field(house: House, numbers: dict[str, str], words: str) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation/rhythm")
    answer = await someone.me.http.post("/organisation/rhythm", data=form.fields | numbers)
    assert answer.status_code == 422
    assert words in answer.text
