"""Note a serial number that was scanned for a lot."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.hardware_report.values import MAKER_LENGTH, MODEL_LENGTH
from services.inventory.domain.identifiers import Known, first_known, scanned_serial
from services.inventory.domain.intake_refusals import WaitsElsewhere
from services.inventory.domain.lot import WaitingSerial
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class ScanSerial:
    """For which lot, what the scanner read, and what the pile is that it lies in; empty when that was not said."""

    lot_id: UUID
    text: str
    chassis: Chassis | None = None
    maker: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of it: the number waits, since now or since before; or its machine is here already."""

    id: UUID
    waiting: WaitingSerial | None
    is_new: bool
    known: Known | None


async def scan_serial(command: ScanSerial, unit: InventoryUnit) -> Scanned:
    """Keep the number until its machine is known. Scanning it again changes nothing.

    Raises:
        NoSerial, SerialIsOurs: it is no serial number.
        WaitsElsewhere: it was scanned for another lot.
        NotFound: there is no such lot.
        TextTooLong, RegisterNumberInText: see `clean_line`.
    """
    await unit.intake.must_have_lot(command.lot_id)
    serial = scanned_serial(command.text)
    await unit.intake.hold([serial])
    known = first_known(await unit.intake.known(serial))
    if known is not None:
        return Scanned(known.device_id, None, is_new=False, known=known)
    wanted = WaitingSerial(
        id=unit.new_id(),
        lot_id=command.lot_id,
        serial=serial,
        chassis=command.chassis.value if command.chassis else None,
        maker=clean_line(command.maker, longest=MAKER_LENGTH) or None,
        model=clean_line(command.model, longest=MODEL_LENGTH) or None,
    )
    waiting = await unit.intake.wait_for(wanted)
    if waiting.lot_id != command.lot_id:
        raise WaitsElsewhere()
    return Scanned(waiting.id, waiting, is_new=waiting.id == wanted.id, known=None)
