"""The main menu: what somebody may see, and nothing else."""

from dataclasses import dataclass

from shared.identity.permissions import Permission
from shared.identity.tokens import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu.

    Attributes:
        address: where it goes.
        words: what it is called.
        below: addresses that begin like this belong to it.
        permission: who sees it.
    """

    address: str
    words: str
    below: str
    permission: Permission


MENU = (
    Entry("/", "Vandaag", "/", Permission.USE_OWN_ACCOUNT),
    Entry("/inventory/devices", "Toestellen", "/inventory/", Permission.SEE_DEVICES),
    Entry("/loans/households", "Gezinnen", "/loans/households", Permission.SEE_HOUSEHOLDS),
    Entry("/loans/requests", "Wachtlijst", "/loans/requests", Permission.SEE_REQUESTS),
    Entry("/helpdesk/tickets", "Hulp", "/helpdesk/tickets", Permission.SEE_TICKETS),
    Entry("/helpdesk/visits", "Bezoeken", "/helpdesk/visits", Permission.SEE_VISITS),
    Entry("/skills/learners", "Leren", "/skills/", Permission.ENROL_LEARNERS),
    Entry("/people", "Mensen", "/people", Permission.MANAGE_PEOPLE),
)


def menu_for(person: Person | None, path: str) -> list[tuple[Entry, str]]:
    """The entries somebody may use, each with what `aria-current` has to say on this page."""
    if person is None:
        return []
    return [(entry, _current(entry, path)) for entry in MENU if person.may(entry.permission)]


def _current(entry: Entry, path: str) -> str:
    if path == entry.address:
        return "page"
    return "true" if entry.below != "/" and path.startswith(entry.below) else ""
