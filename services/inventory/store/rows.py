"""Between machines and the rows that keep them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.inventory.domain.charger import Connector
from services.inventory.domain.checklist import ChecklistResult
from services.inventory.domain.details import Details, Grade, KeyboardLayout
from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive, EvidenceSource, WipeEvidence, WipeMethod
from services.inventory.domain.machine import FilesAnswer
from services.inventory.store.uses import uses_from
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, LossKind, Medium, UseProfile


def device_from(row: Row[Any], drives: list[Drive]) -> Device:
    """A machine from its row, with what its organisation chose beside (`BESIDE`), and the drives that are in it."""
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
        along_with=row.along_with,
        along_as=Accessory(row.along_as) if row.along_as else None,
        along_missing=row.along_missing,
        lay_ready_with=row.lay_ready_with,
        repair_tickets=set(row.repair_tickets),
        was_in_use=row.was_in_use,
        files=FilesAnswer(row.files) if row.files is not None else None,
        files_by=row.files_by,
        files_at=row.files_at,
        given_out_on=row.given_out_on,
        returned_on=row.returned_on,
        retired_on=row.retired_on,
        reserved_until=row.reserved_until,
        warned_on=row.warned_on,
        meant_for=tuple(UseProfile(one) for one in row.meant_for),
        uses=uses_from(row.chosen_uses),
        told_fit=row.told_fit,
        asks_camera=not row.camera_is_off,
        check=_result(row.check_missing, row.check_finished, row.check_by, row.check_at),
        installation=_result(row.install_missing, row.install_finished, row.install_by, row.install_at),
        lost=LossKind(row.lost) if row.lost is not None else None,
        lost_on=row.lost_on,
        lot_id=row.lot_id,
        details=details_from(row),
        partner_id=row.partner_id,
        out_since=row.out_since,
    )


def details_from(row: Row[Any]) -> Details:
    """All else that is known of a machine, from its row."""
    return Details(
        year=row.year,
        screen_tenths=row.screen_tenths,
        battery_percent=row.battery_percent,
        battery_on=row.battery_on,
        keyboard=KeyboardLayout(row.keyboard) if row.keyboard is not None else None,
        operating_system=row.operating_system,
        updated_on=row.updated_on,
        warranty_until=row.warranty_until,
        looks=Grade(row.looks) if row.looks is not None else None,
        works=Grade(row.works) if row.works is not None else None,
        place_id=row.place_id,
        labels=tuple(row.labels),
        charger_connector=Connector(row.charger_connector) if row.charger_connector is not None else None,
        charger_tenths=row.charger_tenths,
        charger_watt=row.charger_watt,
    )


def _result(missing: list[str], finished: bool, by: UUID | None, at: datetime | None) -> ChecklistResult | None:
    return None if at is None else ChecklistResult(tuple(missing), finished, by, at)


def drive_from(row: Row[Any]) -> Drive:
    """A drive, with the evidence of its wipe if there is any, from its row."""
    wipe = wipe_from(row)
    return Drive(row.id, row.maker, row.model, row.serial, row.capacity_gb, Medium(row.medium), wipe, row.is_new)


def wipe_from(row: Row[Any]) -> WipeEvidence | None:
    """The evidence in a row, of a drive or of what is void now; None when there is none."""
    if row.wipe_method is None:
        return None
    return WipeEvidence(
        method=WipeMethod(row.wipe_method),
        tool=row.wipe_tool,
        tool_version=row.wipe_tool_version,
        started_at=row.wipe_started_at,
        ended_at=row.wipe_ended_at,
        succeeded=row.wipe_succeeded,
        recorded_by=row.wipe_recorded_by,
        checked_by=row.wipe_checked_by,
        checked_at=row.wipe_checked_at,
        source=EvidenceSource(row.wipe_source or EvidenceSource.STATEMENT),
        verified=bool(row.wipe_verified),
        rounds=row.wipe_rounds,
        file=row.wipe_file,
    )


def serial_key(serial: str | None) -> str | None:
    """A serial number as drives are found by: programs write it with and without signs. None when nothing is left."""
    plain = "".join(letter for letter in serial or "" if letter.isascii() and letter.isalnum()).upper()
    return plain or None


def fact_row(device: Device) -> dict[str, object]:
    """What a machine is and what is known of it; these change when somebody puts them right, the first two and the day never."""
    said = device.details
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
        "lot_id": device.lot_id,
        "year": said.year,
        "screen_tenths": said.screen_tenths,
        "battery_percent": said.battery_percent,
        "battery_on": said.battery_on,
        "keyboard": said.keyboard.value if said.keyboard else None,
        "operating_system": said.operating_system,
        "updated_on": said.updated_on,
        "warranty_until": said.warranty_until,
        "looks": said.looks.value if said.looks else None,
        "works": said.works.value if said.works else None,
        "place_id": said.place_id,
        "labels": list(said.labels),
        "charger_connector": said.charger_connector.value if said.charger_connector else None,
        "charger_tenths": said.charger_tenths,
        "charger_watt": said.charger_watt,
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
        "along_with": device.along_with,
        "along_as": device.along_as.value if device.along_as and (device.along_with or device.lay_ready_with) else None,
        "along_missing": device.along_missing,
        "lay_ready_with": device.lay_ready_with,
        "repair_tickets": sorted(device.repair_tickets),
        "was_in_use": device.was_in_use,
        "files": device.files.value if device.files else None,
        "files_by": device.files_by,
        "files_at": device.files_at,
        "given_out_on": device.given_out_on,
        "returned_on": device.returned_on,
        "retired_on": device.retired_on,
        "reserved_until": device.reserved_until,
        "warned_on": device.warned_on,
        "meant_for": [one.value for one in device.meant_for],
        "told_fit": device.told_fit,
        **_result_row("check", device.check),
        **_result_row("install", device.installation),
        "lost": device.lost.value if device.lost else None,
        "lost_on": device.lost_on,
        "stage": device.stage.value if device.stage else None,
        "partner_id": device.partner_id,
        "out_since": device.out_since,
    }


def _result_row(name: str, result: ChecklistResult | None) -> dict[str, object]:
    return {
        f"{name}_missing": list(result.missing) if result else [],
        f"{name}_finished": result is not None and result.finished,
        f"{name}_by": result.by if result else None,
        f"{name}_at": result.at if result else None,
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
        "serial_key": serial_key(drive.serial),
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
        "wipe_source": wipe.source.value if wipe else None,
        "wipe_verified": wipe.verified if wipe else None,
        "wipe_rounds": wipe.rounds if wipe else None,
        "wipe_file": wipe.file if wipe else None,
    }
