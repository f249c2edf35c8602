"""Inventory saw that every drive of a machine is empty: of the families that had it before nothing is left there.

The other order: it has the key of the machine, and inventory lets one wipe count only after the machine is back. A wipe during a
repair, while the loan runs, finds no line that is over and says nothing here; when the loan ends inventory voids it, and the wipe
after that is the one that is told. Again: the first day stays.
"""

from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceWiped


async def on_device_wiped(event: DeviceWiped, unit: LoansUnit) -> None:
    """Loans that it was on, say so."""
    await unit.loans.note_wiped(event.device_id, event.verified_on)
