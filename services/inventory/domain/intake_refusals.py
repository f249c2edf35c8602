"""The ways inventory says no while machines come in. Nothing changes when it does."""

from shared.domain import Refused
from shared.language.free_text import RegisterNumberInText


class DonorNeedsName(Refused):
    """An organisation has a name."""

    code = "donor_needs_name"


class PersonHasNoName(Refused):
    """Of a private person who gives a machine no name is kept."""

    code = "person_has_no_name"


class LotImpossible(Refused):
    """Nobody gives that many machines; `most` says how many somebody may."""

    code = "lot_impossible"


class LooksKnown(Refused):
    """A machine that is here already has the same serial number, id or drive; a person decides whether it is the same one.

    `device_code` says which, `by` what they share.
    """

    code = "looks_known"


class OtherMachine(Refused):
    """A report is of another machine than the one it was brought for: they have other serial numbers."""

    code = "other_machine"


class NoSerial(Refused):
    """What was scanned is no serial number."""

    code = "no_serial"


class SerialLikeRegisterNumber(RegisterNumberInText):
    """A serial number is typed or scanned that is a national register number too. Who reads it on the device says so with `SN`."""

    code = "serial_like_register_number"


class SerialIsOurs(Refused):
    """What was scanned is the sticker of a machine of a Digibank, not a serial number."""

    code = "serial_is_ours"


class WaitsElsewhere(Refused):
    """This serial number was scanned for another lot."""

    code = "waits_elsewhere"


class TooManyAtOnce(Refused):
    """More machines at once than anybody means to bring in by hand; `most` says how many they may be."""

    code = "too_many_at_once"


class SerialForMany(Refused):
    """Several machines cannot have one serial number."""

    code = "serial_for_many"


class MachineNeedsName(Refused):
    """A machine that comes in by hand has a maker and a model."""

    code = "machine_needs_name"


class TooManyReports(Refused):
    """More reports at once than we take; `most` says how many."""

    code = "too_many_reports"


class ReportIsDecided(Refused):
    """Somebody decided about this report already."""

    code = "report_is_decided"
