"""All that somebody can say of a machine beside what it is: how large, how old, how good, where it lies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.charger import LEAST_WATT, MOST_WATT, Connector, Plug, is_right
from shared.contracts.vocabulary import Chassis

FIRST_YEAR = 1990
LONGEST_FACT = 120
"""Letters of a maker, a model or a processor: what an event may carry."""
LONGEST_SERIAL = 80
LONGEST_LABEL, MOST_LABELS = 24, 6
MOST_MEMORY_MB = 64 * 1024 * 1024
LEAST_SCREEN, MOST_SCREEN = 20, 1000
"""Tenths of an inch: a small telephone, and the largest screen on a wall."""
FIRST_DAY = date(FIRST_YEAR, 1, 1)
LAST_DAY = date(2100, 1, 1)


class KeyboardLayout(StrEnum):
    """How the letters lie."""

    AZERTY = "azerty"
    QWERTY = "qwerty"
    QWERTZ = "qwertz"
    OTHER = "other"


class Grade(StrEnum):
    """A step of a scale of which each has its anchor in words: A is best. See `LOOKS` and `WORKS` in `web/fact_texts.py`."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


@dataclass(frozen=True, slots=True)
class Details:
    """What others need not know of a machine. None where nobody said.

    Attributes:
        year: in which it was made.
        screen_tenths: the diagonal, in tenths of an inch.
        battery_percent, battery_on: how much of its first capacity the battery still holds, and the day that was measured.
        operating_system: as people call it, such as `Windows 11`.
        updated_on: the day of its last update.
        warranty_until: the last day of the maker's warranty.
        looks, works: how it looks, and how well it works.
        place_id: the shelf or room where it lies, of the organisation's short list.
        labels: free words that group machines; about machines, never about people.
        charger_connector, charger_tenths, charger_watt: how it is charged; see `Plug`.
    """

    year: int | None = None
    screen_tenths: int | None = None
    battery_percent: int | None = None
    battery_on: date | None = None
    keyboard: KeyboardLayout | None = None
    operating_system: str | None = None
    updated_on: date | None = None
    warranty_until: date | None = None
    looks: Grade | None = None
    works: Grade | None = None
    place_id: UUID | None = None
    labels: tuple[str, ...] = ()
    charger_connector: Connector | None = None
    charger_tenths: int | None = None
    charger_watt: int | None = None

    @property
    def plug(self) -> Plug | None:
        """How it is charged; None where nobody said."""
        return Plug(self.charger_connector, self.charger_tenths, self.charger_watt) if self.charger_connector else None


NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that can be corrected. The serial number stays here; the others before `details` are told to other services.

    Attributes:
        memory_mb: in MiB.
    """

    chassis: Chassis
    maker: str
    model: str
    serial: str | None
    processor: str | None
    memory_mb: int | None
    details: Details


def wrong_facts(facts: Facts, today: date) -> list[str]:
    """The names of the facts that cannot be so on a day, in the order of the form; empty when all is well."""
    said = facts.details
    measured = said.battery_on is not None and said.battery_percent is not None
    right = {
        "maker": _fits(facts.maker, LONGEST_FACT),
        "model": _fits(facts.model, LONGEST_FACT),
        "serial": facts.serial is None or _fits(facts.serial, LONGEST_SERIAL),
        "year": said.year is None or FIRST_YEAR <= said.year <= today.year + 1,
        "processor": facts.processor is None or _fits(facts.processor, LONGEST_FACT),
        "memory": facts.memory_mb is None or 0 <= facts.memory_mb <= MOST_MEMORY_MB,
        "screen": said.screen_tenths is None or LEAST_SCREEN <= said.screen_tenths <= MOST_SCREEN,
        "battery": said.battery_percent is None or 0 <= said.battery_percent <= 100,
        "battery_on": said.battery_on is None or (measured and FIRST_DAY <= said.battery_on <= today),
        "operating_system": said.operating_system is None or _fits(said.operating_system, LONGEST_FACT),
        "updated_on": said.updated_on is None or FIRST_DAY <= said.updated_on <= today,
        "warranty_until": said.warranty_until is None or FIRST_DAY <= said.warranty_until < LAST_DAY,
        "charger_connector": said.charger_connector is not None or said.charger_watt is None,
        "charger_tenths": said.charger_tenths is None
        or (said.plug is not None and is_right(Plug(said.plug.connector, said.charger_tenths))),
        "charger_watt": said.charger_watt is None or LEAST_WATT <= said.charger_watt <= MOST_WATT,
        "labels": len(said.labels) <= MOST_LABELS and all(_fits(one, LONGEST_LABEL) for one in said.labels),
    }
    return [name for name, is_right in right.items() if not is_right]


def _fits(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable() and text == text.strip()
