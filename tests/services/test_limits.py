"""From when a colleague is warned: a limit says something on a page, refuses a family nothing and closes nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.contracts.limits import USUAL
from shared.contracts.vocabulary import ConsentAnswer, Role
from shared.runtime.clock import new_id
from shared.runtime.faces import limits_here
from tests.support.helpdesk import a_loan, heard, signed_again, wish
from tests.support.house import House, Staff
from tests.support.lending import FAMILY, Lent, a_running_loan, sign
from tests.support.pages import Read, Reader, reader
from tests.support.portal import a_coordinator
from tests.support.slice import a_ready_device, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

LIMITS = "/organisation/limits"


async def limited(house: House, **numbers: int) -> Staff:
    """Somebody at the counter and on the road in an organisation that chose these."""
    someone = await a_coordinator(house)
    await someone.did("/portal/api/organisation/limits", numbers)
    await someone.did("/portal/api/organisation/rhythm", {"first_talk_days": 30})  # the first talk is tested with the line
    await house.run_until_idle()
    return house.sign_in(someone.organisation, Role.STAFF, Role.OUTREACH)


async def another(house: House, staff: Staff, lent: Lent) -> Lent:
    """One machine more lies ready for the same family."""
    body = {"profile": "work", "household_id": lent.household["id"]}
    request = await staff.did("/loans/api/requests", body)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await request_now(staff, request)
    return Lent(lent.household, request, device, await staff.get(f"/loans/api/loans/{request['loan_id']}"))


async def test_a_coordinator_chooses_and_every_service_hears(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form(LIMITS)
    wrong = await someone.me.http.post(LIMITS, data=form.fields | {"loans_per_household": "21", "visits_per_helper_week": "veel"})
    assert wrong.status_code == 422
    assert "van 1 tot en met 20" in wrong.text
    assert "Typ een getal" in wrong.text
    typed = {"loans_per_household": "2", "visits_per_helper_week": "", "waiting_days_without_talk": "10"}
    await someone.me.sent(await someone.me.form(LIMITS), typed)
    await house.run_until_idle()
    for running in house.services.values():
        async with running.units.open(someone.organisation) as unit:
            limits = await limits_here(unit)
            assert (limits.loans_per_household, limits.waiting_days_without_talk) == (2, 10)
            assert limits.visits_per_helper_week == USUAL.visits_per_helper_week
    back = next(form for form in (await someone.me.open(LIMITS)).forms if form.action == LIMITS and len(form.fields) == 2)
    await someone.me.sent(back, {"usual": "loans_per_household"})
    told = await someone.get("/portal/api/organisation/settings")
    usual = dict.fromkeys(("loans_per_household", "visits_per_helper_week", "agreement_score"))
    assert told["limits"] == usual | {"waiting_days_without_talk": 10}


async def test_an_organisation_that_chose_nothing_has_the_usual_limits(house: House) -> None:
    async with house.services["loans"].units.open(new_id()) as unit:
        assert await limits_here(unit) == USUAL


async def test_a_family_with_many_machines_gets_another_after_a_second_look(house: House) -> None:
    staff = await limited(house, loans_per_household=1)
    me = reader(house, staff)
    first = await a_running_loan(house, staff)
    second = await another(house, staff, first)
    address = f"/loans/loans/{second.loan['id']}"
    form = await me.form(address, f"{address}/prepare")
    assert "leent al 1 toestel." in (await me.open(address)).text
    answer = await me.send(form, {"accessory": "mouse", "learners": "2"})
    assert answer.status_code == 422
    asked = Read(answer.text)
    assert "Mag er nog een mee?" in asked.text
    assert "#looked_twice" in asked.links
    assert next(form for form in asked.forms if form.action.endswith("/prepare")).fields["learners"] == "2"  # what was chosen stays
    again = next(form for form in asked.forms if form.action.endswith("/prepare"))
    assert await me.sent(again, {"accessory": "mouse", "looked_twice": "yes"}) == f"{address}/agreement"
    assert (await sign(staff, second))["status"] == "running"


async def test_below_the_limit_nobody_is_asked_anything(house: House) -> None:
    staff = await limited(house, loans_per_household=2)
    me = reader(house, staff)
    first = await a_running_loan(house, staff)
    second = await another(house, staff, first)
    address = f"/loans/loans/{second.loan['id']}"
    assert "looked_twice" not in (await me.open(address)).ids
    assert await me.sent(await me.form(address, f"{address}/prepare"), {"learners": "0"}) == f"{address}/agreement"


async def test_who_waits_and_heard_nobody_stands_on_top_until_somebody_talked(house: House) -> None:
    staff = await limited(house, waiting_days_without_talk=5)
    household = await staff.did("/loans/api/households", FAMILY | {"calls": "no"})
    request = await staff.did("/loans/api/requests", {"profile": "work", "household_id": household["id"]})
    address = f"/loans/requests/{request['id']}"
    house.clock.move(timedelta(days=4))
    staff = signed_again(house, staff)
    assert "Praat met deze gezinnen" not in (await reader(house, staff).open("/loans/requests")).text
    house.clock.move(timedelta(days=1))
    staff = signed_again(house, staff)
    me = reader(house, staff)
    listed = (await me.open("/loans/requests")).text
    assert listed.index("Praat met deze gezinnen") < listed.index("5 punten")
    assert "hoorde al 5 dagen niets Wil liever niet gebeld worden" in listed
    assert "Bel d" not in listed, "nobody is told to call a family that said no to it"
    boss = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    assert "gebeld" not in (await boss.open("/loans/requests")).text, "what a family said is for whoever sees families"
    shown = (await me.open(address)).text
    assert "Praat met dit gezin" in shown
    assert "wil liever niet gebeld worden" in shown
    await me.sent(await me.form(address, f"{address}/talk"))
    assert "Praat met deze gezinnen" not in (await me.open("/loans/requests")).text
    talked = await me.open(address)
    assert "Laatst gesproken" in talked.text
    assert "Praat met dit gezin" not in talked.text
    today = house.clock.now().astimezone(house.services["loans"].units.zone).date()
    assert (await staff.get(f"/loans/api/requests/{request['id']}"))["talked_on"] == today.isoformat()
    async with house.services["loans"].units.open(staff.organisation) as unit:  # who it was is known, and nothing that was said
        noted = (await unit.connection.execute(text("SELECT subject, actor FROM bus.audit_entry WHERE act = 'note_talk'"))).one()
        assert (noted.subject, noted.actor) == (UUID(request["id"]), staff.person.id)
    house.clock.move(timedelta(days=5))  # a talk does not last for ever
    listed = (await reader(house, signed_again(house, staff)).open("/loans/requests")).text
    assert "Praat met deze gezinnen" in listed


def today_of(house: House) -> date:
    """The day where helpdesk is."""
    return house.clock.now().astimezone(house.services["helpdesk"].units.zone).date()


async def test_a_helper_whose_week_is_full_reads_so_and_may_go(house: House) -> None:
    staff = await limited(house, visits_per_helper_week=1)
    me: Reader = reader(house, staff)
    for code in ("KIWI-1", "PEER-2", "MANGO-3"):
        loan = a_loan(house, code=code, started_on=today_of(house) - timedelta(days=14))
        await heard(house, staff.organisation, wish(loan.household_id, ConsentAnswer.YES), loan)
    visits = (await staff.get("/helpdesk/api/visits"))["visits"]
    assert len(visits) == 3
    addresses = [f"/helpdesk/visits/{visit['id']}" for visit in visits]
    assert "Je doet deze week al" not in (await me.open(addresses[0])).text
    await me.sent(await me.form(addresses[0], f"{addresses[0]}/claim"))
    assert "Je week is goed vol" not in (await me.open("/helpdesk/visits")).text  # as many as are enough
    assert "Je doet deze week al 1 bezoek. Meer mag" in (await me.open(addresses[1])).text
    await me.sent(await me.form(addresses[1], f"{addresses[1]}/claim"))
    week = (await me.open("/helpdesk/visits")).text
    assert "Je week is goed vol Je doet deze week al 2 bezoeken. Genoeg is 1 per week." in week
    colleague = reader(house, house.sign_in(staff.organisation, Role.OUTREACH))
    assert "Je week is goed vol" not in (await colleague.open("/helpdesk/visits")).text
    assert "Je doet deze week al" not in (await colleague.open(addresses[2])).text


async def test_a_week_counts_what_is_done_and_only_the_week_of_the_visit(house: House) -> None:
    staff = await limited(house, visits_per_helper_week=1)
    me: Reader = reader(house, staff)
    next_monday = today_of(house) + timedelta(days=7 - today_of(house).weekday())
    for code, due in (("KIWI-1", today_of(house)), ("PEER-2", today_of(house)), ("MANGO-3", next_monday)):
        loan = a_loan(house, code=code, started_on=due - timedelta(days=14))
        await heard(house, staff.organisation, wish(loan.household_id, ConsentAnswer.YES), loan)
    visits = (await staff.get("/helpdesk/api/visits"))["visits"]
    now, also_now, later = (f"/helpdesk/visits/{visit['id']}" for visit in sorted(visits, key=lambda one: one["due_on"]))
    await me.sent(await me.form(now, f"{now}/claim"))
    await me.sent(await me.form(now, f"{now}/record"), {"outcome": "went_ahead"})
    assert "Je doet deze week al 1 bezoek. Meer mag" in (await me.open(also_now)).text, "what is done was done this week"
    assert "Je doet" not in (await me.open(later)).text, "next week begins empty"
    await me.sent(await me.form(later, f"{later}/claim"))
    assert "Je week is goed vol" not in (await me.open("/helpdesk/visits")).text, "and fills this one with nothing"
    await me.sent(await me.form(also_now, f"{also_now}/claim"))
    assert "Je week is goed vol Je doet deze week al 2 bezoeken." in (await me.open("/helpdesk/visits")).text
