"""CloudEvents 1.0 around an event, in binary mode: attributes as `ce_*` headers, the payload as the value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from shared.bus.transport import Record
from shared.contracts.event import Event

T = TypeVar("T")


class Unreadable(ValueError):
    """A record that is not an event of ours: a header is missing or is not what it should be."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What ties an action in one service to all that follows from it in others.

    Attributes:
        correlation_id: the same for everything that one command of a person caused.
        causation_id: the event that caused this directly; None when a person did.
        traceparent: W3C trace context, when somebody traces.
    """

    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known about an event beside its payload.

    Attributes:
        id: unique per event; the inbox knows events by it.
        type: such as `digibank.loans.device_claimed.v1`.
        source: the publishing service, such as `/digibank/loans`.
        subject: the aggregate it happened to.
        time: when, in UTC.
        sequence: counts the published events of this subject from 1, without gaps.
        organisation: the Digibank it happened in.
        trace: what it belongs to.
    """

    id: UUID
    type: str
    source: str
    subject: UUID
    time: datetime
    sequence: int
    organisation: UUID
    trace: Trace

    @property
    def as_cause(self) -> Trace:
        """The trace of whatever is done because of this event."""
        return Trace(self.trace.correlation_id, self.id, self.trace.traceparent)


def headers_for(event: Event, *, event_id: UUID, service: str, time: datetime, organisation: UUID, trace: Trace) -> dict[str, str]:
    """The headers of an event as the outbox keeps them; only `ce_sequence` is added when it leaves.

    Raises `ValueError` for a time without a zone: its own readers could not read it.
    """
    if time.tzinfo is None:
        raise ValueError("the time of an event has a time zone")
    headers = {
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": event.type,
        "ce_source": f"/digibank/{service}",
        "ce_subject": str(event.subject),
        "ce_time": time.isoformat(),
        "ce_organisation": str(organisation),
        "ce_correlationid": str(trace.correlation_id),
        "content-type": "application/json",
    }
    if trace.causation_id:
        headers["ce_causationid"] = str(trace.causation_id)
    if trace.traceparent:
        headers["ce_traceparent"] = trace.traceparent
    return headers


def read_envelope(record: Record) -> Envelope:
    """The envelope of a record. Raises `Unreadable` and says which header is at fault, never its content."""
    headers = record.headers
    if headers.get("ce_specversion") != "1.0":
        raise Unreadable("ce_specversion is not 1.0")
    cause = headers.get("ce_causationid")
    time = _header(headers, "ce_time", datetime.fromisoformat)
    if time.tzinfo is None:
        raise Unreadable("ce_time has no time zone")
    envelope = Envelope(
        id=_header(headers, "ce_id", UUID),
        type=_header(headers, "ce_type", str),
        source=_header(headers, "ce_source", str),
        subject=_header(headers, "ce_subject", UUID),
        time=time,
        sequence=_header(headers, "ce_sequence", _counted),
        organisation=_header(headers, "ce_organisation", UUID),
        trace=Trace(
            _header(headers, "ce_correlationid", UUID),
            _header(headers, "ce_causationid", UUID) if cause else None,
            headers.get("ce_traceparent"),
        ),
    )
    if record.key != str(envelope.subject):
        raise Unreadable("the key is not the subject")
    return envelope


def _header(headers: Mapping[str, str], name: str, read: Callable[[str], T]) -> T:
    try:
        return read(headers[name])
    except KeyError:
        raise Unreadable(f"{name} is missing") from None
    except ValueError:
        raise Unreadable(f"{name} cannot be read") from None


def _counted(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise ValueError("not a count")
    return int(text)
