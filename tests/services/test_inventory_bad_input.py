"""What nobody should send to inventory, sent to each of its forms and addresses: a kind answer, nothing kept that should not be.

What a file may hold stands with those who read it: reports in `tests/unit/inventory/test_hardware_report_refusals.py` and
`..._fuzz.py`, lists in `test_sheets.py`, photos in `test_pictures.py`, files about wipes in `test_wipe_file.py`. What a program may
send is made up in `test_fuzz.py`. Who may send it at all: `test_access.py` and `test_other_sites.py`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import text

from launcher.house import load_services
from shared.documents import paragraph
from shared.runtime.clock import new_id
from shared.web.app import routers_of
from shared.web.call import csrf_token
from shared.web.speaking import LANGUAGE_COOKIE
from tests.services.test_access import ROUTES, Cell, filled
from tests.support.forms import Filled, forms_of, read_by
from tests.support.house import House
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, report
from tests.support.world import TABLES, World, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

CELLS = [cell for cell in ROUTES if cell.service == "inventory" and not cell.is_api]
FORMS = [cell for cell in CELLS if cell.method == "POST"]
ENDPOINTS: dict[tuple[str, str], APIRoute] = {
    (method, route.path): route
    for service in load_services()
    for router in routers_of(service)
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
}
SCRIPT = "<script>kwaad()</script>\"'><img src=x onerror=kwaad()>"
NUMBER = "85.07.30-033.28"
UNSEEN = "\u202egnp.\u200b\ufeff\u2066x"
SIGNS = [
    "",
    "  ",
    "\r\n\r\nx",
    SCRIPT,
    NUMBER,
    UNSEEN,
    "x" * 100_000,
    "{x}{0}%s%(a)s{{7*7}}",
    "=1+1",
    "../../etc/passwd",
    "😀👨‍👩‍👧 سلام",
    "Z̴̛͎" * 30,
    "İ" * 60,
    "\ud7ff\uffff\U0010ffff",
    "KX4-72N",
    "00000000-0000-7000-8000-000000000000",
]
NUMBERS = ["-1", "0", "1e999", "NaN", "2147483648", "9" * 25, "²", "1,²", "½", "١٢"]
DAYS = ["0001-01-01", "1979-05-05", "9999-12-31", "31/12/9999", "2026-02-30"]
ALONE = ["1,²", "9999-12-31"]
"""What each field gets by itself as well, with all others right."""


ASKS_NOTHING = {
    "undo",
    "loosen",
    "skip-all",
    "drop",
    "register",
    "put-back",
    "check",
    "ready",
    "files-saved",
    "keep-longer",
    "reset",
    "take-out",
    "found",
    "reopen",
    "back",
}
"""Ends of addresses of forms that are one button."""


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    """One of everything, and a machine that just came in, on which most can be done."""
    world = await a_world(house)
    device = await world.staff.did("/inventory/api/devices", content=report())
    world.ids |= {"new_device_id": device["id"], "new_drive_id": device["drives"][0]["id"]}
    return world


@pytest.fixture(scope="module")
async def neighbour(house: House) -> World:
    """The same of somebody else."""
    return await a_world(house)


@pytest.fixture(scope="module", autouse=True)
def stickers_can_be_made(house: House) -> Iterator[None]:
    """Before anybody looks which forms there are: without an address there are no stickers."""
    house.settings.public_url = "https://digibank.example"
    yield
    house.settings.public_url = ""


@pytest.fixture(scope="module")
async def forms(house: House, world: World) -> dict[str, Filled]:
    """Every form, by where it goes."""
    new = world.ids | {"device_id": world.ids["new_device_id"], "drive_id": world.ids["new_drive_id"]}
    return await forms_of(reader(house, world.staff).http, CELLS, [world.ids, new])


async def sent(house: House, me: Reader, action: str, fields: dict[str, str]) -> Any:
    """Send a form as its page would, whatever stands in it. An error of ours ends the test by itself."""
    carried = {"csrf": csrf_token(house.services["inventory"], me.staff.person), "form_key": str(new_id())}
    return await me.http.post(action, data=fields | carried)


@pytest.mark.parametrize("cell", FORMS, ids=str)
async def test_whatever_stands_in_a_field(house: House, world: World, forms: dict[str, Filled], cell: Cell) -> None:
    """All fields at once, for what is looked at first hides what comes after; and each by itself with the others right."""
    me, form = reader(house, world.staff), forms[cell.path]
    names = sorted(set(form.fields) | read_by(ENDPOINTS["POST", cell.path].endpoint))
    cases = [dict.fromkeys(names, bad) for bad in (*SIGNS, *NUMBERS, *DAYS)]
    cases += [form.fields | {name: bad} for name in names for bad in ALONE]
    assert names or cell.path.rpartition("/")[2] in ASKS_NOTHING, "nothing would be tried"
    for fields in cases if names else []:
        answer = await sent(house, me, form.action, fields)
        assert answer.status_code in (200, 303, 404, 409, 413, 422), (fields, answer.status_code)
        if answer.status_code != 303:
            shown = Read(answer.text)
            assert shown.inline == [], fields
            assert "x" not in shown.loads, fields


async def test_nothing_of_it_is_kept_that_should_not_be(house: House, world: World) -> None:
    """Runs after the test above, whose words are all there now: on pages they are words, and some were never kept."""
    me = reader(house, world.staff)
    async with house.services["inventory"].units.open(world.organisation) as unit:
        tables = (await unit.connection.scalars(text(TABLES))).all()
        for table in tables:
            rows = (await unit.connection.scalars(text(f"SELECT t::text FROM {table} AS t"))).all()
            assert not [row for row in rows if "033.28" in row or "85073003328" in row], f"a register number in {table}"
            assert not [row for row in rows if set(UNSEEN) & set(row) - set("gnp.x")], f"what turns a line round in {table}"
    seen = 0
    for cell in CELLS:
        answer = await me.http.get(filled(cell.path, world.ids)) if cell.method == "GET" else None
        if answer is not None and "html" in answer.headers.get("content-type", ""):
            shown = Read(answer.text)
            assert (shown.inline, "x" in shown.loads) == ([], False), cell.path
            seen += "kwaad()" in shown.text
    assert seen, "it stands on pages, as words"


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.method == "GET"], ids=str)
async def test_whatever_stands_in_an_address(house: House, world: World, cell: Cell) -> None:
    me, route = reader(house, world.staff), ENDPOINTS["GET", cell.path]
    bad = ["%00", "a%00b", "%FF%FE", "%ED%A0%80", "%E2%80%AE", "x" * 3000, "-1", "9" * 25, "%C2%B2", "%7Bx%7D"]
    parts = [part.name for part in route.dependant.path_params]
    asked = {part.alias for part in route.dependant.query_params} | read_by(route.endpoint)
    addresses = [filled(cell.path, world.ids)]
    addresses += [filled(cell.path, world.ids | {part: one}) for part in parts for one in bad]
    addresses += [f"{filled(cell.path, world.ids)}?{name}={one}" for name in sorted(asked) for one in bad]
    for address in addresses:
        answer = await me.http.get(address)
        assert answer.status_code in (200, 303, 404, 405, 409, 422, 429), address


BOUNDARY = "multipart/form-data; boundary=xx"


def parts(*fields: tuple[str, bytes]) -> bytes:
    """A form with these fields, written as browsers write forms with files."""
    said = [f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n" for name, value in fields]
    return b"".join(said) + b"--xx--\r\n"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (BOUNDARY, b"nonsense"),
        ("multipart/form-data", parts(("donor", b"x"))),
        (BOUNDARY, parts(("donor", b"x" * 1_100_000))),
        (BOUNDARY, parts(*((f"x{number}", b"y") for number in range(1100)))),
        ("application/x-www-form-urlencoded", b"donor=x&" * 5000),
    ],
    ids=["no form", "no boundary", "a megabyte in one field", "too many fields", "too many fields, written otherwise"],
)
@pytest.mark.parametrize(("language", "words"), [("nl", "kwam niet heel aan"), ("en", "did not arrive"), ("fr", "pas arrivé")])
async def test_a_form_that_cannot_be_read_is_told_in_words_of_ours(
    house: House, world: World, kind: str, content: bytes, language: str, words: str
) -> None:
    me = reader(house, world.staff)
    me.http.cookies.set(LANGUAGE_COOKIE, language)
    for address in ("/inventory/lots/new", "/inventory/devices/new", "/inventory/sheets"):
        answer = await me.http.post(address, content=content, headers={"content-type": kind})
        shown = Read(answer.text).text
        assert (answer.status_code, words) == (400, words if words in shown else shown)
        assert "Maximum" not in shown
        assert "boundary" not in shown


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 50_000,
        '{"name": "x"}'.encode("utf-16"),
        b'{"name": "caf\xe9"}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": "x',
        b"",
    ],
    ids=["deep", "UTF-16", "Latin-1", "a number of 5,000 digits", "cut off", "empty"],
)
async def test_a_program_that_sends_no_json_is_told_so(house: House, content: bytes) -> None:
    staff = house.sign_in()
    headers = {"content-type": "application/json", "idempotency-key": str(new_id()), "accept-language": "nl"}
    for address in ("things", "lots", "kits", "device-views"):
        answer = await staff.http.post(f"/inventory/api/{address}", content=content, headers=headers)
        assert answer.status_code in (400, 422)
        assert "kwam niet heel aan" in answer.json()["detail"] or answer.json()["type"].endswith(":invalid_request")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"..\\..\\verslag.json", "verslag.json"),
        (b"../../verslag.json", "verslag.json"),
        (b"a\x00b.json", "ab.json"),
        ("\u202egnp.json".encode(), "gnp.json"),
        (b"85.07.30-033.28.json", "1.json"),
        (b"<img src=x onerror=kwaad()>.json", "<img src=x onerror=kwaad()>.json"),
        (b"\xff\xfe.json", "ÿþ.json"),
        ("😀.json".encode(), "😀.json"),
        (b".", "."),
    ],
    ids=["a folder", "a folder of Linux", "NUL", "turned round", "a register number", "code", "no text", "emoji", "a dot"],
)
async def test_a_file_may_be_called_anything(house: House, world: World, name: bytes, shown: str) -> None:
    me = reader(house, world.staff)
    form = await me.form("/inventory/devices/new")
    file = b'--xx\r\nContent-Disposition: form-data; name="report"; filename="' + name + b'"\r\n\r\n{}\r\n'
    content = file * 2 + parts(*((field, value.encode()) for field, value in form.fields.items()))
    answer = await me.http.post(form.action, content=content, headers={"content-type": BOUNDARY})
    assert answer.status_code == 303
    listed = await me.http.get(answer.headers["location"])
    page = Read(listed.text)
    assert (shown in page.text, page.inline) == (True, [])
    assert "033.28" not in listed.text


def theirs(ids: dict[str, str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Forms of ours with an id or a code of the neighbour in a field; `mine` stands for what is ours."""
    sim = {"provider": "Zandnet", "iccid": "89320420000012345649"}
    facts = {"chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X250", "place": ids["entry_id"]}
    by_hand = {"chassis": "laptop", "maker": "Dell", "model": "X", "count": "1"}
    return {
        "a lot, by hand": ("/inventory/devices/by-hand", by_hand | {"lot": ids["lot_id"]}),
        "a place of a machine": ("/inventory/devices/{new_device_id}/facts", facts),
        "a place in one go": ("/inventory/devices/{new_device_id}/place", {"place": ids["entry_id"]}),
        "a place of things": ("/inventory/things/new", {"kind": "mouse", "name": "Muis", "place": ids["entry_id"]}),
        "another place of things": ("/inventory/things/{thing_id}/change", {"name": "Muis", "place": ids["entry_id"]}),
        "a partner": ("/inventory/devices/{new_device_id}/partner", {"partner": ids["entry_id"]}),
        "a drive": ("/inventory/devices/{new_device_id}/put-in", {"drive": ids["drive_id"]}),
        "things": ("/inventory/devices/{new_device_id}/along", {"mouse": ids["thing_id"]}),
        "a hotspot": ("/inventory/devices/{new_device_id}/along", {"hotspot": ids["device_id"]}),
        "what came back": ("/inventory/devices/{device_id}/came-back", {"asked": ids["movement_id"], "back": ids["movement_id"]}),
        "a machine for a card": ("/inventory/sims/new", sim | {"device": ids["code"]}),
        "a machine for another card": ("/inventory/sims/{sim_id}/put-in", {"device": ids["code"]}),
        "a machine to recycle": ("/inventory/recycling/new", {"device": ids["device_id"], "recycler": ids["entry_id"]}),
        "a machine on the board": ("/inventory/board/wiped", {"device": ids["device_id"], "step": "ready"}),
    }


IDS = ("lot_id", "entry_id", "drive_id", "thing_id", "device_id", "movement_id", "code")
LEFT_OUT = {"what came back", "a machine on the board"}
"""Forms about several at once: what is not ours is left out. That somebody sent it is all that is noted."""


@pytest.mark.parametrize("what", theirs(dict.fromkeys(IDS, "")))
async def test_what_belongs_to_a_neighbour_is_nothing_in_a_field(house: House, world: World, neighbour: World, what: str) -> None:
    path, fields = theirs(neighbour.ids)[what]
    me, device = reader(house, world.staff), await world.staff.did("/inventory/api/devices", content=report())
    before = await world.everything(house), await neighbour.everything(house)
    answer = await sent(house, me, path.format(**world.ids | {"new_device_id": device["id"]}), fields)
    assert answer.status_code in (404, 409, 422) or what in LEFT_OUT, answer.headers
    assert not [fact for fact in known_to(neighbour, world) if fact in answer.text and fact not in fields.values()]
    for one, was in zip((world, neighbour), before, strict=True):
        now = await one.everything(house)
        changed = {table for table in now if now[table] != was[table]}
        assert changed <= ({"inventory.device_history"} if what in LEFT_OUT else set()), changed


def known_to(neighbour: World, world: World) -> set[str]:
    """What only the neighbour knows: both have a school of the same name."""
    return set(neighbour.facts) - set(world.facts)


@pytest.mark.parametrize(
    "address",
    [
        "stickers?ids={device_id}",
        "stickers?codes={code}",
        "stickers.pdf?ids={device_id}",
        "stickers.pdf?codes={code}",
        "wipe-certificate.pdf?ids={device_id}",
        "wipe-certificate.pdf?drives={drive_id}",
        "wipe-certificate.pdf?lot={lot_id}",
        "wipe-certificate?donor={donor_id}",
        "devices?lot={lot_id}",
        "devices?place={entry_id}",
        "devices?q={code}",
        "devices.csv?lot={lot_id}",
        "lots?donor={donor_id}",
        "recycling/new?device={device_id}",
        "lots/{mine}/scan?here={device_id}&new={waiting_id}&again={waiting_id}",
    ],
)
async def test_what_belongs_to_a_neighbour_is_nothing_in_an_address(
    house: House, world: World, neighbour: World, address: str
) -> None:
    me = reader(house, world.staff)
    asked = f"/inventory/{address.format(mine=world.ids['lot_id'], **neighbour.ids)}"
    answer = await me.http.get(asked)
    assert answer.status_code in (200, 303, 404, 409, 422)
    assert not answer.headers.get("content-type", "").startswith("application/pdf"), "of nothing there is no paper"
    assert not [fact for fact in known_to(neighbour, world) if fact in answer.text and fact not in asked]


async def test_a_page_that_was_open_gives_back_nothing_that_a_colleague_put_right(house: House) -> None:
    mine = reader(house)
    theirs = reader(house, mine.staff.colleague)
    device = await mine.staff.did("/inventory/api/devices", content=report("PC-OPEN-1"))
    facts = f"/inventory/devices/{device['id']}/facts"
    old, other = await mine.form(facts), {"chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X240", "serial": "PC-OPEN-1"}
    shown = {"processor": "Intel Core i5-4300U", "memory": "8"} | other
    await theirs.sent(await theirs.form(facts), shown | {"memory": "16", "model": "ThinkPad X250"})
    await mine.sent(old, shown | {"labels": "klas 3"})
    now = await mine.staff.get(f"/inventory/api/devices/{device['id']}")
    assert now["memory_mb"] == 16 * 1024, "left alone on the page that was open longer"
    assert now["model"] == "ThinkPad X250"
    assert "klas 3" in (await mine.http.get(facts)).text

    gift = {"donor": "School Zuid", "kind": "school", "received_on": "2026-03-02", "agreement": "we_wipe", "source": "Gent"}
    lot = await mine.staff.did("/inventory/api/lots", gift | {"expected": 20})
    change = f"/inventory/lots/{lot['id']}/change"
    typed = gift | {"expected": "20"}
    old = await mine.form(change)
    await theirs.sent(await theirs.form(change), typed | {"expected": "25"})
    await mine.sent(old, typed | {"source": "Gent, gebouw B"})
    now = await mine.staff.get(f"/inventory/api/lots/{lot['id']}")
    assert (now["expected"], now["source"]) == (25, "Gent, gebouw B")


@pytest.mark.parametrize("was", ["", "{", "[]", '{"memory": ["8"]}', "[" * 100_000, '{"was": 1}', "null", "9" * 5000])
async def test_whatever_a_page_says_that_it_showed(house: House, was: str) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/devices/{device['id']}/facts"
    form = await me.form(address)
    await me.sent(form, {"chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X250", "memory": "16", "was": was})
    now = await me.staff.get(f"/inventory/api/devices/{device['id']}")
    assert (now["memory_mb"], now["model"]) == (16 * 1024, "ThinkPad X250")


async def test_papers_hold_what_people_typed_as_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markup, letters of Arabic, of no typeface of ours, and as long as fits: on each paper that names a machine or a donor."""
    drawn: list[str] = []

    def noted(canvas: Any, line: str, *where: Any) -> None:
        drawn.append(line)
        draw(canvas, line, *where)

    draw = paragraph.draw_line
    monkeypatch.setattr(paragraph, "draw_line", noted)
    me = reader(house)
    gift = {"donor": "<i>School</i> 🏫 مدرسة", "kind": "school", "received_on": "2026-03-02", "agreement": "we_wipe"}
    lot = await me.staff.did("/inventory/api/lots", gift)
    await me.staff.did(f"/inventory/api/lots/{lot['id']}/scans", {"serial": "PC-PAPER-1"})
    device = await a_ready_device(me.staff, serial="PC-PAPER-1")
    facts = {"chassis": "laptop", "maker": "<b>&amp;</b> 😀 中 سلام", "model": f"<img src=x> {'W' * 100}"}
    await me.sent(await me.form(f"/inventory/devices/{device['id']}/facts"), facts)
    for paper, holds in (
        (f"wipe-certificate.pdf?ids={device['id']}", "<b>&amp;</b>"),
        (f"devices/{device['id']}/reuse-sheet.pdf", "<b>&amp;</b>"),
        (f"stickers.pdf?ids={device['id']}", ""),
        ("reuse.pdf", "<i>School</i>"),
    ):
        drawn.clear()
        answer = await me.http.get(f"/inventory/{paper}")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-"), paper
        assert holds in " ".join(drawn), (paper, drawn)
