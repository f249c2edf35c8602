"""What a wipe certificate tells: of each drive that came with a machine, the wipe that proved it empty."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.sanitization import Judgement, Level, WipeEvidence, WipeMethod, is_enough, judge
from services.inventory.queries.devices import get_devices
from services.inventory.queries.drives import drives_of, void_evidence
from services.inventory.store.wipe_tables import drive_move
from shared.bus.unit import Unit


@dataclass(frozen=True, slots=True)
class CertifiedDrive:
    """A drive, the machine that it came with, and the wipe that proved it empty."""

    drive: Drive
    device: Device
    wipe: WipeEvidence
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Certifiable:
    """What can be said of some machines and drives.

    Attributes:
        proven: those with checked evidence.
        unproven: the codes of machines that came with a drive of which nothing is proven yet; each once.
    """

    proven: Sequence[CertifiedDrive]
    unproven: Sequence[str]


async def certifiable(unit: Unit, device_ids: Collection[UUID], drive_ids: Collection[UUID] = ()) -> Certifiable:
    """All drives that came with these machines, wherever they are now, and these drives.

    A drive that came out of its machine still counts with it; one that we put in later does not. The first wipe that proved a
    drive empty is what a donor asks for, whatever families did with it afterwards; that it was destroyed says more.
    """
    known = await drives_of(unit, device_ids, drive_ids)
    void = await void_evidence(unit, [one.drive.id for one in known])
    moves = await _first_moves(unit, [one.drive.id for one in known])
    came_with = {one.drive.id: _came_with(one.device_id, moves.get(one.drive.id)) for one in known}
    devices = await get_devices(unit, {device_id for device_id in came_with.values() if device_id is not None})
    proven: list[CertifiedDrive] = []
    unproven: dict[str, None] = {}
    for one in known:
        device_id = came_with[one.drive.id]
        if device_id is None or device_id not in devices or (device_id not in device_ids and one.drive.id not in drive_ids):
            continue
        device = devices[device_id]
        wipes = [voided.wipe for voided in void[one.drive.id]] + ([one.drive.wipe] if one.drive.wipe else [])
        if one.drive.is_new or any(wipe.method is WipeMethod.NEW_DRIVE for wipe in wipes):
            continue
        wipe = _that_proves(one.drive, wipes)
        if wipe is None:
            unproven[device.code] = None
        else:
            proven.append(CertifiedDrive(one.drive, device, wipe, judge(one.drive.medium, wipe)))
    return Certifiable(sorted(proven, key=lambda one: one.device.code), sorted(unproven))


def _that_proves(drive: Drive, wipes: Sequence[WipeEvidence]) -> WipeEvidence | None:
    good = [wipe for wipe in wipes if wipe.checked_by is not None and is_enough(drive.medium, wipe)]
    destroyed = [wipe for wipe in good if judge(drive.medium, wipe).level is Level.DESTROY]
    return next(iter(destroyed or good), None)


def _came_with(device_id: UUID, first: tuple[UUID, str] | None) -> UUID | None:
    """The machine a drive came with: the one it was first taken out of; None when its first move was into one."""
    if first is None:
        return device_id
    return first[0] if first[1] == "out" else None


async def _first_moves(unit: Unit, drive_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    query = (
        select(drive_move.c.drive_id, drive_move.c.device_id, drive_move.c.way)
        .where(drive_move.c.drive_id.in_(drive_ids))
        .order_by(drive_move.c.id)
    )
    first: dict[UUID, tuple[UUID, str]] = {}
    for row in await unit.connection.execute(query):
        first.setdefault(row.drive_id, (row.device_id, row.way))
    return first
