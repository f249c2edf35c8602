"""All events there are, by type."""

from collections.abc import Iterable, Iterator

from shared.contracts import helpdesk, inventory, loans, portal, skills
from shared.contracts.event import Event


class UnknownType(LookupError):
    """An event type nobody here has heard of: a newer service may publish it, so it is skipped."""


class UnknownVersion(ValueError):
    """A version of a known event that this code cannot read: it goes to the dead letters until the code can."""


class Catalogue:
    """Finds the class of an event by its type and brings it to its newest version."""

    def __init__(self, events: Iterable[type[Event]]) -> None:
        """Know these events. Raises `ValueError` when two have the same type: one would hide the other."""
        self._by_type: dict[str, type[Event]] = {}
        for event in events:
            if self._by_type.setdefault(event.type, event) is not event:
                raise ValueError(f"two events are called {event.type}")
        self._names = {name.rpartition(".")[0] for name in self._by_type}

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._by_type.values())

    def read(self, event_type: str, payload: bytes) -> Event:
        """The event in its newest version.

        Raises:
            UnknownType: no event of that name is published.
            UnknownVersion: the name is known, the version is not.
            pydantic.ValidationError: the payload does not fit the type.
        """
        known = self._by_type.get(event_type)
        if known is None:
            name, _, version = event_type.rpartition(".")
            if name in self._names:
                raise UnknownVersion(f"{name} has no version {version}")
            raise UnknownType(event_type)
        event: Event = known.parse(payload)
        while (newer := event.upcast()) is not event:
            event = newer
        return event


CATALOGUE = Catalogue((*inventory.EVENTS, *loans.EVENTS, *helpdesk.EVENTS, *skills.EVENTS, *portal.EVENTS))
