"""What a form on a page would send, for a phone without a person."""

from html.parser import HTMLParser

from launcher.demo.asking import NotSeen


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
