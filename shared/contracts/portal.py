"""What portal publishes: organisations, who does what there as ids and roles, and sessions that ended. No names of people."""

from datetime import date
from uuid import UUID

from shared.contracts.event import Event, OrganisationText
from shared.contracts.vocabulary import Role

ORGANISATIONS = "digibank.portal.organisations"
MEMBERS = "digibank.portal.members"
SESSIONS = "digibank.portal.sessions"


class OrganisationChanged(Event, topic=ORGANISATIONS, subject="organisation_id"):
    """What an organisation is called, and where families find help: the number they dial and the place they go to."""

    organisation_id: UUID
    title: OrganisationText
    help_line: OrganisationText | None = None
    help_place: OrganisationText | None = None


class MembershipChanged(Event, topic=MEMBERS, subject="person_id"):
    """What somebody does in the organisation from now on; no roles: nothing any more."""

    person_id: UUID
    roles: tuple[Role, ...] = ()
    ends_on: date | None = None


class SessionRevoked(Event, topic=SESSIONS, subject="session_id"):
    """This session is over: its tokens are refused, however long they would have been good."""

    session_id: UUID
    person_id: UUID


EVENTS: tuple[type[Event], ...] = (OrganisationChanged, MembershipChanged, SessionRevoked)
