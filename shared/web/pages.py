"""Pages from templates: a shared layout, each service's own templates beside it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

from shared.runtime.clock import new_id

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
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = lambda value: f"{value.day}/{value.month}/{value.year}"
    return environment


def page(request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> Response:
    """An HTML answer. Every template has `person` (or None), `csrf`, `path` and a fresh `form_key` for forms."""
    person = getattr(request.state, "person", None)
    html = (
        _templates()
        .get_template(template)
        .render(
            {
                "person": person,
                "csrf": getattr(request.state, "csrf", ""),
                "path": request.url.path,
                "form_key": str(new_id()),
                "correlation_id": str(request.state.trace.correlation_id),
            }
            | dict(context or {})
        )
    )
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
