"""A hotspot was lost before anybody signed, and another one went along in its place.

`device_lost` of the first one may come after the signature: then nobody would ask for a hotspot when the loan ends, though the
family has one. This has the key of that event and comes after it, so in both orders it is asked for:

- `device_lost` before the signature: the tick went off, somebody ticked it again for another one lay ready, and nothing changes;
- `device_lost` after the signature: it was not asked for, and is again from now on.

The other one is lost too, which has its own key: heard before this, nothing changes here; heard after, it is not asked for any
more.
Twice, or of a loan that is over: nothing changes.
"""

from services.loans.commands.lose_along import replace_along
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import AlongReplaced


async def on_along_replaced(event: AlongReplaced, unit: LoansUnit) -> None:
    """It is asked for when its loan ends."""
    await replace_along(event, unit)
