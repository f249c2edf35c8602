"""Write down what a device of a kind weighs on average."""

from dataclasses import dataclass

from services.inventory.domain.weight import KindWeight, own_weight
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis


@dataclass(frozen=True, slots=True)
class WeighKind:
    """Which kind, how many grams and who says so; no grams for the usual average."""

    chassis: Chassis
    grams: int | None
    source: str


async def weigh_kind(command: WeighKind, unit: InventoryUnit) -> KindWeight | None:
    """All reports count with it from now on, also those of earlier years. Raises what `own_weight` raises."""
    weight = None if command.grams is None else own_weight(command.grams, command.source)
    await unit.endings.weigh(command.chassis, weight)
    return weight
