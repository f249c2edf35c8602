"""A national register number gets in nowhere: every field of loans' API and every field of its forms is tried with a real one.

Each is refused with words that say why, or is not kept; that is looked up as the owner, in all tables of loans. A field that is
added tomorrow is tried tomorrow: the fields are read from the API's document, and from the pages that the gallery knows.
"""

import copy
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import asyncpg
import httpx
import pytest

from launcher.house import load_services
from shared.contracts.vocabulary import Role
from shared.database import raw
from shared.identity.tokens import Asking
from shared.language.free_text import has_register_number
from shared.runtime.clock import new_id
from shared.web.app import described
from tests.gallery.page import GalleryPage
from tests.gallery.pages import FAMILY, LOANS, SEARCH
from tests.gallery.seed import Seeded, as_often_as_you_like, seed
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, ready_to_sign
from tests.support.pages import a_browser
from tests.support.slice import ask

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

NUMBER = "85.07.30-033.28"
BARE = "85073003328"
NEEDLES = [f"%{kept}%" for text in (NUMBER, BARE) for kept in (text, text.encode().hex())]
"""As it may stand in a row that is written as text: bytes are written as hexadecimal digits."""
KIND_WORDS = "Hier staat een rijksregisternummer"
KIND_TYPE = "urn:digibank:problem:register_number_in_text"
DOCUMENT = described(next(service for service in load_services() if service.name == "loans"))
SCHEMAS = DOCUMENT["components"]["schemas"]
NOT_TYPED = {"hidden", "radio", "checkbox", "submit", "button", "reset", "file", "image"}
Path = tuple[str, ...]
Rows = dict[str, int]


@pytest.fixture
async def owner(house: House) -> AsyncIterator[asyncpg.Connection]:
    connection = await raw.connect(house.settings.database_url("loans_owner", "loans"), name="test")
    yield connection
    await connection.close()


async def rows_with_it(owner: asyncpg.Connection) -> Rows:
    """In how many rows the number stands, by table of loans and of its bus, of whatever organisation; only where it does."""
    names = await owner.fetch("SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'bus')")
    assert len(names) > 20
    looks = [f"SELECT '{row['name']}', count(*) FROM {row['name']} AS t WHERE t::text LIKE ANY($1)" for row in names]
    return {table: rows for table, rows in await owner.fetch(" UNION ALL ".join(looks), NEEDLES) if rows}


def string_fields(schema: dict[str, Any], path: Path = ()) -> Iterator[Path]:
    """Every place in a body where a string may stand; `[]` is a place in a list."""
    if "$ref" in schema:
        yield from string_fields(SCHEMAS[schema["$ref"].rpartition("/")[2]], path)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from string_fields(choice, path)
    if schema.get("type") == "string":
        yield path
    if "items" in schema:
        yield from string_fields(schema["items"], (*path, "[]"))
    for name, inner in schema.get("properties", {}).items():
        yield from string_fields(inner, (*path, name))


OPERATIONS: dict[str, Any] = {
    address: told["requestBody"]["content"]["application/json"]["schema"]
    for address, methods in DOCUMENT["paths"].items()
    for method, told in methods.items()
    if method in ("post", "put", "patch", "delete") and "requestBody" in told
}
FIELDS = [(address, path) for address, schema in OPERATIONS.items() for path in dict.fromkeys(string_fields(schema))]


def filled(body: Any, path: Path) -> Any:
    """A body with the number at one place."""
    if not path:
        return NUMBER
    if path[0] == "[]":
        return [filled(None, path[1:])]
    return {**(body or {}), path[0]: filled((body or {}).get(path[0]), path[1:])}


@dataclass
class Counter:
    """A place where everything can be asked, and bodies that are right but for what is put in them."""

    staff: Staff
    waiting: Lent
    running: Lent
    in_line: str
    bodies: dict[str, Any] = field(default_factory=dict)

    def headers(self, house: House, address: str) -> dict[str, str]:
        """What somebody shows for whom this operation is."""
        services = DOCUMENT["paths"][address]["post"].get("x-services")
        if not services:
            return {}
        asking = Asking(services[0], self.staff.organisation, self.staff.person)
        return {"authorization": f"Bearer {house.services['loans'].tokens.sign_question(asking)}"}

    def where(self, address: str) -> str:
        """An address about something that exists, on which this can be done."""
        lent = self.waiting if address.endswith(("/accessories", "/sign")) else self.running
        request = self.in_line if address.endswith(("/move", "/choose")) else lent.request["id"]
        ids = {"household_id": lent.household["id"], "loan_id": lent.loan["id"], "request_id": request}
        return address.format(**ids)


@pytest.fixture(scope="module")
async def counter(house: House) -> Counter:
    staff = house.sign_in(None, *Role)
    waiting, running = await ready_to_sign(house, staff), await a_running_loan(house, staff)
    made = Counter(staff, waiting, running, (await ask(staff, "work"))["id"])
    shown = await staff.get(f"/loans/api/loans/{made.waiting.loan['id']}/agreement")
    made.bodies = {
        "requests": {"profile": "work"},
        "households": {"call_name": "Familie Zand"},
        "search": {"text": "zand"},
        "correct": {"call_name": "Familie Zand"},
        "consent": {"purpose": "visits", "answer": "yes"},
        "accessories": {"accessories": ["mouse"]},
        "sign": {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "Fatima"},
        "extend": {},
        "end": {"returned": []},
        "later": {"things": ["bag"]},
        "disclosures": {"purpose": "visit", "household_ids": [made.running.household["id"]]},
        "findings": {"text": "zand"},
        "places": {"kind": "room", "call_name": "Zandlokaal", "belongs_to": "CAW Zand"},
        "contacts": {"person_id": str(new_id())},
        "trusted": {"name": "Samira", "purposes": ["talk"]},
        "referrals": {"by_whom": "School Zand"},
        "join": {"other_id": str(new_id())},
        "tell-apart": {"other_id": str(new_id())},
        "move": {"to": "front", "reason": "other"},
        "choose": {"device_id": str(new_id())},
        "offers": {"offered": ["hotspot"]},
        "file-readers": {"person_ids": [str(new_id())]},
    }
    return made


@pytest.mark.parametrize(("address", "path"), FIELDS, ids=[f"{address}: {'.'.join(path)}" for address, path in FIELDS])
async def test_no_field_of_the_api_keeps_one(
    house: House, owner: asyncpg.Connection, counter: Counter, address: str, path: Path
) -> None:
    body = filled(copy.deepcopy(counter.bodies[address.rpartition("/")[2]]), path)
    headers = {"idempotency-key": str(new_id())} | counter.headers(house, address)
    before = await rows_with_it(owner)
    answer = await counter.staff.http.post(counter.where(address), json=body, headers=headers)
    assert answer.status_code in (200, 201, 409, 422), answer.text
    assert await rows_with_it(owner) == before
    assert BARE not in answer.text
    assert NUMBER not in answer.text, "the answer repeats it"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/loans/api/households", "call_name"),
        ("/loans/api/households", "telephone"),
        ("/loans/api/households/{household_id}/correct", "call_name"),
        ("/loans/api/households/{household_id}/correct", "telephone"),
        ("/loans/api/households/{household_id}/trusted", "name"),
        ("/loans/api/households/{household_id}/trusted", "reach"),
        ("/loans/api/households/{household_id}/referrals", "by_whom"),
        ("/loans/api/places", "call_name"),
        ("/loans/api/places", "belongs_to"),
        ("/loans/api/loans/{loan_id}/sign", "signature_name"),
        ("/loans/api/loans/{loan_id}/sign", "witness"),
        ("/loans/api/loans/{loan_id}/sign", "institution"),
        ("/loans/api/loans/{loan_id}/sign", "collected_by"),
        ("/loans/api/requests/{request_id}/move", "words"),
    ],
)
async def test_where_words_are_kept_it_is_said_why_not(house: House, counter: Counter, address: str, name: str) -> None:
    assert (address, (name,)) in FIELDS
    body = counter.bodies[address.rpartition("/")[2]] | {name: NUMBER}
    answer = await counter.staff.post(counter.where(address), body)
    assert (answer.status_code, answer.json()["type"]) == (422, KIND_TYPE)


class Forms(HTMLParser):
    """The forms of a page as they would be sent, with what is chosen there; and the names of the fields to type in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str], list[str]]] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or a field of it."""
        told = {name: value or "" for name, value in attrs}
        name, kind, value = told.get("name", ""), told.get("type", "text"), told.get("value", "")
        if tag == "form":
            self.found.append((told.get("action", ""), told.get("method", "get"), {}, []))
        if not self.found or tag not in ("input", "select", "option", "textarea"):
            return
        _, _, sent, typed = self.found[-1]
        if tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in told or self._select not in sent):
            sent[self._select] = value
        elif tag == "textarea" or (tag == "input" and kind not in NOT_TYPED):
            typed.append(name)
            sent[name] = value
        elif kind == "hidden" or "checked" in told or (kind == "radio" and name not in sent):
            sent[name] = value


async def html_of(http: httpx.AsyncClient, page: GalleryPage, ids: dict[str, str]) -> str:
    """A page as it is shown; one that a form opens, after that form."""
    address = page.address.format(**ids)
    answer = await http.get(address)
    assert answer.status_code == page.status, page.name
    if page.opens is None:
        return answer.text
    to = page.opens.to.replace("{here}", address).format(**ids) or page.path.format(**ids)
    _, _, sent, _ = next(form for form in Forms(answer.text).found if form[0] == to)
    opened = await http.post(to, data=sent | dict(page.opens.fields))
    return opened.text


@pytest.fixture(scope="module")
async def seeded(house: House) -> AsyncIterator[Seeded]:
    """What the gallery shows."""
    with as_often_as_you_like():
        yield await seed(house)


async def test_no_field_of_a_page_keeps_one(house: House, seeded: Seeded, owner: asyncpg.Connection) -> None:
    tried, told_why, kept = set(), set(), []
    before = await rows_with_it(owner)
    for page in (*LOANS, *FAMILY, *SEARCH):
        async with a_browser(house, seeded.cookies(page.visitor, "filled")) as http:
            forms = Forms(await html_of(http, page, seeded.ids)).found
            for number, name in [(number, name) for number, form in enumerate(forms) for name in form[3]]:
                # Opened anew: what is sent twice from one page is one sending.
                action, method, sent, _ = Forms(await html_of(http, page, seeded.ids)).found[number]
                answer = await http.request(method, action, data=sent | {name: NUMBER})
                assert answer.status_code in (200, 303, 404, 409, 422, 429), f"{page.name}, {name}: {answer.status_code}"
                tried.add((page.name, name))
                if KIND_WORDS in answer.text:
                    told_why.add((page.name, name))
                if (found := await rows_with_it(owner)) != before:
                    kept.append(f"{page.name}: {name} stands in {found}, before it was {before}")
                    before = found
    assert kept == []
    assert {name for _, name in tried} >= {"find", "call_name", "telephone", "signature_name", "code", "pin", "repeated"}
    assert told_why >= {
        ("household-new", "call_name"),
        ("household-new", "telephone"),
        ("household-correct", "call_name"),
        ("household-correct", "telephone"),
        ("agreement", "signature_name"),
        ("wording", "remark"),
        ("wording-edit", "title"),
        ("wording-edit", "text-who"),
        ("wording-edit", "heading-who"),
    }


async def test_a_number_that_got_in_would_be_found(owner: asyncpg.Connection) -> None:
    assert has_register_number(NUMBER)
    assert has_register_number(BARE)
    household = "INSERT INTO household (id, organisation, code, call_name) VALUES (gen_random_uuid(), gen_random_uuid(), 'A-1', $1)"
    job = """
    INSERT INTO bus.job (id, organisation, kind, unique_key, run_at, error)
    VALUES (gen_random_uuid(), gen_random_uuid(), '', '', now(), $1)
    """
    parked = """
    INSERT INTO bus.parked_event (group_name, key, event_id, topic, headers, value, parked_at)
    VALUES ('', '', gen_random_uuid(), '', '{}', convert_to($1, 'UTF8'), now())
    """
    before = await rows_with_it(owner)
    for statement, table in ((household, "public.household"), (job, "bus.job"), (parked, "bus.parked_event")):
        for text in (f"Zand {NUMBER}", f'{{"{BARE}"}}'):
            attempt = owner.transaction()
            await attempt.start()
            try:
                await owner.execute(statement, text)
                assert await rows_with_it(owner) == before | {table: before.get(table, 0) + 1}
            finally:
                await attempt.rollback()


async def test_fields_are_found_in_lists_and_where_they_may_be_left_out(house: House) -> None:
    assert {path for _, path in FIELDS} >= {("call_name",), ("profile",), ("wishes", "[]"), ("household_ids", "[]"), ("text",)}
