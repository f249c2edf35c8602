"""Whatever event a schema allows arrives as it left; whatever headers arrive, reading them ends well or in `Unreadable`."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.bus.envelope import Trace, Unreadable, headers_for, read_envelope
from shared.bus.transport import Record
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import ENVELOPE
from shared.contracts.event import Event
from tests.contracts.schema_check import violations
from tests.contracts.strategies import payloads

PAYLOADS = {event: payloads(event) for event in CATALOGUE}
# How long one example takes says something about the machine, nothing about the event.
UNHURRIED = settings(deadline=None)
REQUIRED = ENVELOPE["required"]
OPTIONAL = sorted(set(ENVELOPE["properties"]) - set(REQUIRED))

traces = st.builds(
    Trace,
    st.uuids(),
    st.none() | st.uuids(),
    st.none() | st.from_regex(ENVELOPE["properties"]["ce_traceparent"]["pattern"], fullmatch=True),
)
moments = st.datetimes(timezones=st.just(UTC))


def newest(event: Event) -> bool:
    return event.upcast() is event


@st.composite
def published(draw: st.DrawFn) -> tuple[Event, dict[str, Any], Record]:
    """Any event of the catalogue, what was said about it, and its record as the relay sends it."""
    event_class = draw(st.sampled_from(list(PAYLOADS)))
    event = event_class.model_validate(draw(PAYLOADS[event_class]))
    said: dict[str, Any] = {
        "event_id": draw(st.uuids(version=4)),
        "service": event.topic.split(".")[1],
        "time": draw(moments),
        "organisation": draw(st.uuids()),
        "trace": draw(traces),
    }
    sequence = draw(st.integers(1, 2**63 - 1))
    headers = headers_for(event, **said) | {"ce_sequence": str(sequence)}
    record = Record(event.topic, str(event.subject), event.model_dump_json().encode(), headers)
    return event, said | {"sequence": sequence}, record


@UNHURRIED
@given(published())
def test_an_event_arrives_as_it_left(case: tuple[Event, dict[str, Any], Record]) -> None:
    event, said, record = case
    envelope = read_envelope(record)
    arrived = CATALOGUE.read(envelope.type, record.value)
    # A superseded version arrives as what it is today.
    assert arrived == event if newest(event) else newest(arrived)
    assert arrived.subject == envelope.subject == event.subject
    assert (envelope.type, envelope.source) == (event.type, f"/digibank/{said['service']}")
    assert (envelope.id, envelope.time, envelope.sequence) == (said["event_id"], said["time"], said["sequence"])
    assert (envelope.organisation, envelope.trace) == (said["organisation"], said["trace"])
    assert envelope.as_cause == Trace(said["trace"].correlation_id, said["event_id"], said["trace"].traceparent)


@UNHURRIED
@given(published())
def test_what_is_sent_fits_the_envelope_schema(case: tuple[Event, dict[str, Any], Record]) -> None:
    assert violations(ENVELOPE, dict(case[2].headers)) == []


@UNHURRIED
@given(published(), st.sampled_from(REQUIRED))
def test_a_record_without_a_required_header_is_unreadable_and_the_header_is_named(
    case: tuple[Event, dict[str, Any], Record], missing: str
) -> None:
    record = case[2]
    with pytest.raises(Unreadable, match=missing):
        read_envelope(replace(record, headers={name: value for name, value in record.headers.items() if name != missing}))


@UNHURRIED
@given(published())
def test_a_record_without_the_optional_headers_is_readable(case: tuple[Event, dict[str, Any], Record]) -> None:
    record = case[2]
    bare = {name: value for name, value in record.headers.items() if name not in OPTIONAL}
    assert read_envelope(replace(record, headers=bare)).trace == Trace(read_envelope(record).trace.correlation_id)


_odd = st.text() | st.sampled_from(
    ["", " ", "-1", "1e9", "٣", "null", "9" * 5000, "2026-01-01T00:00:00", "2026-13-01T00:00:00+00:00", "\ud800", "\x00", "{" * 40]
)


@UNHURRIED
@given(published(), st.dictionaries(st.sampled_from([*REQUIRED, *OPTIONAL]), st.none() | _odd, min_size=1), st.none() | st.text())
def test_mutated_headers_are_readable_or_unreadable_and_nothing_else(
    case: tuple[Event, dict[str, Any], Record], changes: dict[str, str | None], key: str | None
) -> None:
    record = case[2]
    headers = {name: value for name, value in {**record.headers, **changes}.items() if value is not None}
    mutated = replace(record, headers=headers, key=record.key if key is None else key)
    refusal = ""
    try:
        envelope = read_envelope(mutated)
    except Unreadable as error:
        refusal = str(error)
    else:
        assert str(envelope.subject) == mutated.key
        assert envelope.time.tzinfo is not None
    # Headers of a stranger may hold anything: the error names the header and keeps its content out of the logs.
    for name in (*REQUIRED, *OPTIONAL):
        refusal = refusal.replace(name, "")
    assert not [value for value in changes.values() if value and len(value) > 12 and value in refusal]


@UNHURRIED
@given(st.dictionaries(st.text(), st.text()), st.text())
def test_a_strangers_record_is_unreadable(headers: dict[str, str], key: str) -> None:
    with pytest.raises(Unreadable):
        read_envelope(Record("digibank.inventory.devices", key, b"{}", headers))
