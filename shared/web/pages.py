"""Pages from templates: a shared layout, each service's own templates beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from shared.contracts.portal import Logo
from shared.identity.permissions import Permission
from shared.language import formats
from shared.language.languages import languages
from shared.language.translate import language, plural_unfilled, translated
from shared.runtime.clock import new_id
from shared.runtime.faces import Face
from shared.runtime.running import RunningService
from shared.web import static
from shared.web.addresses import here_now
from shared.web.browser import is_shared
from shared.web.navigation import may_search, menu_for
from shared.web.pictograms import pictogram

HERE = Path(__file__).parent
SERVICES = HERE.parent.parent / "services"


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": formats.day,
    "long_day": formats.long_day,
    "written_day": formats.written_day,
    "together": formats.together,
    "clock": formats.clock,
    "weekday": formats.weekday,
    "time_of_day": formats.time_of_day,
    "number": formats.number,
    "gigabytes": formats.gigabytes,
    "days": formats.days,
    "capital": formats.capital,
    "translated": translated,
}
"""What templates can do with a value to make words of it, in the language of the page."""


def _as_shown(words: Callable[..., str]) -> Callable[..., str]:
    """A filter that Jinja runs each time. That of a constant it would run once, and keep in the language of that moment."""

    @pass_context
    def shown(_context: Context, *values: Any) -> str:
        return words(*values)

    return shown


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
    environment.filters |= {name: _as_shown(words) for name, words in FILTERS.items()}
    environment.globals["pictogram"] = pictogram
    return environment


@dataclass(frozen=True, slots=True)
class House:
    """Whose page it is, as the layout shows it.

    Attributes:
        title: what it is called.
        colour: the wished colour without its `#`; empty for the standard one.
        logo: its picture with its size; None for the mark of Digibank.
        logo_address: where the picture is.
    """

    title: str = "Digibank"
    colour: str = ""
    logo: Logo | None = None
    logo_address: str = ""


NOBODYS = House()
"""A page of no organisation, or of one that is not known yet."""


def logo_address(organisation: UUID, logo: Logo) -> str:
    """Where portal has the picture."""
    return f"/organisation/logo/{organisation}/{logo.picture}.png"


def house_with(face: Face, organisation: UUID) -> House:
    """An organisation as the layout shows it."""
    return House(
        face.title or NOBODYS.title,
        (face.colour or "").removeprefix("#"),
        face.logo,
        logo_address(organisation, face.logo) if face.logo else "",
    )


async def show_house(request: Request, organisation: UUID) -> None:
    """Let every page that answers this request carry the name, the logo and the colour of an organisation. Whoever finds out for
    whom a request is says so: by signing in, by a sticker, by a learner's code."""
    running: RunningService = request.app.state.running
    request.state.house = house_with(await running.faces.of(organisation), organisation)


def page(request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> Response:
    """An HTML answer. Every template has `person` (or None), `csrf`, `path`, a fresh `form_key` for forms, `may('see_devices')` to
    leave out what somebody may not use, `menu`, `may_search`, `house`: see `House`, and `tablet`: whether several people use this
    browser."""
    person = getattr(request.state, "person", None)
    html = (
        _templates()
        .get_template(template)
        .render(
            {
                "person": person,
                "house": getattr(request.state, "house", NOBODYS),
                "csrf": getattr(request.state, "csrf", ""),
                "path": request.url.path,
                "page_language": language(),
                "page_languages": [one for one in languages().values() if request.state.reach in one.reach],
                "here_now": here_now(request),
                "menu": menu_for(person, request.url.path),
                "may_search": may_search(person),
                "may": lambda permission: person is not None and person.may(Permission(permission)),
                "form_key": str(new_id()),
                "static": f"/static/{static.version()}",
                "tablet": is_shared(request),
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
