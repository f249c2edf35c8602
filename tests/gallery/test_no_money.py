"""No form has a field or a choice for a deposit, a charge, a fine, a price or a value. See `tests/services/test_no_money.py`."""

import re
from html.parser import HTMLParser

import pytest

from tests.gallery.pages import PAGES
from tests.gallery.seed import Seeded
from tests.support.house import House
from tests.support.money import money_in_name
from tests.support.pages import a_browser

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


class Fields(HTMLParser):
    """The names of everything that can be filled in or chosen on a page, and the names of the choices."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field, or a choice that is a word of ours and not something that was typed."""
        told = dict(attrs)
        if tag in ("input", "select", "textarea", "button"):
            self.names.add(told.get("name") or "")
        if tag in ("option", "button") or told.get("type") in ("radio", "checkbox"):
            self.names.add(told.get("value") or "")


NAMES_THAT_MAY = {
    "social_tariff": "help to ask for what others ask less for; no amount",
    "pay_nothing": "the picture beside the words that say so",
}


def with_money(html: str) -> set[str]:
    """The names with a word of money. What has a digit in it is an id, and those have any letters."""
    found = {name for name in Fields(html).names if money_in_name(name) and not re.search(r"\d", name)}
    return found - set(NAMES_THAT_MAY)


async def test_no_form_has_a_place_for_money(house: House, seeded: Seeded) -> None:
    found: dict[str, set[str]] = {}
    seen: set[str] = set()
    for page in PAGES:
        async with a_browser(house, seeded.cookies(page.visitor, "filled")) as http:
            answer = await http.get(page.address.format(**seeded.ids))
        seen |= Fields(answer.text).names
        if bad := with_money(answer.text):
            found[page.name] = bad
    assert found == {}
    assert {"call_name", "signature_name", "accessory", "charger"} <= seen


async def test_a_field_for_money_would_be_found(house: House) -> None:
    html = '<form><input name="deposit"><select name="kind"><option value="late_fee"><option value="charger"></select>'
    assert with_money(html + '<input type="radio" name="way" value="fine"><input name="words" value="price"></form>') == {
        "deposit", "late_fee", "fine",
    }  # fmt: skip
