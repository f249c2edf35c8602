"""How a repair ended, and what has to be asked before a drive leaves a machine."""

from dataclasses import dataclass
from enum import StrEnum

from services.helpdesk.domain.refusals import FilesNotAsked, NewDriveMissing
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import RepairOutcome, TicketResolution


class DriveFate(StrEnum):
    """What happened to the drives that were in the machine."""

    STAYED = "stayed"
    REPLACED = "replaced"
    TAKEN_OUT = "taken_out"


class FilesAnswer(StrEnum):
    """What the family answered to "shall we save your files?"."""

    YES_SAVED = "yes_saved"
    NOTHING_TO_KEEP = "nothing_to_keep"
    NOT_ASKED = "not_asked"


RESOLUTION = {RepairOutcome.FIXED: TicketResolution.REPAIRED, RepairOutcome.END_OF_LIFE: TicketResolution.REPLACED}
"""Outcomes that answer the question. With any other one somebody still has to decide what to do."""


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What the repairer says at the end.

    Attributes:
        new_drives: what took the place of all drives that were in the machine.
    """

    outcome: RepairOutcome
    drives: DriveFate = DriveFate.STAYED
    files: FilesAnswer = FilesAnswer.NOT_ASKED
    new_drives: tuple[NewDrive, ...] = ()

    def check(self) -> None:
        """Raises `FilesNotAsked` when a drive left without that question, alone or with the machine, and `NewDriveMissing`."""
        leaves = self.drives is not DriveFate.STAYED or self.outcome is RepairOutcome.END_OF_LIFE
        if leaves and self.files is FilesAnswer.NOT_ASKED:
            raise FilesNotAsked()
        if bool(self.new_drives) != (self.drives is DriveFate.REPLACED):
            raise NewDriveMissing()
