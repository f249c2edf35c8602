"""What loans and helpdesk say about a machine, made up, and a machine that is with a family."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.contracts import helpdesk, loans
from shared.contracts.event import Event
from shared.contracts.vocabulary import Accessory, RepairOutcome, SigningWay, TicketResolution, TriageDecision
from shared.runtime.clock import new_id
from tests.support.colleagues import they_publish
from tests.support.house import House, Staff
from tests.support.slice import a_ready_device, device_now

DAY = date(2026, 3, 2)


def signed(device: Any, loan: UUID, *accessories: Accessory) -> loans.AgreementSigned:
    return loans.AgreementSigned(
        loan_id=loan, household_id=new_id(), request_id=new_id(), device_id=UUID(device["id"]), accessories=accessories,
        agreement_version=1, way=SigningWay.TYPED, signed_on=DAY,
    )  # fmt: skip


def ended(loan: UUID, *devices: Any) -> loans.LoanEnded:
    ids = tuple(UUID(device["id"]) for device in devices)
    return loans.LoanEnded(loan_id=loan, household_id=new_id(), device_ids=ids, ended_on=DAY)


def triaged(device: Any, ticket: UUID, decision: TriageDecision = TriageDecision.REPAIR) -> helpdesk.TicketTriaged:
    return helpdesk.TicketTriaged(ticket_id=ticket, device_id=UUID(device["id"]), decision=decision)


def repaired(
    device: Any, ticket: UUID, outcome: RepairOutcome = RepairOutcome.FIXED, *drives: helpdesk.NewDrive
) -> helpdesk.RepairFinished:
    return helpdesk.RepairFinished(ticket_id=ticket, device_id=UUID(device["id"]), outcome=outcome, new_drives=drives)


def closed(device: Any, ticket: UUID) -> helpdesk.TicketClosed:
    return helpdesk.TicketClosed(ticket_id=ticket, device_id=UUID(device["id"]), resolution=TicketResolution.SOLVED_ITSELF)


async def a_lent_device(house: House, staff: Staff, loan: UUID, **facts: Any) -> Any:
    device = await a_ready_device(staff, **facts)
    claim = loans.DeviceClaimed(request_id=new_id(), device_id=UUID(device["id"]))
    await they_publish(house, staff.organisation, claim, signed(device, loan, Accessory.CHARGER))
    return await device_now(staff, device)


async def told(house: House, staff: Staff, kind: type[Event]) -> list[Any]:
    """What inventory published of one type for this organisation, oldest first."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        rows = await unit.connection.execute(
            text("SELECT value::text AS value FROM bus.outbox WHERE headers->>'ce_type' = :type ORDER BY id"), {"type": kind.type}
        )
        return [kind.parse(row.value.encode()) for row in rows]


async def refusal(staff: Staff, address: str, body: Any = None) -> tuple[int, str]:
    answer = await staff.post(address, body)
    return answer.status_code, str(answer.json()["type"]).rpartition(":")[2]
