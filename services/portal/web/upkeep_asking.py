"""Asking every service something for the coordinator's pages: over HTTP, outside transactions, and never waiting long."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

import httpx
from pydantic import BaseModel

from shared.contracts.upkeep import SIDE
from shared.domain import NotFound
from shared.identity.tokens import Asking, Person
from shared.language.translate import _
from shared.runtime.running import RunningService

A = TypeVar("A", bound=BaseModel)

SERVICE: Mapping[str, str] = {
    "portal": _("Voordeur"),
    "inventory": _("Toestellen"),
    "loans": _("Gezinnen en leningen"),
    "helpdesk": _("Hulp en bezoeken"),
    "skills": _("Leren"),
}
"""What people call each service. Every service is here; a test compares."""

WHAT_IT_DOES: Mapping[str, str] = {
    "portal": _("Aanmelden, mensen en rollen."),
    "inventory": _("Wat er binnenkomt, wat we wissen en wat klaarligt."),
    "loans": _("Wie wat leent, de wachtlijst en de afspraken."),
    "helpdesk": _("Vragen, herstellingen en bezoeken."),
    "skills": _("Wat mensen al kunnen en willen leren."),
}


def must_be_service(name: str) -> str:
    """A name from an address. Raises `NotFound` when no service is called so."""
    if name not in SERVICE:
        raise NotFound()
    return name


async def ask(
    running: RunningService, person: Person, service: str, what: str, body: BaseModel | None = None
) -> httpx.Response | None:
    """Ask one service for this person; None when it does not answer now."""
    token = running.tokens.sign_question(Asking("portal", person.organisation, person))
    address = f"/{service}/api{SIDE}/{what}"
    answer = await running.colleagues.post(address, token, None if body is None else body.model_dump(mode="json"))
    return None if answer is None or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else answer


async def ask_for(
    running: RunningService, person: Person, service: str, what: str, answer: type[A], body: BaseModel | None = None
) -> A | None:
    """The same, read; None when it does not answer now. Raises `NotFound` when the service says that there is no such thing."""
    told = await ask(running, person, service, what, body)
    if told is None:
        return None
    if told.status_code == HTTPStatus.NOT_FOUND:
        raise NotFound()
    return answer.model_validate_json(told.content) if told.status_code == HTTPStatus.OK else None


async def ask_all(
    running: RunningService, person: Person, what: str, answer: type[A], body: BaseModel | None = None, only: str = ""
) -> Mapping[str, A | None]:
    """Ask all services at once, or one of them, in the order of `SERVICE`; None for each that does not answer now."""
    names = [name for name in SERVICE if only in ("", name)]
    told = await asyncio.gather(*(ask_for(running, person, name, what, answer, body) for name in names))
    return dict(zip(names, told, strict=True))
