"""What loans publishes, on `digibank.loans.requests`, keyed by request. Who is asking is known in loans alone."""

from datetime import date
from uuid import UUID

from shared.contracts.event import Event
from shared.contracts.vocabulary import UseProfile

REQUESTS = "digibank.loans.requests"


class RequestWaiting(Event, topic=REQUESTS, subject="request_id"):
    """A household needs a machine and nothing is kept for it yet."""

    request_id: UUID
    household_id: UUID
    profile: UseProfile
    since: date


class DeviceClaimed(Event, topic=REQUESTS, subject="request_id"):
    """This request is next for this device, by the priority rule or by a staff choice."""

    request_id: UUID
    device_id: UUID


class ClaimDropped(Event, topic=REQUESTS, subject="request_id"):
    """This machine was kept for the request, but the request has another one, or needs none any more: it is free again."""

    request_id: UUID
    device_id: UUID


class RequestWithdrawn(Event, topic=REQUESTS, subject="request_id"):
    """The household does not need the machine any more; a device that was claimed for it is free again."""

    request_id: UUID
    device_id: UUID | None = None


EVENTS: tuple[type[Event], ...] = (RequestWaiting, DeviceClaimed, ClaimDropped, RequestWithdrawn)
