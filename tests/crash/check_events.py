"""Every event left its outbox, arrived as it was written, in order per key, at everybody it concerns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from tests.crash.evidence import Evidence, Harm, Problem, Seen, Sent

Key = tuple[str, str]


def check_events(evidence: Evidence) -> Iterator[Problem]:
    """Outboxes against the transport's history, the witness's deliveries and the inboxes."""
    written = {event.event_id: event for event in evidence.outbox}
    yield from _check_outbox(evidence.outbox)
    yield from _check_reader("the history", evidence.history, written)
    yield from _check_reader("the witness", evidence.witnessed, written)
    yield from _check_inboxes(evidence)


def _check_outbox(outbox: Sequence[Sent]) -> Iterator[Problem]:
    newest: dict[Key, int] = {}
    for event_id, times in Counter(event.event_id for event in outbox).items():
        if times > 1:
            yield Problem(Harm.DOUBLED, f"event {event_id} was written {times} times")
    for event in outbox:
        before = newest.get((event.topic, event.key), 0)
        if event.sequence != before + 1:
            yield Problem(Harm.OUT_OF_ORDER, f"outbox of {event.service}: {event.key} wrote {event.sequence} after {before}")
        newest[event.topic, event.key] = max(event.sequence, before)
        if not event.sent:
            yield Problem(Harm.LOST, f"event {event.event_id} ({event.name}) was never sent")


def _check_reader(reader: str, seen: Sequence[Seen], written: dict[UUID, Sent]) -> Iterator[Problem]:
    """A reader may see events again, but the first time in the order they were written, all of them and no others."""
    newest: defaultdict[Key, int] = defaultdict(int)
    met: set[UUID] = set()
    for one in seen:
        event = written.get(one.event_id)
        if event is None:
            yield Problem(Harm.DISAGREEMENT, f"{reader} has event {one.event_id} that is in no outbox")
            continue
        if one.event_id in met:
            continue
        met.add(one.event_id)
        if (one.topic, one.key, one.sequence, one.value) != (event.topic, event.key, event.sequence, event.value):
            yield Problem(Harm.DISAGREEMENT, f"{reader} has event {one.event_id} other than it was written")
        key = (one.topic, one.key)
        if one.sequence != newest[key] + 1:
            yield Problem(Harm.OUT_OF_ORDER, f"{reader}: {one.key} came with {one.sequence} after {newest[key]}")
        newest[key] = max(newest[key], one.sequence)
    for event_id, event in written.items():
        if event_id not in met:
            yield Problem(Harm.LOST, f"{reader} lacks event {event_id} ({event.name})")


def _check_inboxes(evidence: Evidence) -> Iterator[Problem]:
    for group, types in evidence.handles.items():
        due = {event.event_id: event for event in evidence.outbox if event.type in types}
        applied = Counter(evidence.inbox.get(group, ()))
        for event_id, event in due.items():
            if not applied[event_id]:
                yield Problem(Harm.LOST, f"{group} never applied event {event_id} ({event.name})")
        for event_id, times in applied.items():
            if event_id not in due:
                yield Problem(Harm.DISAGREEMENT, f"{group} applied {event_id}, which nobody wrote for it")
            elif times > 1:
                yield Problem(Harm.DOUBLED, f"{group} applied event {event_id} {times} times")
