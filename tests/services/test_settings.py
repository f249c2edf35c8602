"""What an organisation chooses for itself: hours and numbers, from the coordinator's page to the services that use them."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.loans.domain.loan import look_again_after
from shared.contracts.portal import OpeningHours
from shared.contracts.rhythm import USUAL, RhythmWish
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from shared.runtime.faces import face_of, rhythm_here
from tests.support.helpdesk import a_known_device
from tests.support.house import House, Staff
from tests.support.lending import a_running_loan
from tests.support.pages import Read, a_browser
from tests.support.portal import Someone, a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

OPENING, RHYTHM = "/organisation/opening", "/organisation/rhythm"


def staff_of(house: House, someone: Someone) -> Staff:
    """Somebody at the counter of the same organisation."""
    return house.sign_in(someone.organisation, Role.STAFF, Role.OUTREACH)


async def send(someone: Someone, page: str, action: str, **typed: Any) -> Read:
    """Fill in a form of a page and look at what comes back, also after a redirect."""
    form = await someone.me.form(page, action)
    answer = await someone.me.http.post(form.action, data=form.fields | typed)
    if answer.status_code == 303:
        return await someone.me.open(answer.headers["location"])
    assert answer.status_code in (409, 422), answer.text
    return Read(answer.text)


async def test_families_read_at_the_sticker_when_they_can_come(house: House) -> None:
    someone = await a_coordinator(house)
    device = await a_known_device(house, staff_of(house, someone))
    shown = await send(someone, OPENING, OPENING, day_2="9-12 en 13u30 tot 17u")
    assert "Bewaard." in shown.text
    tomorrow = house.clock.now().date() + timedelta(days=1)
    await send(someone, OPENING, f"{OPENING}/exceptions", on=f"{tomorrow:%d/%m/%Y}", hours="")
    await house.run_until_idle()
    read = Read((await a_browser(house).get(f"/q/{device['code']}")).text).text
    assert "Dinsdag 09:00–12:00 , 13:30–17:00" in read
    assert "Maandag 0" not in read
    assert read.count(" Toe ") == 1
    gone = await send(someone, OPENING, f"{OPENING}/exceptions/remove")
    assert "Zijn jullie een dag toe" in gone.text
    await house.run_until_idle()
    for running in house.services.values():
        async with running.units.open(someone.organisation) as unit:
            opening = (await face_of(unit)).opening
            assert opening == OpeningHours.model_validate(
                {"days": [{"weekday": 2, "blocks": [{"opens": "09:00", "closes": "12:00"}, {"opens": "13:30", "closes": "17:00"}]}]}
            )


async def test_hours_that_say_nothing_are_refused_at_their_day(house: House) -> None:
    someone = await a_coordinator(house)
    shown = await send(someone, OPENING, OPENING, day_1="straks", day_5="9-12, 11-13", day_7="17-9")
    wrong = "Deze uren begrijpen we niet"
    for words in (f"Maandag: {wrong}", "Vrijdag: Twee keer dezelfde uren", f"Zondag: {wrong}"):
        assert words in shown.text
    assert {"#day_1", "#day_5", "#day_7"} <= set(shown.links)
    assert {f"day_{weekday}" for weekday in range(1, 8)} <= shown.typed
    for on, words in (("gisteren", "Deze dag begrijpen we niet"), ("1/1/2020", "Deze dag is voorbij")):
        assert words in (await send(someone, OPENING, f"{OPENING}/exceptions", on=on, hours="")).text


async def test_the_numbers_reach_the_services_that_use_them(house: House) -> None:
    someone = await a_coordinator(house)
    staff = staff_of(house, someone)
    await someone.did("/portal/api/organisation/rhythm", {"look_again_months": 6, "follow_up_days": [10], "try_again_days": 20})
    await house.run_until_idle()
    lent = await a_running_loan(house, staff, visits="yes")
    await house.run_until_idle()
    today = date.fromisoformat(lent.loan["started_on"])
    assert lent.loan["look_again_on"] == look_again_after(today, 6).isoformat()
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    assert [visit["due_on"] for visit in visits] == [(today + timedelta(days=10)).isoformat()]
    address = f"/helpdesk/api/visits/{visits[0]['id']}"
    await staff.did(f"{address}/claim")
    tried = await staff.did(f"{address}/record", {"outcome": "not_at_home"})
    assert tried["due_on"] == (today + timedelta(days=20)).isoformat()


async def test_another_rhythm_leaves_the_visits_of_running_loans_as_they_are(house: House) -> None:
    someone = await a_coordinator(house)
    staff = staff_of(house, someone)
    lent = await a_running_loan(house, staff, visits="yes")
    await house.run_until_idle()
    before = await staff.get("/helpdesk/api/visits?until=2099-01-01")
    assert len(before["visits"]) == len(USUAL.follow_up_days)
    await someone.did("/portal/api/organisation/rhythm", {"follow_up_days": [5, 50]})
    await house.run_until_idle()
    household = lent.household["id"]
    for said in ("no", "yes"):
        await staff.did(f"/loans/api/households/{household}/consent", {"purpose": "visits", "answer": said})
        await house.run_until_idle()
    after = await staff.get("/helpdesk/api/visits?until=2099-01-01")
    assert [visit["id"] for visit in after["visits"]] == [visit["id"] for visit in before["visits"]]


async def test_a_number_goes_back_to_usual_with_one_tap(house: House) -> None:
    someone = await a_coordinator(house)
    shown = await send(someone, RHYTHM, RHYTHM, call_ahead_days="14", goodbye_days="3")
    assert shown.text.count("Terug naar gewoon") == 2
    wrong = await send(someone, RHYTHM, RHYTHM, call_ahead_days="1", goodbye_days="drie")
    assert "van 7 tot en met 90" in wrong.text
    assert "Typ een getal" in wrong.text
    forms = (await someone.me.open(RHYTHM)).forms
    form = next(form for form in forms if form.action == RHYTHM and "goodbye_days" not in form.fields)
    await someone.me.http.post(form.action, data=form.fields | {"usual": "goodbye_days"})
    await house.run_until_idle()
    for running in house.services.values():
        async with running.units.open(someone.organisation) as unit:
            rhythm = await rhythm_here(unit)
            assert (rhythm.call_ahead_days, rhythm.goodbye_days) == (14, USUAL.goodbye_days)
    told = await someone.get("/portal/api/organisation/settings")
    assert told["rhythm"] == RhythmWish(call_ahead_days=14).model_dump(mode="json")


async def test_an_organisation_that_chose_nothing_has_what_is_usual(house: House) -> None:
    async with house.services["loans"].units.open(new_id()) as unit:
        assert await rhythm_here(unit) == USUAL
