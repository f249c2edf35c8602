"""A ticket about a machine of which somebody typed the code."""

from dataclasses import replace

from services.helpdesk.commands.open_ticket import OpenTicket, open_ticket
from services.helpdesk.domain.public_code import normalise_code
from services.helpdesk.domain.refusals import UnknownCode
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit


async def open_by_code(typed: str, command: OpenTicket, unit: HelpdeskUnit) -> Ticket:
    """Open the ticket with the machine of this code; without a code without a machine.

    Raises `UnknownCode`, and what `open_ticket` raises.
    """
    if typed.strip():
        code = normalise_code(typed)
        device_id = await unit.known_devices.of_code(code) if code else None
        if device_id is None:
            raise UnknownCode()
        command = replace(command, device_id=device_id)
    return await open_ticket(command, unit)
