"""The main menu: what somebody may see, and nothing else."""

from dataclasses import dataclass

from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu.

    Attributes:
        address: where it goes.
        words: what it is called.
        below: addresses that begin like one of these belong to it.
        permission: who sees it.
    """

    address: str
    words: str
    below: tuple[str, ...]
    permission: Permission


MENU = (
    Entry("/", _("Vandaag"), (), Permission.USE_OWN_ACCOUNT),
    Entry("/inventory/devices", _("Toestellen"), ("/inventory/",), Permission.SEE_DEVICES),
    Entry("/loans/households", _("Gezinnen"), ("/loans/households", "/loans/loans"), Permission.SEE_HOUSEHOLDS),
    Entry("/loans/requests", _("Wachtlijst"), ("/loans/requests",), Permission.SEE_REQUESTS),
    Entry("/loans/refer", _("Toestel vragen"), ("/loans/refer",), Permission.REFER_FAMILIES),
    Entry("/helpdesk/tickets", _("Hulp"), ("/helpdesk/tickets",), Permission.SEE_TICKETS),
    Entry("/helpdesk/visits", _("Bezoeken"), ("/helpdesk/visits",), Permission.SEE_VISITS),
    Entry("/skills/learners", _("Leren"), ("/skills/",), Permission.ENROL_LEARNERS),
    Entry("/manage", _("Beheer"), ("/manage", "/people", "/organisation", "/upkeep", "/audit"), Permission.MANAGE_PEOPLE),
)


def menu_for(person: Person | None, path: str) -> list[tuple[Entry, str]]:
    """The entries somebody may use, each with what `aria-current` has to say on this page."""
    if person is None:
        return []
    return [(entry, _current(entry, path)) for entry in MENU if person.may(entry.permission)]


def _current(entry: Entry, path: str) -> str:
    if path == entry.address:
        return "page"
    return "true" if path.startswith(entry.below) else ""
