"""What helpdesk knows of inventory's machines, from events alone."""

from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.inventory import DeviceCorrected, DeviceReady, DeviceRegistered
from shared.contracts.vocabulary import DeviceState, LossKind
from shared.database.engine import driver_of

# What a machine is, where it is and whether it is missed each have a sequence of their own: an event may tell one of them, and the
# newest counts.
FACTS = """
INSERT INTO known_device AS known (device_id, organisation, code, maker, model, chassis, facts_sequence)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (device_id) DO UPDATE SET code = $3, maker = $4, model = $5, chassis = $6, facts_sequence = $7
WHERE known.facts_sequence < $7
"""
STATUS = """
INSERT INTO known_device AS known (device_id, organisation, status, status_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (device_id) DO UPDATE SET status = $3, status_sequence = $4 WHERE known.status_sequence < $4
"""
MISSED = """
INSERT INTO known_device AS known (device_id, organisation, status_sequence, lost, lost_sequence) VALUES ($1, $2, 0, $3, $4)
ON CONFLICT (device_id) DO UPDATE SET lost = $3, lost_sequence = $4 WHERE known.lost_sequence < $4
"""
DEVICE_OF_CODE = "SELECT device_id FROM known_device WHERE organisation = $1 AND code = $2"


class KnownDevices:
    """The machines of the unit's organisation as helpdesk last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def is_what(self, event: DeviceRegistered | DeviceCorrected | DeviceReady, sequence: int) -> None:
        """Keep what a machine is; unless something newer is known about it."""
        driver = await driver_of(self._unit.connection)
        facts = (event.code, event.maker, event.model, event.chassis.value)
        await driver.execute(FACTS, event.device_id, self._unit.organisation, *facts, sequence)

    async def is_where(self, device_id: UUID, status: DeviceState, sequence: int) -> None:
        """Keep where a machine is; unless something newer is known about it."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(STATUS, device_id, self._unit.organisation, status.value, sequence)

    async def is_missed(self, device_id: UUID, kind: LossKind | None, sequence: int) -> None:
        """Keep whether a machine is lost or stolen, None for neither; unless something newer is known about it."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(MISSED, device_id, self._unit.organisation, kind.value if kind else None, sequence)

    async def of_code(self, code: str) -> UUID | None:
        """The machine of this organisation with this code, or None."""
        driver = await driver_of(self._unit.connection)
        found: UUID | None = await driver.fetchval(DEVICE_OF_CODE, self._unit.organisation, code)
        return found
