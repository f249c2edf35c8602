"""Reading an uploaded report where it does not hold up anybody else."""

import asyncio

from services.inventory.domain.hardware_report import HardwareReport, read_report


async def read_outside_loop(content: bytes) -> HardwareReport:
    """Read a report in a thread of its own. Raises `ReportRefused`."""
    return await asyncio.to_thread(read_report, content)
