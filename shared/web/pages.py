"""Pages from templates: a shared layout, each service's own templates beside it."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

from shared.identity.permissions import Permission
from shared.language import formats
from shared.language.languages import languages
from shared.language.translate import language, plural_unfilled, translated
from shared.runtime.clock import new_id
from shared.web import static
from shared.web.addresses import here_now
from shared.web.navigation import menu_for
from shared.web.pictograms import pictogram

HERE = Path(__file__).parent
SERVICES = HERE.parent.parent / "services"


@cache
def _templates() -> Environment:
    """Templates of this folder by name, those of a service as `NAME/page.html`."""
    services = {folder.parent.parent.name: FileSystemLoader(folder) for folder in SERVICES.glob("*/web/templates")}
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(services)]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(translated, plural_unfilled, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "day": formats.day,
        "long_day": formats.long_day,
        "number": formats.number,
        "gigabytes": formats.gigabytes,
        "days": formats.days,
        "capital": formats.capital,
        "translated": translated,
    }
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
                "page_language": language(),
                "page_languages": [one for one in languages().values() if request.state.reach in one.reach],
                "here_now": here_now(request),
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


def trail(steps: Sequence[tuple[str, str]], done: int) -> list[tuple[str, str]]:
    """Steps for the trail on a page, as words and state: the first `done` are behind us, the next one is now.

    Each step has its words for before and for after.
    """
    states = ["done"] * done + ["now"] + [""] * len(steps)
    return [(after if state == "done" else before, state) for (before, after), state in zip(steps, states, strict=False)]
