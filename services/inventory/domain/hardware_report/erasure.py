"""Wipe evidence: the erase actions that Workbench 11 notes on a drive."""

from datetime import datetime

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.report import ReportedWipe

_METHODS = {"EraseBasic": "overwrite", "EraseSectors": "overwrite with read-back"}

_IMPOSSIBLE_SPEED = 20e9
"""Bytes per second. No drive in a used machine writes that fast: a whole pass in less time did not happen."""

Tool = tuple[str, str | None]
"""Name and version of the program that wrote the report."""


def last_wipe(actions: object, capacity_bytes: float | None, tool: Tool) -> ReportedWipe | None:
    """The wipe that tells how the drive is now, or None when the report notes none.

    That is the one that ended last. One with an unknown end may have come after all others, so it goes before them.
    """
    wipes = [_wipe(action, capacity_bytes, tool) for action in values.as_dicts(actions) if _method(action)]
    without_end = [wipe for wipe in wipes if wipe.ended_at is None]
    if without_end:
        return without_end[-1]
    return max(wipes, key=lambda wipe: wipe.ended_at.timestamp() if wipe.ended_at else 0.0, default=None)


def _method(action: dict[str, object]) -> str | None:
    kind = action.get("type")
    return _METHODS.get(kind) if isinstance(kind, str) else None


def _wipe(action: dict[str, object], capacity_bytes: float | None, tool: Tool) -> ReportedWipe:
    started_at, ended_at = _times(action)
    passes = len(values.as_list(action.get("steps")))
    method = _method(action) or ""
    if passes:
        method += f", {passes} {'pass' if passes == 1 else 'passes'}"
    return ReportedWipe(
        method=method[: values.METHOD_LENGTH],
        tool=tool[0],
        tool_version=tool[1],
        started_at=started_at,
        ended_at=ended_at,
        succeeded=_succeeded(action, capacity_bytes),
        verified=action.get("type") == "EraseSectors",
        rounds=passes or None,
    )


def _succeeded(action: dict[str, object], capacity_bytes: float | None) -> bool:
    steps = values.as_list(action.get("steps"))
    if not steps or not _went_well(action):
        return False
    began, ended = _times(action)
    for step in steps:
        if not isinstance(step, dict) or not _went_well(step):
            return False
        step_began, step_ended = _times(step)
        if not began or not ended or not step_began or not step_ended or step_began < began or step_ended > ended:
            return False
        if (capacity_bytes or 0) / (step_ended - step_began).total_seconds() > _IMPOSSIBLE_SPEED:
            return False
    return True


def _went_well(part: dict[str, object]) -> bool:
    """Whether an action or step took time, came to its end and has nothing to complain of."""
    began, ended = _times(part)
    return part.get("severity") == "Info" and began is not None and ended is not None and began < ended


def _times(part: dict[str, object]) -> tuple[datetime | None, datetime | None]:
    return values.moment(part.get("startTime")), values.moment(part.get("endTime"))
