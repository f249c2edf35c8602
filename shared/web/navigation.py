"""The main menu and search: what somebody may see, and nothing else."""

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
    Entry(
        "/loans/households",
        _("Gezinnen"),
        ("/loans/households", "/loans/places", "/loans/loans", "/loans/calls"),
        Permission.SEE_HOUSEHOLDS,
    ),
    Entry("/loans/requests", _("Wachtlijst"), ("/loans/requests", "/loans/counter", "/loans/figures"), Permission.SEE_REQUESTS),
    Entry("/loans/refer", _("Toestel vragen"), ("/loans/refer",), Permission.REFER_FAMILIES),
    Entry("/loans/hand-out", _("Toestel meegeven"), ("/loans/hand-out",), Permission.HAND_OUT),
    Entry("/helpdesk/tickets", _("Hulp"), ("/helpdesk/tickets",), Permission.SEE_TICKETS),
    Entry("/helpdesk/visits", _("Bezoeken"), ("/helpdesk/visits",), Permission.SEE_VISITS),
    Entry("/skills/learners", _("Leren"), ("/skills/",), Permission.ENROL_LEARNERS),
    Entry(
        "/manage",
        _("Beheer"),
        (
            "/manage",
            "/people",
            "/organisation",
            "/upkeep",
            "/audit",
            "/loans/texts",
            "/loans/closed",
            "/loans/seal",
            "/loans/sending",
        ),
        Permission.MANAGE_PEOPLE,
    ),
)


BY_STICKER = (Permission.OPEN_TICKETS, Permission.SEE_DEVICES)
"""Who has any of these may look a device up."""
BY_HOUSEHOLD = (Permission.SEE_HOUSEHOLDS, Permission.SEE_REQUESTS, Permission.SEE_VISITS, Permission.ENROL_LEARNERS)
"""Who has any of these may look something up by the code of a family."""


def may_search(person: Person | None) -> bool:
    """Whether there is anything this person may look up; only then does the menu lead to search."""
    return person is not None and any(person.may(permission) for permission in (*BY_STICKER, *BY_HOUSEHOLD))


def menu_for(person: Person | None, path: str) -> list[tuple[Entry, str]]:
    """The entries somebody may use, each with what `aria-current` has to say on this page."""
    if person is None:
        return []
    return [(entry, _current(entry, path)) for entry in MENU if person.may(entry.permission)]


def _current(entry: Entry, path: str) -> str:
    if path == entry.address:
        return "page"
    return "true" if path.startswith(entry.below) else ""
