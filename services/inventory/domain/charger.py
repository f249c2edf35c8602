"""Which charger fits which machine."""

from dataclasses import dataclass
from enum import StrEnum

LEAST_WATT, MOST_WATT = 5, 500
LEAST_TENTHS, MOST_TENTHS = 5, 120
"""The outside of a round plug in tenths of a millimetre: 55 is 5,5 mm."""


class Connector(StrEnum):
    """The end that goes into the machine."""

    USB_C = "usb_c"
    MICRO_USB = "micro_usb"
    ROUND = "round"
    LENOVO_SLIM = "lenovo_slim"
    MAGSAFE = "magsafe"
    SURFACE = "surface"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Plug:
    """How a machine is charged, or what a charger gives. None where nobody said.

    Attributes:
        tenths: the outside of a round plug in tenths of a millimetre; for no other connector.
    """

    connector: Connector
    tenths: int | None = None
    watt: int | None = None


def is_right(plug: Plug) -> bool:
    """Whether it can be so."""
    tenths_fit = plug.tenths is None or (plug.connector is Connector.ROUND and LEAST_TENTHS <= plug.tenths <= MOST_TENTHS)
    return tenths_fit and (plug.watt is None or LEAST_WATT <= plug.watt <= MOST_WATT)


def fits(charger: Plug | None, machine: Plug | None) -> bool | None:
    """Whether a charger can be used with a machine; None when too little is known to say.

    The plug has to be the same. A charger that can give more than a machine asks is fine: the machine takes what it needs. One that
    gives less charges slowly or not at all.
    """
    if charger is None or machine is None:
        return None
    if charger.connector is not machine.connector:
        return False
    if charger.tenths is not None and machine.tenths is not None and charger.tenths != machine.tenths:
        return False
    if charger.watt is not None and machine.watt is not None and charger.watt < machine.watt:
        return False
    sure = charger.connector is not Connector.OTHER and (
        charger.connector is not Connector.ROUND or charger.tenths == machine.tenths
    )
    return True if sure and (machine.watt is None or charger.watt is not None) else None
