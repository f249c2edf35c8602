"""What a tool says about the machine as a whole, and the shapes of machines."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.hardware_report.refusal import ReportProblem, ReportRefused
from shared.contracts.vocabulary import Chassis

_SHAPES = {
    Chassis.LAPTOP: "laptop notebook netbook subnotebook portable convertible luggable",
    Chassis.TABLET: "tablet detachable",
    Chassis.ALL_IN_ONE: "allinone",
    Chassis.DESKTOP: (
        "desktop desktopcomputer lowprofiledesktop tower minitower microtower pizzabox spacesaving lunchbox minipc stickpc"
    ),
    Chassis.SERVER: "server mainserverchassis rackmountchassis blade bladeenclosure multisystem",
}
_CHASSIS = {word: chassis for chassis, words in _SHAPES.items() for word in words.split()}


def chassis_called(name: object) -> Chassis:
    """The shape that a tool calls `name`, such as `Mini Tower`, `All in one` or `notebook`; other when not known."""
    letters = "".join(c for c in name[:60].casefold() if c.isalpha()) if isinstance(name, str) else ""
    return _CHASSIS.get(letters, Chassis.OTHER)


@dataclass(frozen=True, slots=True)
class FoundMachine:
    """The machine as one tool sees it; units as in `HardwareReport`."""

    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    chassis: Chassis = Chassis.OTHER
    processor: str | None = None
    memory_mb: int | None = None
    system_uuid: UUID | None = None


def name_of(first: FoundMachine, second: FoundMachine) -> tuple[str, str]:
    """Maker and model, from the first source that has them.

    Raises:
        ReportRefused: `NO_DEVICE`, neither has both; `INCONSISTENT`, the sources are about two machines.
    """
    if first.serial and second.serial and first.serial.casefold() != second.serial.casefold():
        raise ReportRefused(ReportProblem.INCONSISTENT, "its parts name different serial numbers for the machine")
    maker, model = first.maker or second.maker, first.model or second.model
    if maker is None or model is None:
        raise ReportRefused(ReportProblem.NO_DEVICE)
    return maker, model
