"""Every form of a service with all of its fields, found where it stands on a page; for tests that fill in what nobody should."""

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.services.test_access import Cell, as_typed, filled
from tests.support.world import BODIES

CARRIED = {"csrf", "form_key"}
READ = re.compile(r'\.get(?:list)?\("([\w-]+)"')
"""How a route reads a field by its name."""


@dataclass
class Filled:
    """A form: where it goes, and what it would send when nobody touches it; of each choice the one that is taken, or the first."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Filled] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.found.append(Filled(said.get("action", "")))
        if not self.found:
            return
        fields = self.found[-1].fields
        if tag == "select":
            self._select = name
            fields[name] = ""
        elif tag == "option" and self._select in fields and ("selected" in said or not fields[self._select]):
            fields[self._select] = said.get("value", "")
        elif tag in ("input", "textarea") and name:
            choice = said.get("type") in ("radio", "checkbox")
            if not choice or name not in fields or "checked" in said:
                fields[name] = said.get("value", "")


async def forms_of(http: httpx.AsyncClient, cells: Iterable[Cell], worlds: Iterable[dict[str, str]]) -> dict[str, Filled]:
    """The largest form to each route that takes one, by its path. What stands on no page now has those of `BODIES`."""
    cells, worlds = list(cells), list(worlds)
    taking = {cell.path: re.compile(re.sub(r"\{\w+\}", "[^/]+", cell.path)) for cell in cells if cell.method == "POST"}
    found: dict[str, Filled] = {}
    for cell in cells:
        for ids in worlds if cell.method == "GET" else []:
            answer = await http.get(filled(cell.path, ids))
            for form in _Forms(answer.text).found if "html" in answer.headers.get("content-type", "") else []:
                action = form.action.partition("?")[0]
                path = next((path for path, pattern in taking.items() if pattern.fullmatch(action)), None)
                if path is not None and (path not in found or len(form.fields) > len(found[path].fields)):
                    found[path] = form
    for path in taking:
        usual = {name: str(as_typed(value)) for name, value in BODIES.get(path.rpartition("/")[2], {}).items()}
        form = found.setdefault(path, Filled(filled(path, worlds[-1])))
        form.fields = {name: value for name, value in (usual | form.fields).items() if name not in CARRIED}
    return found


def read_by(endpoint: Any) -> set[str]:
    """The names of fields that a route reads itself, whether a page has them now or not."""
    return set(READ.findall(inspect.getsource(endpoint))) - CARRIED
