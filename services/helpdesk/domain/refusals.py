"""The ways helpdesk says no. Nothing changes when it does."""

from shared.domain import Refused


class UnknownCode(Refused):
    """No machine of this organisation has this code."""

    code = "unknown_code"


class TextMissing(Refused):
    """A note without words."""

    code = "text_missing"


class TooManyNotes(Refused):
    """A ticket has as many notes as it can hold."""

    code = "too_many_notes"


class TicketIsClosed(Refused):
    """The question has its answer; who has more to say opens it again first."""

    code = "ticket_is_closed"


class TicketIsOpen(Refused):
    """The question is still open, so there is nothing to open again."""

    code = "ticket_is_open"


class InRepair(Refused):
    """The machine is being repaired; how that ended has to be said first."""

    code = "in_repair"


class NotInRepair(Refused):
    """Nobody decided that this machine is to be repaired."""

    code = "not_in_repair"


class RepairNeedsDevice(Refused):
    """A repair is of a machine of ours; here none is known."""

    code = "repair_needs_device"


class NobodyToVisit(Refused):
    """It is not known which family asks, so nobody can go there."""

    code = "nobody_to_visit"


class VisitsAreForOthers(Refused):
    """Who may not call families does not decide on a visit: the answer would tell what a family wants."""

    code = "visits_are_for_others"


class NoVisitsWanted(Refused):
    """The family said no to visits, whatever the reason would be."""

    code = "no_visits_wanted"


class NoCallbackWanted(Refused):
    """Nobody waits for a call."""

    code = "no_callback_wanted"


class NotOnLoan(Refused):
    """The machine is not with a family, so nobody misses it during the repair."""

    code = "not_on_loan"


class LoanerIsThere(Refused):
    """Another machine is kept for this family already, or is with it."""

    code = "loaner_is_there"


class FilesNotAsked(Refused):
    """A drive left the machine and nobody asked the family: shall we save your files?"""

    code = "files_not_asked"


class NewDriveMissing(Refused):
    """A drive was replaced and it is not said by what, or there is a new drive and none was replaced."""

    code = "new_drive_missing"


class HandoverNotAccepted(Refused):
    """A ticket never ends on "not us": somebody has to have taken it over."""

    code = "handover_not_accepted"


class VisitIsOver(Refused):
    """The visit took place, or was called off."""

    code = "visit_is_over"


class SomebodyGoes(Refused):
    """Another helper goes to this family."""

    code = "somebody_goes"


class DayHasPassed(Refused):
    """A day that was meant for later is not in the future."""

    code = "day_has_passed"


class NoNextVisit(Refused):
    """There is no reason for another follow-up: the loan is over, or the family did not say yes to visits."""

    code = "no_next_visit"
