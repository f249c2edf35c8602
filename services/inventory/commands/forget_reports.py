"""Let go of reports about which nobody decided."""

from uuid import UUID

from services.inventory.domain.report_file import KEPT
from services.inventory.store.unit import InventoryUnit

KIND = "forget_reports"


async def forget_reports(drop_id: str, unit: InventoryUnit) -> None:
    """The job, when the days of a drop are over: what is in its reports goes, and in any that came earlier. Twice is once.

    That they came stays, with the machine that each seemed to be. The other order: somebody decides at the same moment. Both take
    the row, so the decision is there first and nothing is forgotten, or it hears that the report is gone.
    """
    UUID(drop_id)
    await unit.report_files.forget_undecided(unit.now() - KEPT)
