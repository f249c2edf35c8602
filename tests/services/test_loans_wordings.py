"""An organisation makes the text of the agreement its own: written, measured, published, read by people, and back again."""

import asyncio
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from services.loans.documents.agreement_text import NEWEST
from services.loans.domain.household import Level
from shared.bus.audit import Wanted, read_entries
from shared.contracts.vocabulary import Role
from tests.support.house import House, Staff
from tests.support.lending import Lent, ready_to_sign, sign
from tests.support.pages import Form, Read, Reader, a_browser, reader
from tests.support.paper import text_of
from tests.support.portal import a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

EDIT = "/loans/texts/plain/nl"
OURS = "Je zorgt goed voor het toestel."
HARD = "Zorgvuldig materiaalbeheer door gezinsverantwoordelijken gedurende de volledige gebruiksperiode. {dag}"
KIND = "Je houdt het toestel droog en schoon."


def coordinator(house: House, staff: Staff | None = None) -> Reader:
    """Somebody who runs the place, and who lends too."""
    organisation = (staff or house.sign_in()).organisation
    return reader(house, house.sign_in(organisation, Role.COORDINATOR, Role.STAFF, Role.REPAIRER))


async def editor(me: Reader, address: str = EDIT) -> tuple[Form, dict[str, str]]:
    """The form with all that stands in its fields."""
    html = (await me.http.get(address)).text
    form = next(form for form in Read(html).forms if form.action == address)
    return form, fields_in(html)


def fields_in(html: str) -> dict[str, str]:
    """What a browser would send of the editor's fields."""

    class Fields(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, str] = {}
            self.area = self.select = ""
            self.feed(html)

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            told = dict(attrs)
            if tag == "textarea":
                self.area = told["name"] or ""
                self.found[self.area] = ""
            elif tag == "select":
                self.select = told["name"] or ""
            elif tag == "option" and "selected" in told:
                self.found[self.select] = told["value"] or ""
            elif tag == "input" and told.get("type") == "text":
                self.found[told["name"] or ""] = told.get("value") or ""

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.found[self.area] += data

    return {name: value.removeprefix("\n") for name, value in Fields().found.items()}


async def pressed(me: Reader, button: str, address: str = EDIT, **typed: str) -> httpx.Response:
    form, fields = await editor(me, address)
    return await me.http.post(address, data=form.fields | fields | typed | {"do": button})


async def publish(me: Reader, address: str = EDIT, **typed: str) -> int:
    answer = await pressed(me, "publish", address, **typed)
    assert answer.status_code == 303, Read(answer.text).text
    return int(answer.headers["location"].rpartition("/")[2])


async def entries(house: House, me: Reader) -> list[str]:
    """What was done in loans, the first first."""
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        found = await read_entries(unit, Wanted(actor=me.staff.person.id))
    return [one.act for one in reversed(found)]


async def agreement(staff: Staff, lent: Lent, query: str = "") -> Any:
    return await staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement{query}")


async def test_an_own_text_is_written_published_and_signed(house: House) -> None:
    me = coordinator(house)
    lent = await ready_to_sign(house, me.staff, language="nl")
    before = await agreement(me.staff, lent)
    saved = await pressed(me, "save", **{"text-what_you_do": KIND})
    assert saved.status_code == 303
    assert KIND in (await me.http.get(EDIT)).text
    assert KIND not in (await agreement(me.staff, lent))["text"], "work is read by nobody"
    moved = await pressed(me, "down:who")
    assert moved.headers["location"] == f"{EDIT}#block-who"
    number = await publish(me, **{"picture-what_you_do": "safety"})
    assert number >= 1000
    shown = await agreement(me.staff, lent)
    assert (shown["template_version"], shown["level"]) == (number, "plain")
    assert KIND in shown["text"]
    assert shown["text"].index("Wat je leent") < shown["text"].index("Deze afspraken zijn tussen")
    assert (await agreement(me.staff, lent, "?level=simple"))["template_version"] == NEWEST[Level.SIMPLE]
    french = await agreement(me.staff, lent, "?language=fr")
    assert french["template_version"] == before["template_version"], "a language without an own text stays ours, in both columns"
    assert KIND not in french["text"]
    await sign(me.staff, lent)
    page = await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement")
    assert KIND in page.text
    pdf = (await me.http.get(f"/loans/loans/{lent.loan['id']}/agreement.pdf")).content
    assert KIND in text_of(pdf, 0)
    second = await publish(me, **{"text-what_you_do": "Je houdt het toestel droog."})
    assert second > number
    assert KIND in (await agreement(me.staff, lent))["text"], "who signed keeps its own"


async def test_what_was_shown_is_what_is_signed_also_when_a_newer_one_comes(house: House) -> None:
    me = coordinator(house)
    lent = await ready_to_sign(house, me.staff, language="nl")
    address = f"/loans/loans/{lent.loan['id']}"
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    number = await publish(me, **{"text-what_you_do": KIND})
    await me.sent(form, {"signature_name": "Fatima", "adult": "yes"})
    kept = await agreement(me.staff, lent)
    assert (kept["template_version"], kept["signature_name"]) == (NEWEST[Level.PLAIN], "Fatima")
    other = await ready_to_sign(house, me.staff, language="nl")
    assert (await agreement(me.staff, other))["template_version"] == number
    body = {"way": "paper", "document_sha256": (await agreement(me.staff, other))["sha256"]}
    strange = await me.staff.post(f"/loans/api/loans/{other.loan['id']}/sign", body | {"template_version": 1})
    assert strange.status_code == 200, "a number that is no text of today counts for nothing"
    assert (await agreement(me.staff, other))["template_version"] == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text-broken": "Vertel het ons."}, "Hier staat niet dat het gezin niets betaalt"),
        ({"text-who": "Deze afspraken zijn tussen {digibank} en jou."}, "nergens {gezin}"),
        ({"text-what_you_do": "Anders betaal je een boete."}, "Het klinkt als een straf"),
        ({"text-what_you_do": "Het toestel kost 300 euro."}, "Hier staat een bedrag of een waarde"),
        ({"heading-what_you_do": ""}, "nog geen titel of geen tekst"),
        ({f"text-{key}": HARD for key in ("what_we_do", "what_you_do", "until_when", "stop_any_time")}, "Neem kortere woorden"),
    ],
)
async def test_the_gate_refuses_and_says_why(house: House, typed: dict[str, str], said: str) -> None:
    me = coordinator(house)
    answer = await pressed(me, "publish", **typed)
    assert answer.status_code == 422
    assert said in Read(answer.text).text
    assert "Deze tekst kan nog niet naar gezinnen" in answer.text
    assert all(value in answer.text for value in typed.values()), "what was typed still stands there"
    assert "Nog niets." in (await me.http.get("/loans/texts")).text


async def test_it_is_measured_while_typing_and_nothing_is_kept(house: House) -> None:
    me = coordinator(house)
    form, fields = await editor(me)
    answer = await me.http.post(f"{EDIT}/measure", data=form.fields | fields | {"text-what_you_do": "Anders volgt er een boete."})
    assert answer.status_code == 200
    assert 'id="measured"' in answer.text
    assert 'id="measured-what_you_do"' in answer.text
    assert "boete" in answer.text
    again = (await me.http.post(f"{EDIT}/measure", data=form.fields | fields)).text
    assert "klaar om te publiceren" in again
    assert "boete" not in (await me.http.get(EDIT)).text
    number = await me.http.post(f"{EDIT}/measure", data=form.fields | fields | {"text-what_you_do": "85.07.30-033.28"})
    assert "rijksregisternummer" in number.text
    html = (await me.http.get(EDIT)).text
    panels = [part.split('"')[0] for part in html.split('id="measured')[1:]]
    assert len(panels) == len(set(panels)) > 11, "each has one place of its own, also for who listens"


async def test_another_language_stands_beside_dutch(house: House) -> None:
    me = coordinator(house)
    lent = await ready_to_sign(house, me.staff, language="fr")
    french = "/loans/texts/plain/fr"
    assert (await me.http.get(french)).status_code == 409
    number = await publish(me, **{"text-what_you_do": KIND})
    form, fields = await editor(me, french)
    assert KIND in (await me.http.get(french)).text, "the Dutch stands beside it"
    wrong = await me.http.post(french, data=form.fields | fields | {"do": "down:who"})
    assert wrong.status_code == 409, "a translation has the blocks of the Dutch text"
    beside = await publish(me, french, **{"text-what_you_do": "Vous gardez l’appareil au sec."})
    shown = await agreement(me.staff, lent)
    assert (shown["template_version"], shown["language"]) == (beside, "fr")
    own, dutch = shown["text"].split("\n\f\n")
    assert "au sec" in own
    assert KIND in dutch
    newer = await publish(me, **{"text-what_you_do": "Je houdt het toestel droog."})
    assert newer > beside > number
    assert (await agreement(me.staff, lent))["text"] == shown["text"], "the translation stays beside what it says"
    assert "loopt achter" in (await me.http.get("/loans/texts")).text
    assert (await publish(me, french)) > newer, "the same words beside the newer Dutch are a new text"
    assert "loopt achter" not in (await me.http.get("/loans/texts")).text


async def test_back_to_ours_and_back_again(house: House) -> None:
    me = coordinator(house)
    lent = await ready_to_sign(house, me.staff, language="nl")
    nothing = await me.http.post(f"{EDIT}/ours", data=(await editor(me))[0].fields)
    assert nothing.status_code == 409
    number = await publish(me, **{"text-what_you_do": KIND})
    await me.sent(await me.form("/loans/texts", f"{EDIT}/ours"))
    assert (await agreement(me.staff, lent))["template_version"] == NEWEST[Level.PLAIN]
    await me.sent(await me.form("/loans/texts", f"{EDIT}/own"))
    assert (await agreement(me.staff, lent))["template_version"] == number
    same = await pressed(me, "publish")
    assert same.status_code == 409
    assert "Gezinnen lezen deze tekst al" in same.text
    kept = await entries(house, me)
    assert kept[-3:] == ["publish_wording", "use_default_wording", "use_own_wording"]


async def test_two_people_do_not_overwrite_each_other(house: House) -> None:
    me = coordinator(house)
    form, fields = await editor(me)
    await pressed(me, "save", **{"text-what_you_do": KIND})
    late = await me.http.post(EDIT, data=form.fields | fields | {"text-what_you_do": "Je zorgt er goed voor.", "do": "save"})
    assert late.status_code == 409
    assert "Een collega bewaarde deze tekst intussen ook" in late.text
    assert "Je zorgt er goed voor." in late.text
    again = next(one for one in Read(late.text).forms if one.action == EDIT)
    assert (await me.http.post(EDIT, data=again.fields | fields_in(late.text) | {"do": "save"})).status_code == 303
    both = await asyncio.gather(*(pressed(me, "publish") for _ in range(2)))
    assert sorted(one.status_code for one in both) == [303, 409]
    await pressed(me, "save", **{"text-what_you_do": KIND})
    await me.sent(await me.form(EDIT, f"{EDIT}/again"))
    assert KIND not in (await me.http.get(EDIT)).text


async def test_blocks_are_added_hidden_and_taken_away(house: House) -> None:
    me = coordinator(house)
    added = await pressed(me, "add:")
    assert added.headers["location"] == f"{EDIT}#block-own_1"
    refused = await pressed(me, "publish")
    assert refused.status_code == 422
    assert "#heading-own_1" in Read(refused.text).links
    await pressed(
        me,
        "save",
        **{"heading-own_1": "Samen leren", "text-own_1": "Wil je iets leren? Dat kan bij ons.", "picture-own_1": "learn"},
    )
    await pressed(me, "hide:what_we_do")
    assert (await pressed(me, "hide:broken")).status_code == 409
    number = await publish(me)
    seen = await me.http.get(f"/loans/agreement-text/{number}")
    assert "Samen leren" in seen.text
    assert "Wat wij doen" not in seen.text
    shown = (await me.http.get(EDIT)).text
    assert 'value="show:what_we_do"' in shown, "what was left out can come back later"
    await pressed(me, "remove:own_1")
    assert "Samen leren" not in (await me.http.get(EDIT)).text


async def test_everybody_reads_the_wording_and_no_family_is_in_it(house: House) -> None:
    me = coordinator(house)
    lent = await ready_to_sign(house, me.staff, language="fr", call_name="Fatima Zahra")
    number = await publish(me, **{"text-what_you_do": KIND})
    french = await publish(me, "/loans/texts/plain/fr")
    async with a_browser(house) as anybody:
        own = await anybody.get(f"/loans/agreement-text/{french}")
        assert own.status_code == 200
        assert "Fatima" not in own.text
        assert lent.household["code"] not in own.text
        assert f"/loans/agreement-text/{french}?language=nl" in Read(own.text).links
        assert "data-read-aloud" in own.text
        dutch = await anybody.get(f"/loans/agreement-text/{french}?language=nl")
        assert KIND in dutch.text
        assert (await anybody.get(f"/loans/agreement-text/{number}")).status_code == 200
        ours = await anybody.get("/loans/agreement-text/2", headers={"accept-language": "ar"})
        assert 'id="sheet-ar"' in ours.text
        assert len([link for link in Read(ours.text).links if "agreement-text/2?" in link]) == 6
        for strange in ("3", "0", "999", "999999", str(10**12), "-1"):
            assert (await anybody.get(f"/loans/agreement-text/{strange}")).status_code == 404, strange


async def test_readers_are_noted_without_names(house: House) -> None:
    me = coordinator(house)
    number = await publish(me, **{"text-what_you_do": KIND})
    address = f"/loans/texts/versions/{number}"
    assert "nog door niemand nagelezen" in (await me.http.get("/loans/texts")).text
    form = await me.form(address, f"{address}/readers")
    wrong = await me.send(form, {"read_on": "2099-01-01", "readers": "4", "remark": ""})
    assert wrong.status_code == 422
    number_in = await me.send(
        await me.form(address, f"{address}/readers"), {"read_on": "2026-01-02", "readers": "4", "remark": "85073003328"}
    )
    assert "rijksregisternummer" in number_in.text
    for bad in ("0", "100", "veel", ""):
        again = await me.form(address, f"{address}/readers")
        assert (await me.send(again, {"read_on": "2026-01-02", "readers": bad, "remark": ""})).status_code == 422
    await me.sent(await me.form(address, f"{address}/readers"), {"read_on": "2026-01-02", "readers": "4", "remark": "Helder"})
    assert "4 lezers lazen mee." in (await me.open("/loans/texts")).text
    assert "Helder" in (await me.open(address)).text
    drop = next(form for form in (await me.open(address)).forms if form.action.endswith("/drop"))
    await me.sent(drop)
    assert "Helder" not in (await me.open(address)).text


async def test_who_may_do_what(house: House) -> None:
    me = coordinator(house)
    number = await publish(me, **{"text-what_you_do": KIND})
    helper = reader(house, house.sign_in(me.staff.organisation, Role.STAFF))
    listed = await helper.open("/loans/texts")
    assert not [link for link in listed.links if link.startswith("/loans/texts/plain")]
    assert (await helper.http.get(EDIT)).status_code == 403
    assert (await helper.http.get(f"/loans/texts/versions/{number}")).status_code == 200
    assert not [form for form in (await helper.open(f"/loans/texts/versions/{number}")).forms if "readers" in form.action]
    stranger = coordinator(house, house.sign_in())
    assert (await stranger.http.get(f"/loans/texts/versions/{number}")).status_code == 404
    assert KIND not in (await stranger.http.get(EDIT)).text


async def test_what_was_published_is_never_changed(house: House) -> None:
    me = coordinator(house)
    number = await publish(me, **{"text-what_you_do": KIND})
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        for statement in ("UPDATE agreement_wording SET title = 'x'", "DELETE FROM agreement_wording"):
            with pytest.raises(Exception, match="permission denied"):
                async with unit.connection.begin_nested():
                    await unit.connection.exec_driver_sql(statement)
        assert (await unit.wordings.get(number)).number == number


async def test_the_organisation_chooses_its_limit(house: House) -> None:
    someone = await a_coordinator(house)
    await someone.did("/portal/api/organisation/limits", {"agreement_score": 100})
    await house.run_until_idle()
    me = coordinator(house, house.sign_in(someone.organisation))
    answer = await pressed(me, "publish", **{"text-what_you_do": KIND})
    assert answer.status_code == 422
    assert "de grens is 100" in Read(answer.text).text
