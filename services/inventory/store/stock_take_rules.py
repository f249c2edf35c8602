"""`services.inventory.domain.stock_take.judge` as SQL, for counting and closing ten thousand lines at once. A test compares the two
for everything that can be."""

from services.inventory.domain.stock_take import HERE, SCOPES
from shared.contracts.vocabulary import DeviceState


def _listed(states: tuple[DeviceState, ...]) -> str:
    return "(" + ", ".join(f"'{state.value}'" for state in states) + ")"


_HERE = _listed(HERE)
_SETTLED = f"CASE WHEN l.state_at_scan IN {_HERE} THEN l.state_at_scan ELSE d.status END"
_SCOPE = "(SELECT scope FROM stock_take AS whole WHERE whole.id = l.stock_take)"
_IN_SCOPE = " OR ".join(f"({_SCOPE} = '{scope}' AND ({_SETTLED}) IN {_listed(states)})" for scope, states in SCOPES.items())

RESULT = f"""CASE
    WHEN d.id IS NULL THEN 'unknown'
    WHEN l.scanned_at IS NULL THEN CASE WHEN d.status IN {_HERE} THEN 'missing' ELSE 'left' END
    WHEN ({_SETTLED}) = 'retired' THEN 'retired'
    WHEN ({_SETTLED}) NOT IN {_HERE} THEN 'with_family'
    WHEN l.is_expected THEN 'found'
    WHEN {_IN_SCOPE} THEN 'joined'
    ELSE 'elsewhere'
END"""
"""What comes of a line `l` of which the device is `d`."""
