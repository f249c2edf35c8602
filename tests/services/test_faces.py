"""Every page says whose it is: the organisation's own name, logo and colour, in every service, signed in or not."""

from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog
from PIL import Image
from sqlalchemy import text

from shared.bus.envelope import Envelope, Trace
from shared.contracts.limits import Limits, LimitsWish
from shared.contracts.portal import Logo, Notice, OrganisationChanged
from shared.contracts.vocabulary import Role
from shared.database.engine import Database
from shared.runtime.clock import new_id
from shared.runtime.faces import UNKNOWN, Face, Faces, HelpLines, face_of, limits_here, remember_face
from shared.web import static
from tests.support.helpdesk import a_known_device
from tests.support.house import House
from tests.support.learning import a_learner
from tests.support.pages import Read, Reader, a_browser, reader
from tests.support.portal import Someone, a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

LOGO = Logo(picture="9f86d081884c7d659a2feaa0c55ad015", width=412, height=256)
COLOUR = "/static/{version}/colour/ffd500.css"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), colour: str = "red") -> bytes:
    """A logo as somebody has it on a computer."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def changed(organisation: UUID, title: str = "Digibank De Vaart", **more: Any) -> OrganisationChanged:
    """What portal tells."""
    return OrganisationChanged(organisation_id=organisation, title=title, **({"colour": "#ffd500", "logo": LOGO} | more))


async def heard(house: House, organisation: UUID, event: OrganisationChanged, sequence: int) -> None:
    """Let one service hear of it, as the event with this sequence."""
    envelope = Envelope(new_id(), event.type, "/test", event.subject, house.clock.now(), sequence, organisation, Trace(new_id()))
    async with house.services["skills"].units.open(organisation) as unit:
        await remember_face(event, unit.because_of(envelope))


async def known(house: House, organisation: UUID, service: str = "skills") -> Face:
    """What a service knows."""
    async with house.services[service].units.open(organisation) as unit:
        return await face_of(unit)


async def test_every_service_hears_what_an_organisation_looks_like_and_can_hear_it_again(house: House) -> None:
    organisation = new_id()
    await house.publish("portal", organisation, changed(organisation, help_line="1"), changed(organisation, help_line="2"))
    await house.run_until_idle()
    told = Face("Digibank De Vaart", "2", None, "#ffd500", LOGO)
    for name, running in house.services.items():
        assert await known(house, organisation, name) == told
        async with running.units.open(organisation) as unit:
            await unit.connection.execute(text("UPDATE bus.organisation_face SET title = 'iets anders'"))
        assert await running.replay(house.transport) > 0
        assert await known(house, organisation, name) == told


@pytest.mark.parametrize("order", [(3, 2, 1), (1, 3, 2), (3, 3, 1), (2, 1, 3)])
async def test_the_newest_stays_whichever_comes_last(house: House, order: tuple[int, ...]) -> None:
    organisation = new_id()
    for sequence in order:
        more: dict[str, Any] = {} if sequence == 2 else {"colour": None, "logo": None}
        await heard(house, organisation, changed(organisation, f"Titel {sequence}", **more), sequence)
    assert await known(house, organisation) == Face("Titel 3")


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_limits_and_words_are_those_of_the_newest_in_both_orders(house: House, order: tuple[int, int]) -> None:
    organisation = new_id()
    told = {
        1: changed(organisation, limits=LimitsWish(loans_per_household=9), ask_about_data="vroeger"),
        2: changed(organisation, limits=LimitsWish(visits_per_helper_week=2), notice=Notice(nl="Dicht."), ask_about_data="nu"),
    }
    for sequence in order:
        await heard(house, organisation, told[sequence], sequence)
    face = await known(house, organisation)
    assert (face.notice, face.ask_about_data) == (Notice(nl="Dicht."), "nu")
    async with house.services["skills"].units.open(organisation) as unit:
        assert await limits_here(unit) == Limits(visits_per_helper_week=2)


async def test_nobody_speaks_for_another_organisation(house: House) -> None:
    organisation, other = new_id(), new_id()
    await heard(house, organisation, changed(other), 1)
    assert await known(house, organisation) == await known(house, other) == UNKNOWN


async def test_it_looks_at_most_once_in_a_while_and_keeps_what_it_knew(house: House) -> None:
    organisation, skills = new_id(), house.services["skills"]
    patient, away = Faces(skills.database, look_every_seconds=3600), Faces(Database("postgresql://nobody@127.0.0.1:1/nothing"))
    assert await patient.of(organisation) == UNKNOWN
    await heard(house, organisation, changed(organisation), 1)
    assert await patient.of(organisation) == UNKNOWN
    assert (await Faces(skills.database).of(organisation)).title == "Digibank De Vaart"
    assert await away.of(organisation) == UNKNOWN
    lost = Faces(skills.database, look_every_seconds=0)
    assert (await lost.of(organisation)).colour == "#ffd500"
    lost._database = away._database
    assert (await lost.of(organisation)).colour == "#ffd500"


async def test_a_page_that_is_open_to_all_leaves_the_connections_of_the_bus_alone(house: House) -> None:
    """Where help is stands on the page for a PIN, which anybody may ask for as often as a computer can."""
    organisation, skills = new_id(), house.services["skills"]
    await heard(house, organisation, changed(organisation, help_line="011 33 33 33"), 1)
    ours = ("Digibank De Vaart", "011 33 33 33")
    patient, lost = HelpLines(skills.bus, look_every_seconds=3600), HelpLines(skills.bus, look_every_seconds=0)
    for lines in (patient, lost):
        assert ours in await lines.at_most(100_000)
    patient._bus = lost._bus = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with structlog.testing.capture_logs() as said:
        assert ours in await patient.at_most(100_000)
        assert not said, "it did not look again"
        assert ours in await lost.at_most(100_000), "a page never fails on it"
    assert await patient.at_most(0) == []


def shows(shown: Read, someone: UUID, title: str = "Digibank De Vaart") -> None:
    """That a page is this organisation's."""
    assert f"· {title}" in shown.text  # the title of the page
    assert COLOUR.format(version=static.version()) in shown.loads
    assert f"/organisation/logo/{someone}/{LOGO.picture}.png" in shown.loads


def shows_nobody(shown: Read) -> None:
    """That a page is no organisation's."""
    assert "· Digibank " in shown.text
    assert not [address for address in shown.loads if "colour" in address or "logo" in address]


async def test_pages_of_colleagues_of_families_and_of_learners_say_whose_they_are(house: House) -> None:
    staff = house.sign_in(None, *Role)
    device = await a_known_device(house, staff)
    learner, _ = await a_learner(house, staff)
    own, anybody = reader(house, staff), a_browser(house)
    sticker = f"/q/{device['code']}"
    for page in (await own.open("/"), await learner.open("/skills/my"), Read((await anybody.get(sticker)).text)):
        shows_nobody(page)  # not heard yet
    await house.publish("portal", staff.organisation, changed(staff.organisation))
    await house.run_until_idle()
    for address in ("/", "/people", "/inventory/devices", "/loans/requests", "/helpdesk/tickets", "/skills/learners"):
        shows(await own.open(address), staff.organisation)
    shows(await own.open(f"/loans/households/{new_id()}", 404), staff.organisation)
    shows(await learner.open("/skills/my"), staff.organisation)
    shows(Read((await anybody.get(sticker)).text), staff.organisation)
    for address in ("/sign-in", "/skills/start", "/q", "/nowhere"):
        shows_nobody(Read((await anybody.get(address)).text))


async def test_a_sticker_is_of_the_organisation_that_lends_whoever_scans_it(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    device = await a_known_device(house, staff)
    await house.publish("portal", staff.organisation, changed(staff.organisation))
    await house.publish("portal", stranger.organisation, changed(stranger.organisation, "Digibank Elders"))
    await house.run_until_idle()
    shows(await reader(house, stranger).open(f"/q/{device['code']}"), staff.organisation)
    shows(await reader(house, stranger).open("/loans/requests"), stranger.organisation, "Digibank Elders")


async def send_file(who: Reader, content: bytes, name: str = "logo.png") -> httpx.Response:
    """Choose a file as logo."""
    form = await who.form("/organisation", "/organisation/logo")
    return await who.http.post(form.action, data=form.fields, files={"logo": (name, content, "image/png")})


async def test_a_coordinator_chooses_a_colour_and_is_told_what_becomes_of_it(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation", "/organisation/colour")
    assert await someone.me.sent(form, {"colour": "FFD500", "picked": "#0d5860"}) == "/organisation?done=true"
    shown = await someone.me.open("/organisation?done=true")
    assert "Met deze kleur is tekst moeilijk te lezen. We maken ze donkerder" in shown.text
    assert "#ffd500" in shown.text
    assert "Jullie kleur haalt 1,2 op ons papier" in shown.text
    assert COLOUR.format(version=static.version()) in shown.loads  # at once, before the event came back
    form = await someone.me.form("/organisation", "/organisation/colour")
    await someone.me.sent(form, {"colour": "#ffd500", "picked": "#0d3b60"})
    assert "Deze kleur is goed te lezen" in (await someone.me.open("/organisation")).text
    form = await someone.me.form("/organisation", "/organisation/colour")
    await someone.me.sent(form, {"colour": "#0d3b60", "picked": "#0d3b60", "standard": "yes"})
    assert (await someone.get("/portal/api/organisation"))["colour"] == ""
    assert "onze gewone kleur" in (await someone.me.open("/organisation")).text


async def test_what_is_no_colour_changes_nothing_and_stays_in_the_field(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation", "/organisation/colour")
    answer = await someone.me.send(form, {"colour": "geel", "picked": "#0d5860"})
    shown = Read(answer.text)
    assert answer.status_code == 422
    assert "#colour" in shown.links
    assert "Dit is geen kleurcode" in shown.text
    assert 'value="geel"' in answer.text
    assert (await someone.get("/portal/api/organisation"))["colour"] == ""
    assert (await someone.post("/portal/api/organisation/colour", {"colour": "geel"})).status_code == 422


async def test_a_logo_is_chosen_seen_by_everybody_and_taken_away(house: House) -> None:
    someone = await a_coordinator(house)
    answer = await send_file(someone.me, a_picture("JPEG"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/organisation?done=true")
    shown = await someone.me.open("/organisation")
    address = next(load for load in shown.loads if "/logo/" in load)
    assert address.startswith(f"/organisation/logo/{someone.organisation}/")
    async with a_browser(house) as anybody:
        picture = await anybody.get(address)
        assert Image.open(BytesIO(picture.content)).size == (512, 171)
        assert picture.headers["content-type"] == "image/png"
        assert picture.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in picture.headers["cache-control"]
        elsewhere = address.replace(str(someone.organisation), str(new_id()))
        assert (await anybody.get(elsewhere)).status_code == 404
        assert (await anybody.get(address.replace(".png", ".svg"))).status_code == 404
        await someone.me.sent(await someone.me.form("/organisation", "/organisation/logo/remove"))
        assert (await anybody.get(address)).status_code == 404
    assert not [load for load in (await someone.me.open("/organisation")).loads if "/logo/" in load]
    await house.run_until_idle()
    assert (await known(house, someone.organisation)).logo is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Gewoon tekst", "Dit bestand kunnen we niet als afbeelding lezen"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Dit bestand kunnen we niet als afbeelding lezen"),
        (a_picture(size=(10_000, 10_000)), "Deze afbeelding is te groot"),
        (b"\x89PNG" + b"\x00" * 2_000_000, "Dit bestand is te groot"),
        (b"\x00" * 3_000_000, "Dit bestand is te groot"),
    ],
    ids=["text", "svg", "pixels", "bytes", "far too many bytes"],
)
async def test_what_is_no_logo_is_told_in_words_and_changes_nothing(house: House, content: bytes, words: str) -> None:
    someone = await a_coordinator(house)
    await send_file(someone.me, a_picture())
    before = await someone.get("/portal/api/organisation")
    answer = await send_file(someone.me, content)
    shown = Read(answer.text)
    assert answer.status_code in (413, 422)
    assert words in shown.text
    assert {"#logo"} <= set(shown.links)
    assert "logo" in shown.ids
    assert await someone.get("/portal/api/organisation") == before


async def test_a_form_without_a_file_asks_for_one(house: House) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation", "/organisation/logo")
    for files in ({"logo": ("", b"", "application/octet-stream")}, {"other": ("a.png", a_picture(), "image/png")}):
        answer = await someone.me.http.post(form.action, data=form.fields, files=files)
        assert answer.status_code == 422
        assert "Kies eerst een bestand" in answer.text


async def test_the_look_through_the_api(house: House) -> None:
    someone = await a_coordinator(house)
    seen = await someone.did("/portal/api/organisation/colour", {"colour": "#FFD500"})
    assert seen["colour"] == "#ffd500"
    headers = {"idempotency-key": str(new_id())}
    answer = await someone.http.post("/portal/api/organisation/logo", content=a_picture("WEBP"), headers=headers)
    assert answer.status_code == 200, answer.text
    assert (await someone.http.get(answer.json()["logo"])).content[:4] == b"\x89PNG"
    answer = await someone.http.post("/portal/api/organisation/logo", content=b"geen", headers={"idempotency-key": str(new_id())})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:digibank:problem:no_picture")
    assert (await someone.did("/portal/api/organisation/logo"))["logo"] == ""
    await is_told_without_the_picture(house, someone)


async def is_told_without_the_picture(house: House, someone: Someone) -> None:
    """That the events have the hash of a picture and nothing larger."""
    async with house.services["portal"].units.open(someone.organisation) as unit:
        rows = (await unit.connection.execute(text("SELECT value::text AS value FROM bus.outbox ORDER BY id"))).all()
    told = [row.value for row in rows if '"title"' in row.value]
    assert len(told) == 4
    assert '"picture":' in told[2]
    assert max(map(len, told)) < 400


async def test_only_a_coordinator_changes_how_it_looks(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    form = await someone.me.form("/organisation", "/organisation/colour")
    for address in ("/organisation/colour", "/organisation/logo/remove"):
        assert (await colleague.me.http.post(address, data=form.fields)).status_code == 403
    assert (await colleague.post("/portal/api/organisation/colour", {"colour": "#ffd500"})).status_code == 403
    answer = await someone.me.http.post("/organisation/logo", data={"form_key": str(new_id())}, files={"logo": a_picture()})
    assert answer.status_code == 403  # without the mark of our own page


async def test_the_sheet_of_a_colour(house: House) -> None:
    async with a_browser(house) as anybody:
        answer = await anybody.get(COLOUR.format(version=static.version()))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
        assert "immutable" in answer.headers["cache-control"]
        for digits in ("FFD500", "ffd50", "ffd5000", "gggggg", "0d5860;}*{color:red"):
            assert (await anybody.get(f"/static/{static.version()}/colour/{digits}.css")).status_code == 404
