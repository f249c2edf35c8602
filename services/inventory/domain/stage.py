"""How far a machine on the workbench is on its way to a family, and which kinds of device skip a part of it."""

from enum import StrEnum

from shared.contracts.vocabulary import Chassis

NO_COMPUTER = frozenset({Chassis.SCREEN, Chassis.PRINTER, Chassis.HOTSPOT, Chassis.ACCESSORY})
"""What holds no files of anybody and runs no programs. Phones and tablets do; of what nobody recognised we assume so."""


class Stage(StrEnum):
    """What was done last on the workbench. The names say what is behind a machine, not what is before it."""

    TO_EMPTY = "to_empty"
    """Nothing yet: a drive is not proven empty, or the family's files come first."""
    WIPED = "wiped"
    """Every drive has checked evidence, or there is nothing to prove. Next: the hardware."""
    CHECKED = "checked"
    """A person went through the list of the hardware. Next: the system and the programs."""
    INSTALLED = "installed"
    """Everything is on it. Next: ready for a family."""
