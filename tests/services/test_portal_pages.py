"""The pages of portal as a browser without JavaScript uses them."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Form, Read, a_browser
from tests.support.portal import PASSWORD, Someone, a_coordinator, a_name, set_up

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NEED = {"profile": "secondary_school", "school_child": "yes", "internet": "no"}
NEW_PERSON = {"display_name": "Bo", "roles": ["staff", "repairer"]}


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


async def send(someone: Someone, form: Form, **answers: Any) -> httpx.Response:
    """Send a form, also with several answers to one question."""
    return await someone.me.http.post(form.action, data={**form.fields, **answers})


async def code_on(shown: Read) -> str:
    """The start code that a page shows."""
    return next(word for word in shown.text.split() if len(word) == 14 and word.count("-") == 2)


async def test_signing_in_leads_to_the_page_that_was_asked_for(house: House) -> None:
    someone = await a_coordinator(house)
    browser = a_browser(house)
    asked_for = (await browser.get("/people?show=removed")).headers["location"]
    form = Read((await browser.get(asked_for)).text).forms[0]
    for name, password in (
        ("", ""),
        (someone.sign_in_name, "wrong one entirely"),
        (a_name(), PASSWORD),
        ("x" * 10_000, "y" * 10_000),
    ):
        answer = await browser.post("/sign-in", data=form.fields | {"name": name, "password": password})
        shown = Read(answer.text)
        assert (answer.status_code, COOKIE in browser.cookies) == (401, False)
        assert shown.text.count("horen niet bij elkaar") == 2  # in the summary and at the field
        assert {"#name"} <= set(shown.links)
        assert "name" in shown.ids
        assert shown.forms[0].fields == form.fields
        assert not password or password not in answer.text
    answer = await browser.post("/sign-in", data=form.fields | {"name": someone.sign_in_name, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?show=removed")
    assert {"HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
    assert (await browser.get("/people")).status_code == 200
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = await a_browser(house).post("/sign-in", data={"name": someone.sign_in_name, "password": PASSWORD, "next": evil})
        assert answer.headers["location"] == "/"


async def test_signing_out_is_signing_out_everywhere_with_that_session(house: House) -> None:
    someone = await a_coordinator(house)
    thief = a_browser(house, {COOKIE: someone.token})
    shown = await someone.me.open("/people")
    form = next(form for form in shown.forms if form.action == "/sign-out")
    assert (await someone.me.http.post("/sign-out", data={"csrf": "0" * 32})).status_code == 403
    assert (await thief.get("/people")).status_code == 200
    answer = await send(someone, form)
    assert answer.headers["location"] == "/sign-in"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    await house.run_until_idle()
    assert (await thief.get("/people")).headers["location"].startswith("/sign-in")
    assert (await a_browser(house).post("/sign-out")).headers["location"] == "/sign-in"


async def test_the_first_time_with_a_start_code(house: House) -> None:
    name = a_name()
    code = (await set_up(house, coordinator=name)).json()["start_code"]
    browser = a_browser(house)
    typed = {"name": name, "start_code": code, "password": PASSWORD, "repeated": PASSWORD}
    for wrong, words, field in (
        ({"repeated": "something else"}, "niet gelijk", "repeated"),
        ({"password": "kort", "repeated": "kort"}, "te kort", "password"),
        ({"password": "wachtwoord123", "repeated": "wachtwoord123"}, "kiezen veel mensen", "password"),
        ({"start_code": "AAAA-AAAA-AAAA"}, "Kijk ze na, of vraag een nieuwe", "start_code"),
        ({"name": a_name()}, "Kijk ze na, of vraag een nieuwe", "start_code"),
    ):
        answer = await browser.post("/sign-in/start-code", data=typed | wrong)
        shown = Read(answer.text)
        assert answer.status_code in (401, 422)
        assert words in shown.text
        assert f"#{field}" in shown.links
        assert field in shown.ids
        assert PASSWORD not in answer.text
        assert (typed | wrong)["start_code"] in answer.text
    answer = await browser.post("/sign-in/start-code", data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert f", {name}." in Read((await browser.get("/")).text).text
    assert (await a_browser(house).post("/sign-in/start-code", data=typed)).status_code == 401


async def test_somebody_new_gets_a_start_code_that_is_shown_once(house: House) -> None:
    someone = await a_coordinator(house)
    form, name = await someone.me.form("/people/new"), a_name("bo")
    first, second = await asyncio.gather(*(send(someone, form, sign_in_name=name, **NEW_PERSON) for _ in range(2)))
    assert first.status_code == second.status_code == 200
    code = await code_on(Read(first.text))
    assert await code_on(Read(second.text)) == code  # the same sending, the same person
    listed = await someone.me.open("/people")
    assert "nog geen wachtwoord" in listed.text
    address = next(
        link for link in listed.links if link.startswith("/people/") and link not in ("/people/new", f"/people/{someone.id}")
    )
    shown = await someone.me.open(address)
    for page in (listed, shown, await someone.me.open("/")):
        assert code not in page.text
    assert "Bo" in (await someone.me.open("/")).text
    newer = Read((await send(someone, next(form for form in shown.forms if form.action.endswith("/start-code")))).text)
    assert await code_on(newer) != code
    browser = a_browser(house)
    typed = {"name": name, "start_code": await code_on(newer), "password": PASSWORD, "repeated": PASSWORD}
    assert (await browser.post("/sign-in/start-code", data=typed)).status_code == 303
    assert "nog geen wachtwoord" not in (await someone.me.open("/people")).text


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"sign_in_name": "An Peeters"}, "Kies een andere aanmeldnaam", "sign_in_name"),
        ({"display_name": ""}, "Vul een naam in", "display_name"),
        ({"display_name": "An 85.07.30-033.28"}, "rijksregisternummer", "display_name"),
        ({"display_name": "x" * 10_000}, "te lang", "display_name"),
        ({"roles": []}, "Kies minstens één rol", "roles"),
    ],
)
async def test_what_is_wrong_with_a_new_person_is_said_and_what_was_typed_stays(
    house: House, change: dict[str, Any], words: str, field: str
) -> None:
    someone = await a_coordinator(house)
    form, name = await someone.me.form("/people/new"), a_name("bo")
    answer = await send(someone, form, **({"sign_in_name": name} | NEW_PERSON | change))
    shown = Read(answer.text)
    assert answer.status_code == 422
    assert words in shown.text
    assert f"#{field}" in shown.links
    assert field in shown.ids
    assert answer.text.count(" checked") == len(({**NEW_PERSON, **change})["roles"])
    assert ('value="Bo"' in answer.text) == ("display_name" not in change)
    assert len((await someone.get("/portal/api/people"))["people"]) == 1


async def test_a_taken_name_says_so(house: House) -> None:
    someone = await a_coordinator(house)
    answer = await send(someone, await someone.me.form("/people/new"), sign_in_name=someone.sign_in_name, **NEW_PERSON)
    assert answer.status_code == 409
    assert "al in gebruik" in Read(answer.text).text


async def test_roles_and_removing_through_the_pages(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    address = f"/people/{colleague.id}"
    form = await someone.me.form(address, f"{address}/roles")
    assert (await send(someone, form, roles=["trainer", "king"])).headers["location"] == address
    assert (await someone.get(f"/portal/api/people/{colleague.id}"))["roles"] == ["trainer"]
    answer = await send(someone, await someone.me.form(address, f"{address}/roles"), roles=[])
    assert answer.status_code == 422
    assert "Kies minstens één rol" in Read(answer.text).text
    form = await someone.me.form(f"{address}/remove")
    for _ in range(2):
        assert (await send(someone, form)).headers["location"] == address
    assert "niet meer actief" in (await someone.me.open(address)).text
    assert (await someone.me.http.get(f"{address}/remove")).headers["location"] == address
    assert address in (await someone.me.open("/people?show=removed")).links
    me = f"/people/{someone.id}"
    answer = await send(someone, await someone.me.form(f"{me}/remove"))
    assert answer.status_code == 409
    assert "Er moet een coördinator overblijven" in Read(answer.text).text


async def test_whoever_changes_ones_own_roles_signs_in_again(house: House) -> None:
    someone = await a_coordinator(house)
    address = f"/people/{someone.id}"
    same = await send(someone, await someone.me.form(address, f"{address}/roles"), roles=["coordinator"])
    assert same.headers["location"] == address
    answer = await send(someone, await someone.me.form(address, f"{address}/roles"), roles=["coordinator", "staff"])
    assert answer.headers["location"] == f"/sign-in?said=roles&next={address}"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "Je rollen zijn veranderd" in Read((await a_browser(house).get(answer.headers["location"])).text).text


async def test_my_own_account(house: House) -> None:
    someone = await a_coordinator(house)
    browser = a_browser(house)
    await browser.post("/sign-in", data={"name": someone.sign_in_name, "password": PASSWORD})
    answer = await send(someone, await someone.me.form("/account", "/account/name"), display_name="An de Eerste")
    assert answer.headers["location"] == "/account?done=name"
    assert "An de Eerste" in (await someone.me.open("/")).text
    wrong = await send(someone, await someone.me.form("/account", "/account/name"), display_name="85.07.30-033.28")
    assert (wrong.status_code, "rijksregisternummer" in wrong.text) == (422, True)
    shown = await someone.me.open("/account")
    ends = [form for form in shown.forms if form.action.startswith("/account/sessions/")]
    assert len(ends) == 2
    assert len({form.fields["form_key"] for form in shown.forms if "form_key" in form.fields}) == 7
    session = str(house.services["portal"].tokens.read(someone.token).session)
    other = next(form for form in ends if session not in form.action)
    assert (await send(someone, other)).headers["location"] == "/account?done=session"
    await house.run_until_idle()
    assert (await browser.get("/account")).headers["location"].startswith("/sign-in")
    own = next(form for form in (await someone.me.open("/account")).forms if session in form.action)
    assert (await send(someone, own)).headers["location"] == "/sign-in"


async def test_another_password(house: House) -> None:
    someone = await a_coordinator(house)
    browser = a_browser(house)
    await browser.post("/sign-in", data={"name": someone.sign_in_name, "password": PASSWORD})
    form, chosen = await someone.me.form("/account", "/account/password"), "een zinnetje van mij"
    for current, password, repeated, field in (
        ("not mine at all", chosen, chosen, "current"),
        (PASSWORD, "k0rt", "k0rt", "password"),
        (PASSWORD, chosen, chosen + "x", "repeated"),
    ):
        answer = await send(someone, form, current=current, password=password, repeated=repeated)
        assert answer.status_code == 422
        assert f"#{field}" in Read(answer.text).links
        assert password not in answer.text
    for _ in range(2):  # a second tap finds it done
        answer = await send(someone, form, current=PASSWORD, password=chosen, repeated=chosen)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
    await house.run_until_idle()
    assert (await browser.get("/account")).headers["location"].startswith("/sign-in")
    assert (await someone.me.http.get("/account")).status_code == 200
    for password, status in ((PASSWORD, 401), (chosen, 303)):
        answer = await a_browser(house).post("/sign-in", data={"name": someone.sign_in_name, "password": password})
        assert answer.status_code == status


async def test_at_an_open_computer_the_old_password_cannot_be_guessed_for_long(house: House) -> None:
    someone = await a_coordinator(house)
    form, chosen = await someone.me.form("/account", "/account/password"), "een zinnetje van mij"
    for number in range(5):
        await send(someone, form, current=f"guess number {number}", password=chosen, repeated=chosen)
    for password in (chosen, PASSWORD):  # nor does the second tap tell whether a guess was right
        answer = await send(someone, form, current=PASSWORD, password=password, repeated=password)
        assert answer.status_code == 422
    house.clock.move(timedelta(minutes=1))
    assert (await send(someone, form, current=PASSWORD, password=chosen, repeated=chosen)).status_code == 303


async def test_our_digibank(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation")
    answer = await send(someone, form, title="", help_line="x" * 200, help_place="Kaai 1")
    shown = Read(answer.text)
    assert answer.status_code == 422
    assert "#help_line" in shown.links or "#title" in shown.links
    assert "Kaai 1" in answer.text
    details = {"title": "Digibank De Vaart", "help_line": "0800 12 345", "help_place": "Kaai 1"}
    assert (await send(someone, form, **details)).headers["location"] == "/organisation?done=true"
    assert await someone.get("/portal/api/organisation") == details | {"colour": "", "logo": ""}


@pytest.mark.parametrize(
    ("language", "heading", "wrong", "refusal"),
    [
        ("fr", "Notre Digibank", "Ceci n’est pas un code de couleur", "Il y a place pour 200 caractères."),
        ("en", "Our Digibank", "This is not a colour code", "There is room for 200 characters."),
    ],
)
async def test_pages_refusals_and_answers_of_the_api_are_in_the_language_that_was_picked(
    house: House, language: str, heading: str, wrong: str, refusal: str
) -> None:
    someone = await a_coordinator(house)
    someone.me.http.cookies.set("digibank_language", language)
    shown = await someone.me.open("/organisation")
    assert heading in shown.text
    answer = await send(someone, await someone.me.form("/organisation", "/organisation/colour"), colour="geel")
    assert wrong in Read(answer.text).text
    body = {"sign_in_name": someone.sign_in_name, "start_code": "AAAA-AAAA-AAAA", "password": "x" * 300}
    answer = await someone.http.post("/portal/api/passwords", json=body, headers={"accept-language": language})
    assert answer.json()["detail"] == refusal


async def test_nobody_sees_the_people_of_others(house: House) -> None:
    someone, stranger = await a_coordinator(house), await a_coordinator(house)
    own = await stranger.me.form("/people/new")
    for ending in ("", "/remove"):
        assert (await stranger.me.http.get(f"/people/{someone.id}{ending}")).status_code == 404
    for ending in ("/roles", "/remove", "/start-code"):
        answer = await stranger.me.http.post(f"/people/{someone.id}{ending}", data=own.fields | {"roles": ["staff"]})
        assert answer.status_code == 404
    colleague = await someone.colleague(Role.STAFF)
    for address in ("/people", "/people/new", f"/people/{someone.id}", "/organisation"):
        assert (await colleague.me.http.get(address)).status_code == 403
    assert "/people" not in (await colleague.me.open("/")).links


async def test_a_partner_asks_for_a_family_and_hears_that_it_arrived(house: House) -> None:
    someone = await a_coordinator(house)
    partner, colleague = await someone.colleague(Role.PARTNER), await someone.colleague(Role.STAFF)
    started = await partner.me.open("/")
    assert "/loans/refer" in started.links
    assert "Er wacht hier vandaag niets op jou" not in started.text
    form = await partner.me.form("/loans/refer")
    wrong = await partner.me.send(form, {"profile": "secondary_school"})
    assert (wrong.status_code, "Kies of er internet is thuis" in wrong.text) == (422, True)
    answers = [await partner.me.send(form, NEED) for _ in range(2)]
    [code] = {answer.text.split('class="sticker" translate="no">')[1].split("<")[0] for answer in answers}
    [asked] = (await colleague.get("/loans/api/requests"))["requests"]
    assert (asked["household_code"], asked["profile"]) == (code, "secondary_school")
    direct = await colleague.did(
        "/loans/api/requests", {"profile": "secondary_school", "school_child_without_machine": True, "internet": "no"}
    )
    assert direct["points"] == asked["points"]  # being referred gives no points
    for address in (
        "/loans/requests",
        f"/loans/requests/{asked['id']}",
        "/loans/households",
        f"/loans/households/{asked['household_id']}",
    ):
        assert (await partner.me.http.get(address)).status_code == 403, address


async def test_a_browser_at_work_is_renewed_and_hears_of_new_roles(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    house.clock.move(timedelta(minutes=11))
    answer = await colleague.me.http.get("/loans/requests")
    assert answer.status_code == 200
    fresh = answer.headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")
    assert fresh != colleague.token
    assert house.services["loans"].tokens.read(fresh).session == house.services["loans"].tokens.read(colleague.token).session
    assert "set-cookie" not in (await colleague.me.http.get("/loans/requests")).headers
    # The session ends, and the event about it is still on its way: the portal knows already.
    await someone.did(f"/portal/api/people/{colleague.id}/remove")
    house.clock.move(timedelta(minutes=11))
    assert (await colleague.me.http.get("/loans/requests")).headers["location"].startswith("/sign-in")


ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://digibank.test"},
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"referer": "https://elsewhere.example/http://digibank.test/"},
    {"referer": "http://[digibank.test"},
]
OUR_OWN: list[dict[str, str]] = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"origin": "http://digibank.test"},
    {"referer": "http://digibank.test/sign-in"},
]


async def test_nobody_is_signed_in_by_another_site(house: House) -> None:
    """Else somebody types about families into the account of whoever made that site. Old phones say nothing, and may come in."""
    someone = await a_coordinator(house)
    typed = {"name": someone.sign_in_name, "password": PASSWORD}
    async with a_browser(house) as browser:
        for headers in ELSEWHERE:
            for address in ("/sign-in", "/sign-in/start-code"):
                answer = await browser.post(address, data=typed, headers=headers)
                assert (answer.status_code, "set-cookie" in answer.headers) == (403, False), (address, headers)
        for headers in OUR_OWN:
            answer = await browser.post("/sign-in", data=typed, headers=headers)
            assert (answer.status_code, "set-cookie" in answer.headers) == (303, True), headers


async def test_a_password_is_never_held(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/account", "/account/password")
    house.clock.move(timedelta(hours=13))
    new = "nieuw wachtwoord 9"
    answer = await someone.me.http.post(form.action, data=form.fields | {"current": PASSWORD, "password": new, "repeated": new})
    shown = Read(answer.text)
    assert answer.status_code == 401
    assert shown.forms[0].fields.get("held", "") == ""
    assert "kwam niet aan" in shown.text


async def half_filled(someone: Someone, **answers: str) -> tuple[Form, Read]:
    """A loans form that was opened in time and sent after the session had ended; the page that answers it."""
    form = await someone.me.form("/loans/requests/new")
    someone.house.clock.move(timedelta(hours=12, minutes=1))
    answer = await someone.me.http.post(
        form.action, data=form.fields | answers, headers={"referer": "http://digibank.test/loans/requests/new"}
    )
    assert answer.status_code == 401
    return form, Read(answer.text)


async def test_a_form_that_was_half_filled_when_the_session_ended(house: House) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    form, shown = await half_filled(someone, profile="dutch_lessons", school_child="yes")
    assert "Wat je typte, is er nog" in shown.text
    sealed = shown.forms[0].fields
    assert sealed["next"] == "/loans/requests/new"
    assert "dutch_lessons" not in str(sealed)
    wrong = await someone.me.http.post("/sign-in", data=sealed | {"name": someone.sign_in_name, "password": "mistyped it"})
    assert Read(wrong.text).forms[0].fields == sealed  # a mistake loses nothing
    answer = await someone.me.http.post("/sign-in", data=sealed | {"name": someone.sign_in_name, "password": PASSWORD})
    back = Read(answer.text)
    assert answer.status_code == 200
    assert "Je bent weer aangemeld. Wat je typte, is er nog." in back.text
    assert "3 velden" in back.text
    assert back.inline == []
    again = next(one for one in back.forms if one.action == form.action)
    assert again.fields["form_key"] == form.fields["form_key"]
    assert again.fields["csrf"] != form.fields["csrf"]
    answer = await someone.me.http.post(again.action, data=again.fields)
    shown = Read(answer.text)
    assert answer.status_code == 422  # half filled: the form says what is missing, and what was chosen is there
    assert shown.forms[-1].fields["profile"] == "dutch_lessons"
    assert shown.forms[-1].fields["school_child"] == "yes"
    assert "#internet" in shown.links


async def test_a_form_that_is_sent_again_after_signing_in_is_one_sending(house: House) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    _, shown = await half_filled(someone, **NEED)
    signed = {"name": someone.sign_in_name, "password": PASSWORD}
    back = Read((await someone.me.http.post("/sign-in", data=shown.forms[0].fields | signed)).text)
    again = next(one for one in back.forms if one.action == "/loans/requests/new")
    first = await someone.me.http.post(again.action, data=again.fields)
    second = await someone.me.http.post(again.action, data=again.fields)
    assert first.status_code == 303
    assert first.headers["location"] == second.headers["location"]


async def test_a_held_form_is_for_its_sender_alone_and_for_a_day(house: House) -> None:
    coordinator = await a_coordinator(house)
    someone, colleague = await coordinator.colleague(Role.STAFF), await coordinator.colleague(Role.STAFF)
    _, shown = await half_filled(someone, **NEED)
    sealed = shown.forms[0].fields

    async def signing_in(as_who: Someone, **change: str) -> str:
        typed = {"name": as_who.sign_in_name, "password": PASSWORD}
        answer = await a_browser(house).post("/sign-in", data=sealed | typed | change)
        assert (answer.status_code, COOKIE in answer.headers["set-cookie"]) == (200, True)
        return Read(answer.text).text

    assert "is er nog" in await signing_in(someone)
    for text in (
        await signing_in(colleague),
        await signing_in(someone, held=sealed["held"][:-8] + "AAAAAAAA"),
        await signing_in(someone, held="é" * 20),
        await signing_in(someone, held="x" * 1_000_000),
    ):
        assert "niet verstuurd en niet bewaard" in text
        assert "is er nog" not in text
    house.clock.move(timedelta(hours=24, minutes=1))
    assert "niet verstuurd en niet bewaard" in await signing_in(someone)


async def test_what_is_not_ours_is_not_held(house: House) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    other = await (await a_coordinator(house)).colleague(Role.STAFF)
    theirs = (await other.me.form("/loans/requests/new")).fields
    form = await someone.me.form("/loans/requests/new")
    house.clock.move(timedelta(hours=12, minutes=1))
    nobody = a_browser(house)
    forged = a_browser(house, {COOKIE: someone.token[:-6] + "AAAAAA"})
    for browser, fields in (
        (nobody, form.fields),
        (forged, form.fields),
        (someone.me.http, theirs),
        (someone.me.http, form.fields | {"profile": "x" * 150_000}),
    ):
        answer = await browser.post("/loans/requests/new", data=fields | {"school_child": "yes"})
        shown = Read(answer.text)
        assert answer.status_code == 401
        assert "held" not in shown.forms[0].fields
        assert "kwam niet aan" in shown.text


async def test_a_file_cannot_be_held_and_the_page_says_so(house: House) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    form = await someone.me.form("/inventory/devices/new")
    house.clock.move(timedelta(hours=12, minutes=1))
    file = {"report": ("verslag.json", b"{}", "application/json")}
    answer = await someone.me.http.post(form.action, data=form.fields, files=file)
    assert answer.status_code == 401
    sealed = Read(answer.text).forms[0].fields
    signed = {"name": someone.sign_in_name, "password": PASSWORD}
    back = Read((await someone.me.http.post("/sign-in", data=sealed | signed)).text)
    assert "Een bestand kunnen we niet bijhouden" in back.text
    again = next(one for one in back.forms if one.action == form.action)
    answer = await someone.me.http.post(again.action, data=again.fields)
    assert "Kies eerst een bestand" in Read(answer.text).text
