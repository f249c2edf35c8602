"""What portal asks the other services when somebody searches: names of loans, serial numbers of inventory. Shown, and forgotten."""

import asyncio
from typing import TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from shared.contracts.finding import (
    DEVICES_ADDRESS,
    FAMILIES_ADDRESS,
    DeviceFound,
    DevicesFound,
    FamiliesFound,
    FamilyFound,
    FindQuestion,
)
from shared.identity.permissions import Permission
from shared.identity.tokens import Asking, Person
from shared.runtime.running import RunningService

log = structlog.get_logger()

A = TypeVar("A", bound=BaseModel)


async def ask_devices(running: RunningService, person: Person, text: str) -> tuple[DeviceFound, ...] | None:
    """Machines by serial number, maker or model; none for who may not see devices. None when inventory does not answer."""
    if not person.may(Permission.SEE_DEVICES):
        return ()
    found = await _ask(running, person, DEVICES_ADDRESS, text, DevicesFound)
    return found.devices if found is not None else None


async def ask_families(running: RunningService, person: Person, text: str) -> tuple[FamilyFound, ...] | None:
    """Families by name; none for who may not see families. None when loans does not answer. Loans writes down that we asked."""
    if not person.may(Permission.SEE_HOUSEHOLDS):
        return ()
    found = await _ask(running, person, FAMILIES_ADDRESS, text, FamiliesFound)
    return found.families if found is not None else None


async def ask_both(
    running: RunningService, person: Person, text: str, *, names: bool
) -> tuple[tuple[DeviceFound, ...] | None, tuple[FamilyFound, ...] | None]:
    """Both at the same time, each within the patience of `Colleagues`. Never inside a transaction.

    Args:
        names: whether to ask for families too.
    """

    async def nobody() -> tuple[FamilyFound, ...]:
        return ()

    families = ask_families(running, person, text) if names else nobody()
    return await asyncio.gather(ask_devices(running, person, text), families)


async def _ask(running: RunningService, person: Person, address: str, text: str, kind: type[A]) -> A | None:
    token = running.tokens.sign_question(Asking(running.name, person.organisation, person))
    answer = await running.colleagues.post(address, token, FindQuestion(text=text).model_dump(mode="json"))
    if answer is None or answer.status_code != 200:
        return None
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError:
        log.warning("another service answers something else than what was found", path=address)
        return None
