"""Helpdesk in other languages: its pages for colleagues, the page behind a sticker, and what either says about wrong input."""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID, uuid4

import httpx
import pytest

from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import ConsentAnswer, Role
from shared.language.catalogue import found_texts
from shared.language.languages import languages
from shared.language.translate import speaking, translated
from shared.web.speaking import LANGUAGE_COOKIE
from tests.support.helpdesk import a_known_device, a_loan, heard, on_loan, signed_again, wish
from tests.support.house import House
from tests.support.pages import Read, Reader, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

STAFF = ("fr", "en")
FAMILIES = ("fr", "en", "ar", "tr", "uk")
LONG = 25
"""Letters. A text of this length does not stand by chance within another one."""


class Pieces(HTMLParser):
    """The words of a page between its tags, and its language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.html: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the language of the page."""
        if tag == "html":
            self.html = dict(attrs)

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.found.add(" ".join(data.split()))


def check(answer: httpx.Response, code: str, heading: str) -> None:
    """A page is all in this language: it says so, its heading is translated, and no text of helpdesk stayed Dutch."""
    pieces, text = Pieces(answer.text), Read(answer.text).text
    assert (pieces.html["lang"], pieces.html["dir"]) == (code, languages()[code].direction)
    assert answer.headers["content-language"] == code
    with speaking(code):
        texts = {dutch: translated(dutch) for dutch in found_texts()["helpdesk"]}
    assert " ".join(texts[heading].split()) in pieces.found, text
    dutch_left = [dutch for dutch, said in texts.items() if dutch != said and dutch in pieces.found]
    dutch_left += [dutch for dutch, said in texts.items() if dutch != said and len(dutch) > LONG and dutch in text]
    assert dutch_left == []
    assert "%(" not in text
    assert "{" not in text


def in_language(me: Reader, code: str) -> Reader:
    me.http.cookies.set(LANGUAGE_COOKIE, code)
    return me


@pytest.mark.parametrize("code", STAFF)
async def test_the_pages_of_questions(house: House, code: str) -> None:
    me = in_language(reader(house), code)
    for show, empty in (
        ("open", "Er wacht niemand op hulp"),
        ("in_repair", "Er wordt niets hersteld"),
        ("closed", "Nog niets afgerond"),
    ):
        check(await me.http.get(f"/helpdesk/tickets?show={show}"), code, empty)
    device, _ = await on_loan(house, me.staff)
    check(await me.http.get("/helpdesk/tickets/new"), code, "Nieuwe vraag om hulp")
    address = await me.sent(
        await me.form("/helpdesk/tickets/new"),
        {"channel": "call", "symptom": "slow", "code": device["code"], "text": "doet raar", "callback": "yes"},
    )
    check(await me.http.get("/helpdesk/tickets"), code, "Te doen")
    check(await me.http.get(address), code, "Volgende stap: bel terug")

    async def step(name: str, status: int = 303, **answers: str) -> httpx.Response:
        form = next(form for form in (await me.open(address)).forms if form.action == f"{address}/{name}")
        answer = await me.send(form, answers)
        assert answer.status_code == status
        return answer

    check(await step("callback/done", 422), code, "Kies of je iemand aan de lijn kreeg")
    await step("callback/done", reached="yes")
    check(await step("triage", 422), code, "Kies wat we doen")
    await step("triage", decision="repair")
    check(await me.http.get(address), code, "Volgende stap: herstel, en noteer hoe het afliep")
    wrong = {"outcome": "fixed", "drives": "replaced", "medium": "ssd"}
    check(await step("repair", 409, **wrong), code, "Vraag eerst: zullen we je bestanden bewaren?")
    await step("repair", outcome="fixed", drives="replaced", medium="ssd", files="yes_saved")
    await house.run_until_idle()
    check(await me.http.get(address), code, "De nieuwe schijf moet nog nagekeken worden.")
    ticket = address.rpartition("/")[2]
    note = {"kind": "seen", "text": "klaar"}
    headers = {"accept-language": code}
    refused = await me.staff.http.post(
        f"/helpdesk/api/tickets/{ticket}/notes",
        json=note,
        headers=headers | {"authorization": f"Bearer {me.staff.token}", "idempotency-key": str(uuid4())},
    )
    with speaking(code):
        assert refused.json()["title"] == translated("Deze vraag is afgerond") != "Deze vraag is afgerond"


@pytest.mark.parametrize("code", STAFF)
async def test_the_pages_of_visits(house: House, code: str) -> None:
    helper = in_language(reader(house, house.sign_in(None, Role.OUTREACH)), code)
    check(await helper.http.get("/helpdesk/visits"), code, "Geen bezoeken deze week")
    device = await a_known_device(house, house.sign_in(helper.staff.organisation))
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, helper.staff.organisation, loan, wish(loan.household_id, ConsentAnswer.YES))
    house.clock.move(timedelta(days=16))
    helper = in_language(reader(house, signed_again(house, helper.staff)), code)
    week = await helper.http.get("/helpdesk/visits")
    check(week, code, "Had al gekund")
    address = next(link for link in Read(week.text).links if link.startswith("/helpdesk/visits/"))
    check(await helper.http.get(address), code, "Kondig het aan")
    form = await helper.form(address, f"{address}/record")
    wrong = await helper.send(form, {"next_due": "volgende week"})
    check(wrong, code, "Deze dag begrijpen we niet")
    assert Read(wrong.text).forms[-1].fields.get("outcome") is None
    await helper.sent(await helper.form(address, f"{address}/record"), {"outcome": "no_answer", "note": "ok", "note_kind": "seen"})
    check(await helper.http.get(address), code, "Waar we staan")
    await helper.sent(await helper.form(address, f"{address}/record"), {"outcome": "went_ahead"})
    check(await helper.http.get(address), code, "Dit bezoek ging door")


@pytest.mark.parametrize("code", FAMILIES)
async def test_the_page_behind_a_sticker(house: House, code: str) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    place = OrganisationChanged(organisation_id=staff.organisation, title="Digibank", help_line="03 1", help_place="Plein 1")
    await heard(house, staff.organisation, place)
    landing = f"/q/{device['code']}"
    async with a_browser(house) as phone:
        phone.headers["accept-language"] = f"{code}-BE, nl;q=0.5"
        check(await phone.get("/q"), code, "Hulp bij je toestel")
        check(await phone.get("/q/KX0-1O2"), code, "Kijk de code na")
        shown = await phone.get(landing)
        check(shown, code, "Wat is er met het toestel?")
        form = Read(shown.text).forms[-1]
        check(await phone.post(landing, data=form.fields), code, "Tik op wat er is")
        tapped = await phone.post(landing, data=form.fields | {"tapped": "screen"})
        address = tapped.headers["location"]
        after = await phone.get(address)
        check(after, code, "Wat gebeurt er nu?")
        note = next(form for form in Read(after.text).forms if form.action.endswith("/note"))
        check(await phone.post(note.action, data=note.fields), code, "Typ eerst iets")
        await phone.post(note.action, data=note.fields | {"form_key": str(uuid4()), "text": "kapot"})
        await phone.post(f"{address}/callback", data={"form_key": str(uuid4())})
        check(await phone.get(address), code, "We bellen je terug.")
        (ticket,) = (await staff.get("/helpdesk/api/tickets"))["tickets"]
        await staff.did(f"/helpdesk/api/tickets/{ticket['id']}/close", {"resolution": "solved_itself"})
        check(await phone.get(address), code, "Vraag opnieuw hulp")
        late = await phone.post(note.action, data=note.fields | {"form_key": str(uuid4()), "text": "toch niet"})
        check(late, code, "Deze vraag is afgerond")
