"""What a form on a page would send, for a phone without a person."""

from collections.abc import Mapping
from html.parser import HTMLParser

import httpx

from launcher.demo.asking import Asker, File, NotSeen


class _Forms(HTMLParser):
    """Collects the hidden fields of each form, by where it goes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or a field."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.found.setdefault(said.get("action", ""), {})
        elif tag == "input" and said.get("type") == "hidden":
            self._fields[said.get("name", "")] = said.get("value", "")


def form_on(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `action`. Raises `NotSeen` when the page has no such form."""
    forms = _Forms()
    forms.feed(html)
    if action not in forms.found:
        raise NotSeen(f"no form to {action} on the page, only to {sorted(forms.found)}")
    return forms.found[action]


async def fill_in(
    asker: Asker, page: str, fields: Mapping[str, str | list[str]], action: str = "", file: File | None = None
) -> httpx.Response:
    """Open a page, fill in one of its forms and send it.

    Args:
        page: its address.
        action: where the form goes; without it, to the page itself.

    Raises:
        NotSeen: there is no such form, or it is not taken.
    """
    goes_to = action or page.partition("?")[0]
    hidden = form_on((await asker.fetch(page)).text, goes_to)
    return await asker.send(goes_to, {**hidden, **fields}, file)
