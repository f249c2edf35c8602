"""Where a machine is on its way, and the one thing to do now."""

from collections.abc import Mapping
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.sanitization import Level, is_enough
from services.inventory.domain.stage import Stage
from shared.contracts.vocabulary import DeviceState
from shared.language.translate import _
from shared.web.pages import trail

STEP_OF: Mapping[Stage | None, str] = {Stage.WIPED: "look_over", Stage.CHECKED: "install", Stage.INSTALLED: "make_ready"}
"""What to do in each stage behind the drives."""


def state_of(drive: Drive, disk_minimum: Level = Level.CLEAR) -> str:
    """Where a drive is on its way to proven empty: new, not_wiped, not_enough, to_check or proven.

    `disk_minimum` is what the organisation asks of a hard disk; what somebody checked stays checked.
    """
    if drive.wipe is None:
        return "new" if drive.is_new else "not_wiped"
    if drive.is_proven_empty:
        return "proven"
    return "to_check" if is_enough(drive.medium, drive.wipe, disk_minimum) else "not_enough"


def states_of_drives(device: Device, disk_minimum: Level = Level.CLEAR) -> list[tuple[Drive, str]]:
    """Each drive that is in a machine, with where it is on its way."""
    return [(drive, state_of(drive, disk_minimum)) for drive in device.drives]


def next_step(device: Device, states: list[tuple[Drive, str]], me: UUID | None = None) -> tuple[str, UUID | None]:
    """What to do now with a machine, and with which drive; `me` cannot confirm what only I said."""
    mine = [drive.id for drive, state in states if state == "to_check" and waits_for_somebody_else(drive, me)]
    if device.lost is not None and device.status is not DeviceState.RETIRED:
        return "lost", None
    if device.status is DeviceState.RESERVED and device.loaner_ticket is not None:
        return "loaner", None
    if device.partner_id is not None:
        return "at_partner", None
    if device.status not in ON_THE_WORKBENCH:
        return device.status.value, None
    if may_not_wipe(device):
        return "save_files" if device.files is FilesAnswer.KEEP_FIRST else "ask_files", None
    if not states and not device.is_emptied:
        return "no_drive", None
    for wanted, step in (("to_check", "check"), ("new", "new_drive"), ("not_wiped", "wipe"), ("not_enough", "wipe")):
        for drive, state in states:
            if state == wanted and drive.id not in mine:
                return step, drive.id
    if mine:
        return "ask_colleague", mine[0]
    if device.loan_id is not None:
        return "back_to_family", None
    if device.reserved_for or device.loaner_ticket:
        return "back_apart", None
    return STEP_OF.get(device.stage, "to_bench"), None


def waits_for_somebody_else(drive: Drive, me: UUID | None) -> bool:
    """Whether only the word of this person shows that a drive is empty, so that somebody else has to look."""
    return me is not None and drive.wipe is not None and drive.wipe.needs_somebody_else and drive.wipe.recorded_by == me


def missing_of(device: Device) -> tuple[str, ...]:
    """What lacks, by the names of the lines: of the hardware, and of what was begun to be installed."""
    hardware = device.check.missing if device.check else ()
    programs = device.installation.missing if device.installation else ()
    return (*hardware, *programs)


def may_not_wipe(device: Device) -> bool:
    """Whether the family's files come first."""
    asked = device.files in (FilesAnswer.SAVED, FilesAnswer.NOTHING_TO_KEEP)
    return device.status in (DeviceState.RETURNED, DeviceState.RETIRED) and device.was_in_use and not asked


def trail_of(device: Device) -> list[tuple[str, str]]:
    """How far a machine is, as steps of the trail; empty where there is nothing to walk."""
    proven = (2 if device.is_proven_empty else 1) if device.drives and all(d.wipe_reaches_everything for d in device.drives) else 0
    emptied = [] if device.holds_nothing else [(_("Leegmaken"), _("Leeg"))]
    lists = [(_("Nakijken"), _("Nagekeken"))]
    if device.runs_programs:
        lists.append((_("Installeren"), _("Geïnstalleerd")))
    ready = (_("Klaarzetten"), _("Klaar voor een gezin"))
    behind = {Stage.WIPED: 1, Stage.CHECKED: 2, Stage.INSTALLED: 1 + len(lists)}.get(device.stage, 0) if device.stage else 0
    if device.holds_nothing:
        behind = max(0, behind - 1)
    match device.status:
        case DeviceState.ARRIVED | DeviceState.READY | DeviceState.RESERVED:
            brought = (_("Binnenbrengen"), _("Binnengekomen"))
            steps = [brought, *emptied, *lists, ready, (_("Gezin vinden"), _("Gereserveerd"))]
            whole = len(steps)
            done = {DeviceState.READY: whole - 1, DeviceState.RESERVED: whole}.get(device.status, 1 + behind)
        case DeviceState.RETURN_EXPECTED | DeviceState.RETURNED:
            asking = [] if device.holds_nothing else [(_("Bestanden vragen"), _("Over bestanden gepraat"))]
            steps = [(_("Terugkrijgen"), _("Terug bij ons")), *asking, *emptied, *lists, ready]
            back = device.status is DeviceState.RETURNED
            done = 0 if not back else 1 if may_not_wipe(device) else 1 + len(asking) + behind
        case DeviceState.REPAIRED:
            noting = [(_("Nieuwe schijf noteren"), _("Nieuwe schijf genoteerd")), (_("Schijf nakijken"), _("Schijf nagekeken"))]
            kept = device.reserved_for or device.loaner_ticket
            last = (_("Terug naar het gezin"), "") if device.loan_id else ready if kept else (_("Naar de werkbank"), "")
            steps = [(_("Herstellen"), _("Hersteld")), *([] if device.holds_nothing else noting), last]
            done = 1 + proven
        case _:
            return []
    return trail(steps, done)
