"""SIM cards: which there are, in what they sit, until when they work."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.inventory.commands.internet_round import plan_internet_round
from services.inventory.domain.accessory_refusals import NoPlaceForSim, SimKnown, SimNotRight
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.domain.sim import LONGEST_PROVIDER, TAKES_SIM, Agreed, Sim, SimState, read_iccid
from services.inventory.domain.typed_code import code_in
from services.inventory.queries.stickers import ids_of_codes
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import DeviceState
from shared.domain import Refused
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class AddSim:
    """What stands on it and what was agreed with the provider."""

    provider: str
    iccid: str
    data_mb: int | None
    valid_until: date | None
    device_code: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSim:
    """Which card, and all that was agreed about it. Its number stays. `seen` is what this was made from; None for a program."""

    sim_id: UUID
    provider: str
    data_mb: int | None
    valid_until: date | None
    seen: Agreed | None = None


@dataclass(frozen=True, slots=True)
class PutSimIn:
    """Which card, and the code of the device; an empty one: it lies loose."""

    sim_id: UUID
    device_code: str


@dataclass(frozen=True, slots=True)
class MarkSim:
    """Which card, and whether it can be used."""

    sim_id: UUID
    state: SimState


async def add_sim(command: AddSim, unit: InventoryUnit) -> Sim:
    """The card is here from now on. Raises `SimNotRight`, `SimKnown`, `NoPlaceForSim`, and what `clean_line` raises."""
    iccid = read_iccid(command.iccid) or ""
    await unit.intake.hold([f"sim {iccid}"])  # two people may type the same card
    for refusal in (await all_wrong(command, unit)).values():
        raise refusal
    provider = clean_line(command.provider, longest=LONGEST_PROVIDER)
    one = Sim(unit.new_id(), provider, iccid, command.data_mb, command.valid_until)
    one.put_in(await _device_of(command.device_code, unit))
    return await _keep(one, unit)


async def all_wrong(command: AddSim | ChangeSim, unit: InventoryUnit) -> dict[str, Refused]:
    """Why this cannot be kept, by field, in the order in which a form asks: so that it says all at once. Changes nothing."""
    found: dict[str, Refused] = {}
    iccid = read_iccid(command.iccid) if isinstance(command, AddSim) else (await unit.sims.get(command.sim_id)).iccid
    one = Sim(unit.new_id(), command.provider, iccid or "", command.data_mb, command.valid_until)
    try:
        one.provider = clean_line(command.provider, longest=LONGEST_PROVIDER)
    except Refused as refusal:
        found["provider"] = refusal
    for field in one.wrong:
        found.setdefault(field, SimNotRight(field=field))
    if isinstance(command, AddSim):
        if iccid is not None and await unit.sims.known(iccid) is not None:
            found["iccid"] = SimKnown()
        try:
            await _device_of(command.device_code, unit)
        except Refused as refusal:
            found["device"] = refusal
    return found


async def change_sim(command: ChangeSim, unit: InventoryUnit) -> Sim:
    """What was agreed changed, such as a new last day.

    Raises `SimNotRight`, `NotFound`, `ChangedMeanwhile`, and what `clean_line` raises.
    """
    one = await unit.sims.get(command.sim_id)
    if command.seen is not None and one.agreed != command.seen:
        raise ChangedMeanwhile()
    for refusal in (await all_wrong(command, unit)).values():
        raise refusal
    one.provider = clean_line(command.provider, longest=LONGEST_PROVIDER)
    one.data_mb, one.valid_until = command.data_mb, command.valid_until
    return await _keep(one, unit)


async def put_sim_in(command: PutSimIn, unit: InventoryUnit) -> Sim:
    """It sits there from now on. Raises `NoPlaceForSim`, `SimIsOver`, `NotFound`."""
    one = await unit.sims.get(command.sim_id)
    one.put_in(await _device_of(command.device_code, unit))
    return await _keep(one, unit)


async def mark_sim(command: MarkSim, unit: InventoryUnit) -> Sim:
    """It is blocked, ended, or can be used again. In what it sits, stays. Raises `NotFound`."""
    one = await unit.sims.get(command.sim_id)
    one.state = command.state
    return await _keep(one, unit)


async def _device_of(code: str, unit: InventoryUnit) -> UUID | None:
    if not code.strip():
        return None
    read = code_in(code)
    found = (await ids_of_codes(unit, [read])).get(read) if read else None
    if found is None:
        raise NoPlaceForSim()
    device = await unit.devices.get(found)
    if device.chassis not in TAKES_SIM or device.status is DeviceState.RETIRED:
        raise NoPlaceForSim()
    return found


async def _keep(one: Sim, unit: InventoryUnit) -> Sim:
    one.look(unit.today(), await unit.sims.loan_of(one.device_id))
    await unit.sims.save(one)
    await plan_internet_round(unit)
    return one
