"""What each role may do: one table, read by every route, by the navigation and by the access test.

Nobody sees everything. A coordinator runs the place and sees no family; a repair volunteer sees machines and what is wrong
with them, never who has them; a partner asks for a family and hears only that it arrived, or hands a machine out with a
code. Who does two jobs has two roles.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from shared.contracts.vocabulary import Role


class Permission(StrEnum):
    """One kind of thing that somebody may do. Every route names one."""

    USE_OWN_ACCOUNT = "use_own_account"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ORGANISATION = "manage_organisation"
    FOLLOW_EVENTS = "follow_events"
    SEE_DEVICES = "see_devices"
    PREPARE_DEVICES = "prepare_devices"
    ARRANGE_INVENTORY = "arrange_inventory"
    SEE_REQUESTS = "see_requests"
    ASK_FOR_DEVICES = "ask_for_devices"
    REFER_FAMILIES = "refer_families"
    HAND_OUT = "hand_out"
    SEE_HOUSEHOLDS = "see_households"
    LEND = "lend"
    GIVE_CARDS = "give_cards"
    SEE_TICKETS = "see_tickets"
    OPEN_TICKETS = "open_tickets"
    TRIAGE_TICKETS = "triage_tickets"
    REPAIR = "repair"
    CALL_FAMILIES = "call_families"
    SEE_VISITS = "see_visits"
    RECORD_VISITS = "record_visits"
    ENROL_LEARNERS = "enrol_learners"
    TEACH = "teach"


EVERYBODY = frozenset(Role)
STAFF, REPAIRER, OUTREACH, TRAINER = Role.STAFF, Role.REPAIRER, Role.OUTREACH, Role.TRAINER
PARTNER, COORDINATOR = Role.PARTNER, Role.COORDINATOR

ALLOWED: Mapping[Permission, frozenset[Role]] = {
    Permission.USE_OWN_ACCOUNT: EVERYBODY,
    Permission.MANAGE_PEOPLE: frozenset({COORDINATOR}),
    Permission.MANAGE_ORGANISATION: frozenset({COORDINATOR}),
    Permission.FOLLOW_EVENTS: frozenset({COORDINATOR, STAFF}),
    Permission.SEE_DEVICES: frozenset({STAFF, REPAIRER, COORDINATOR}),
    Permission.PREPARE_DEVICES: frozenset({STAFF, REPAIRER}),
    Permission.ARRANGE_INVENTORY: frozenset({STAFF, COORDINATOR}),
    Permission.SEE_REQUESTS: frozenset({STAFF, COORDINATOR}),
    Permission.ASK_FOR_DEVICES: frozenset({STAFF}),
    Permission.REFER_FAMILIES: frozenset({PARTNER}),
    Permission.HAND_OUT: frozenset({PARTNER}),
    Permission.SEE_HOUSEHOLDS: frozenset({STAFF}),
    Permission.LEND: frozenset({STAFF}),
    Permission.GIVE_CARDS: frozenset({STAFF}),
    Permission.SEE_TICKETS: frozenset({STAFF, REPAIRER, OUTREACH}),
    Permission.OPEN_TICKETS: frozenset({STAFF, REPAIRER, OUTREACH}),
    Permission.TRIAGE_TICKETS: frozenset({STAFF, REPAIRER}),
    Permission.REPAIR: frozenset({STAFF, REPAIRER}),
    Permission.CALL_FAMILIES: frozenset({STAFF, OUTREACH}),
    Permission.SEE_VISITS: frozenset({OUTREACH}),
    Permission.RECORD_VISITS: frozenset({OUTREACH}),
    Permission.ENROL_LEARNERS: frozenset({STAFF, TRAINER}),
    Permission.TEACH: frozenset({TRAINER}),
}
"""The whole table. A permission that is missing here may be used by nobody."""


def is_allowed(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of these roles may do this."""
    return not ALLOWED.get(permission, frozenset()).isdisjoint(roles)
