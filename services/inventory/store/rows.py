"""Between machines and the rows that keep them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive, WipeEvidence, WipeMethod
from services.inventory.domain.machine import FilesAnswer
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, Medium


def device_from(row: Row[Any], drives: list[Drive]) -> Device:
    """A machine from its row and the drives that are in it."""
    return Device(
        id=row.id,
        code=row.code,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        chassis=Chassis(row.chassis),
        processor=row.processor,
        memory_mb=row.memory_mb,
        registered_at=row.registered_at,
        drives=drives,
        status=DeviceState(row.status),
        reserved_for=row.reserved_for,
        loan_id=row.loan_id,
        accessories=tuple(Accessory(one) for one in row.accessories),
        loaner_ticket=row.loaner_ticket,
        loaner_for=row.loaner_for,
        repair_tickets=set(row.repair_tickets),
        was_in_use=row.was_in_use,
        files=FilesAnswer(row.files) if row.files is not None else None,
        files_by=row.files_by,
        files_at=row.files_at,
        given_out_on=row.given_out_on,
        returned_on=row.returned_on,
        retired_on=row.retired_on,
    )


def drive_from(row: Row[Any]) -> Drive:
    """A drive, with the evidence of its wipe if there is any, from its row."""
    wipe = None
    if row.wipe_method is not None:
        wipe = WipeEvidence(
            method=WipeMethod(row.wipe_method),
            tool=row.wipe_tool,
            tool_version=row.wipe_tool_version,
            started_at=row.wipe_started_at,
            ended_at=row.wipe_ended_at,
            succeeded=row.wipe_succeeded,
            recorded_by=row.wipe_recorded_by,
            checked_by=row.wipe_checked_by,
            checked_at=row.wipe_checked_at,
        )
    return Drive(row.id, row.maker, row.model, row.serial, row.capacity_gb, Medium(row.medium), wipe, row.is_new)


def fact_row(device: Device) -> dict[str, object]:
    """What a machine is and what it is called; these never change."""
    return {
        "id": device.id,
        "code": device.code,
        "maker": device.maker,
        "model": device.model,
        "serial": device.serial,
        "chassis": device.chassis.value,
        "processor": device.processor,
        "memory_mb": device.memory_mb,
        "registered_at": device.registered_at,
    }


def state_row(device: Device) -> dict[str, object]:
    """Where a machine is and what was done with it; these change."""
    return {
        "status": device.status.value,
        "reserved_for": device.reserved_for,
        "loan_id": device.loan_id,
        "accessories": [one.value for one in device.accessories],
        "loaner_ticket": device.loaner_ticket,
        "loaner_for": device.loaner_for,
        "repair_tickets": sorted(device.repair_tickets),
        "was_in_use": device.was_in_use,
        "files": device.files.value if device.files else None,
        "files_by": device.files_by,
        "files_at": device.files_at,
        "given_out_on": device.given_out_on,
        "returned_on": device.returned_on,
        "retired_on": device.retired_on,
    }


def drive_row(drive: Drive, organisation: UUID, device_id: UUID, position: int) -> dict[str, object]:
    """A drive that comes in."""
    return {
        "id": drive.id,
        "organisation": organisation,
        "device_id": device_id,
        "position": position,
        "maker": drive.maker,
        "model": drive.model,
        "serial": drive.serial,
        "capacity_gb": drive.capacity_gb,
        "medium": drive.medium.value,
        "is_new": drive.is_new,
        **wipe_row(drive.wipe),
    }


def wipe_row(wipe: WipeEvidence | None) -> dict[str, object]:
    """The evidence of a drive."""
    return {
        "wipe_method": wipe.method.value if wipe else None,
        "wipe_tool": wipe.tool if wipe else None,
        "wipe_tool_version": wipe.tool_version if wipe else None,
        "wipe_started_at": wipe.started_at if wipe else None,
        "wipe_ended_at": wipe.ended_at if wipe else None,
        "wipe_succeeded": wipe.succeeded if wipe else None,
        "wipe_recorded_by": wipe.recorded_by if wipe else None,
        "wipe_checked_by": wipe.checked_by if wipe else None,
        "wipe_checked_at": wipe.checked_at if wipe else None,
    }
