"""Calling back: through whom a wish to be called comes in, and as what a name is then asked."""

from services.helpdesk.domain.ticket import CallbackAsker, Ticket
from shared.contracts.disclosure import DisclosurePurpose
from shared.identity.permissions import Permission
from shared.identity.tokens import Person


def asker_of(person: Person) -> CallbackAsker:
    """Who notes that somebody wants to be called: a colleague who may see families, or another helper."""
    return CallbackAsker.COUNTER if person.may(Permission.SEE_HOUSEHOLDS) else CallbackAsker.HELPER


def purpose_of(ticket: Ticket) -> DisclosurePurpose:
    """Why a name is asked for whoever waits for a call."""
    return DisclosurePurpose.ASKED_TO_BE_CALLED if ticket.family_asked else DisclosurePurpose.CALL_BACK
