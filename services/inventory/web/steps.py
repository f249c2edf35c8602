"""Where a machine is on its way, and the one thing to do now."""

from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.machine import FilesAnswer
from shared.contracts.vocabulary import DeviceState
from shared.language.translate import _
from shared.web.pages import trail


def state_of(drive: Drive) -> str:
    """Where a drive is on its way to proven empty: new, not_wiped, not_enough, to_check or proven."""
    if drive.wipe is None:
        return "new" if drive.is_new else "not_wiped"
    if not drive.wipe_reaches_everything:
        return "not_enough"
    return "proven" if drive.is_proven_empty else "to_check"


def states_of_drives(device: Device) -> list[tuple[Drive, str]]:
    """Each drive that is in a machine, with where it is on its way."""
    return [(drive, state_of(drive)) for drive in device.drives]


def next_step(device: Device, states: list[tuple[Drive, str]]) -> tuple[str, UUID | None]:
    """What to do now with a machine, and with which drive."""
    if device.status is DeviceState.RESERVED and device.loaner_ticket is not None:
        return "loaner", None
    if device.status not in ON_THE_WORKBENCH:
        return device.status.value, None
    if may_not_wipe(device):
        return "save_files" if device.files is FilesAnswer.KEEP_FIRST else "ask_files", None
    if not states:
        return "no_drive", None
    for wanted, step in (("to_check", "check"), ("new", "new_drive"), ("not_wiped", "wipe"), ("not_enough", "wipe")):
        for drive, state in states:
            if state == wanted:
                return step, drive.id
    if device.loan_id is not None:
        return "back_to_family", None
    return ("back_apart" if device.reserved_for or device.loaner_ticket else "make_ready"), None


def may_not_wipe(device: Device) -> bool:
    """Whether the family's files come first."""
    asked = device.files in (FilesAnswer.SAVED, FilesAnswer.NOTHING_TO_KEEP)
    return device.status is DeviceState.RETURNED and device.was_in_use and not asked


def trail_of(device: Device) -> list[tuple[str, str]]:
    """How far a machine is, as steps of the trail; empty where there is nothing to walk."""
    wiped = bool(device.drives) and all(drive.wipe_reaches_everything for drive in device.drives)
    emptied = (2 if device.is_proven_empty else 1) if wiped else 0
    wipe_and_check = [(_("Wissen"), _("Gewist")), (_("Nakijken"), _("Nagekeken"))]
    ready = (_("Klaarzetten"), _("Klaar voor een gezin"))
    match device.status:
        case DeviceState.ARRIVED | DeviceState.READY | DeviceState.RESERVED:
            brought = (_("Binnenbrengen"), _("Binnengekomen"))
            steps = [brought, *wipe_and_check, ready, (_("Gezin vinden"), _("Gereserveerd"))]
            done = {DeviceState.READY: 4, DeviceState.RESERVED: 5}.get(device.status, 1 + emptied)
        case DeviceState.RETURN_EXPECTED | DeviceState.RETURNED:
            asking = (_("Bestanden vragen"), _("Over bestanden gepraat"))
            steps = [(_("Terugkrijgen"), _("Terug bij ons")), asking, *wipe_and_check, ready]
            back = device.status is DeviceState.RETURNED
            done = 0 if not back else 1 if may_not_wipe(device) else 2 + emptied
        case DeviceState.REPAIRED:
            noting = [(_("Nieuwe schijf noteren"), _("Nieuwe schijf genoteerd")), (_("Nakijken"), _("Nagekeken"))]
            last = (_("Terug naar het gezin"), "") if device.loan_id else ready
            steps = [(_("Herstellen"), _("Hersteld")), *noting, last]
            done = 1 + emptied
        case _:
            return []
    return trail(steps, done)
