"""A browser without a browser: opens pages with a session cookie, and sends the forms that are on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from shared.web.call import COOKIE
from tests.support.house import House, Staff


@dataclass
class Form:
    """A form as it stands on a page: where it goes and what it would send."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)


class Read(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.typed: set[str] = set()
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.words: list[str] = []
        self._select = ""
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    @property
    def forms(self) -> list[Form]:
        """Every form but the one for picking a language, which is on all pages."""
        return [form for form in self._forms if form.action != "/language"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, fields, links and everything that the page loads."""
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if "id" in found:
            self.ids.append(found["id"])
        has_code = tag == "style" or (tag == "script" and "src" not in found) or "style" in found
        if has_code or any(attribute.startswith("on") for attribute in found):
            self.inline.append(tag)
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "form":
            self._forms.append(Form(found.get("action", ""), found.get("method", "get")))
        elif tag in ("link", "img", "script"):
            self.loads.append(found.get("href") or found.get("src", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self._forms[-1].fields[self._select] = found["value"]
        elif tag == "textarea" or (tag == "input" and kind in ("text", "search")):
            self.typed.add(name)
        elif tag == "input" and kind == "hidden":
            self._forms[-1].fields[name] = found.get("value", "")
        elif tag == "input" and kind == "radio":
            self._forms[-1].choices.setdefault(name, set()).add(found["value"])
            if "checked" in found:
                self._forms[-1].fields[name] = found["value"]

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words.append(data)


@dataclass
class Reader:
    """Somebody who looks at pages."""

    staff: Staff
    http: httpx.AsyncClient

    async def open(self, address: str, status: int = 200) -> Read:
        """A page that has to answer with this status."""
        answer = await self.http.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.headers.get('location')}"
        return Read(answer.text)

    async def form(self, address: str, action: str = "") -> Form:
        """The form on a page that goes to `action`, by default to the page itself."""
        return next(form for form in (await self.open(address)).forms if form.action == (action or address))

    async def send(
        self, form: Form, answers: Mapping[str, str] | None = None, *, file: bytes | None = None, name: str = "report"
    ) -> httpx.Response:
        """Send a form with these answers; a file in the field of this name."""
        files: Any = {name: ("verslag.json", file, "application/json")} if file is not None else None
        return await self.http.post(form.action, data=form.fields | dict(answers or {}), files=files)

    async def sent(self, form: Form, answers: Mapping[str, str] | None = None, *, file: bytes | None = None) -> str:
        """Send a form that has to be accepted; gives the address that follows."""
        answer = await self.send(form, answers, file=file)
        assert answer.status_code == 303, Read(answer.text).text
        return answer.headers["location"]


def reader(house: House, staff: Staff | None = None) -> Reader:
    """A reader, by default of a new organisation; signed in by cookie, as a browser is."""
    staff = staff or house.sign_in()
    return Reader(staff, a_browser(house, {COOKIE: staff.token}))


def a_browser(house: House, cookies: dict[str, str] | None = None) -> httpx.AsyncClient:
    """Something that asks for pages and follows nothing by itself."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(house.app),
        base_url="http://digibank.test",
        headers={"accept": "text/html,application/xhtml+xml"},
        cookies=cookies,
    )
