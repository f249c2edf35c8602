"""Pages from templates: a shared layout, each service's own templates beside it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

from shared.identity.permissions import Permission
from shared.runtime.clock import new_id
from shared.web import static
from shared.web.navigation import menu_for
from shared.web.pictograms import pictogram

HERE = Path(__file__).parent
SERVICES = HERE.parent.parent / "services"
UP_TO_TWELVE = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


@cache
def _templates() -> Environment:
    """Templates of this folder by name, those of a service as `NAME/page.html`."""
    services = {folder.parent.parent.name: FileSystemLoader(folder) for folder in SERVICES.glob("*/web/templates")}
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(services)]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "gigabytes": gigabytes, "days": days, "capital": capital}
    environment.globals["pictogram"] = pictogram
    return environment


def page(request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> Response:
    """An HTML answer. Every template has `person` (or None), `csrf`, `path`, a fresh `form_key` for forms, and
    `may('see_devices')` to leave out what somebody may not use."""
    person = getattr(request.state, "person", None)
    html = (
        _templates()
        .get_template(template)
        .render(
            {
                "person": person,
                "csrf": getattr(request.state, "csrf", ""),
                "path": request.url.path,
                "menu": menu_for(person, request.url.path),
                "may": lambda permission: person is not None and person.may(Permission(permission)),
                "form_key": str(new_id()),
                "static": f"/static/{static.version()}",
                "correlation_id": str(request.state.trace.correlation_id),
            }
            | dict(context or {})
        )
    )
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})


def day(value: Any) -> str:
    """A date, or a moment that is in the reader's time zone already, as `22/11/2026`."""
    return f"{value.day}/{value.month}/{value.year}"


def gigabytes(megabytes: int) -> str:
    """Memory in MiB as people say it: `8 GB`, `1,5 GB`."""
    return f"{megabytes / 1024:.1f}".removesuffix(".0").replace(".", ",") + " GB"


def days(count: int) -> str:
    """How long somebody waits, in words."""
    return {0: "sinds vandaag", 1: "1 dag"}.get(count, f"{count} dagen")


def capital(words: str) -> str:
    """Words as the beginning of a sentence; `één` loses its accents there."""
    return "Eén" + words[3:] if words.startswith("één") else words[:1].upper() + words[1:]


def trail(steps: Sequence[tuple[str, str]], done: int) -> list[tuple[str, str]]:
    """Steps for the trail on a page, as words and state: the first `done` are behind us, the next one is now.

    Each step has its words for before and for after.
    """
    states = ["done"] * done + ["now"] + [""] * len(steps)
    return [(after if state == "done" else before, state) for (before, after), state in zip(steps, states, strict=False)]


def in_words(count: int, most: int = 1000) -> str:
    """A count in a sentence: small ones as a word; `most` is where counting stopped."""
    if count >= most:
        return f"meer dan {most - 1}"
    return UP_TO_TWELVE[count] if count < len(UP_TO_TWELVE) else str(count)
