"""Keeps what machines were used for, from the events they cause: each time one was with a family, and when it was ready first."""

from collections.abc import Sequence

from shared.bus.unit import Unit
from shared.contracts.event import Event
from shared.contracts.inventory import DeviceGivenOut, DeviceReady, DeviceRetired, DeviceReturned, DeviceStatusChanged
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of

BEGIN = """
INSERT INTO lending_spell (id, organisation, device_id, began_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (device_id) WHERE ended_on IS NULL DO NOTHING
"""
LENT = "UPDATE device SET first_lent_on = $2 WHERE id = $1 AND first_lent_on IS NULL"
END = "UPDATE lending_spell SET ended_on = greatest(began_on, $2) WHERE device_id = $1 AND ended_on IS NULL"
READY = "UPDATE device SET first_ready_on = $2 WHERE id = $1 AND first_ready_on IS NULL"


async def note_uses(unit: Unit, events: Sequence[Event]) -> None:
    """Keep what these events say, today. During a repair a machine stays with its family: only a return or its end ends that."""
    driver, today = await driver_of(unit.connection), unit.today()
    for event in events:
        match event:
            case DeviceGivenOut() | DeviceStatusChanged(status=DeviceState.GIVEN_OUT):
                await driver.execute(BEGIN, unit.new_id(), unit.organisation, event.device_id, today)
                await driver.execute(LENT, event.device_id, today)
            case DeviceReturned() | DeviceRetired():
                await driver.execute(END, event.device_id, today)
            case DeviceReady():
                await driver.execute(READY, event.device_id, today)
