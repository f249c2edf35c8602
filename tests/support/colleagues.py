"""What tests of one service say in the name of the others, while these keep silent."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from shared.contracts.event import Event
from tests.support.house import House


@contextmanager
def alone(house: House, service: str) -> Iterator[None]:
    """Let only one service react until the block ends: the others would answer to loans and tickets that a test made up."""
    others = [
        consumer
        for running in house.services.values()
        for name, consumer in running.consumers.items()
        if name.endswith(".reactions") and running.name != service
    ]
    before = [consumer.handlers for consumer in others]
    for consumer in others:
        consumer.handlers = {}
    try:
        yield
    finally:
        for consumer, handlers in zip(others, before, strict=True):
            consumer.handlers = handlers


async def they_publish(house: House, organisation: UUID, *events: Event) -> None:
    """Publish events of other services, one after the other, and wait until each of them has had its effects."""
    for event in events:
        publisher = event.type.split(".")[1]
        await house.publish(publisher if publisher in house.services else "loans", organisation, event)
        await house.run_until_idle()
