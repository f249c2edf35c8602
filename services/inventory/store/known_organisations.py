"""What inventory knows of its organisation, from portal's events alone."""

from shared.bus.unit import Unit
from shared.database.engine import driver_of

KEEP = """
INSERT INTO known_organisation AS known (organisation, sequence, help_line) VALUES ($1, $2, $3)
ON CONFLICT (organisation) DO UPDATE SET sequence = $2, help_line = $3 WHERE known.sequence < $2
"""


class KnownOrganisations:
    """The organisation of the unit, as portal last told."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def keep(self, help_line: str | None, sequence: int) -> None:
        """The number that stickers show; unless something newer is known."""
        await (await driver_of(self._unit.connection)).execute(KEEP, self._unit.organisation, sequence, help_line)
