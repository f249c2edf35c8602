"""What every service's domain is made of: aggregates that note what happened, and refusals that say why not. Pure Python."""

from shared.contracts.event import Event


class Aggregate:
    """Something with an id that keeps its own rules. It collects the events it causes until it is saved."""

    def record(self, event: Event) -> None:
        """Note that something happened; it is published if the transaction commits."""
        self.__dict__.setdefault("_events", []).append(event)

    def take_events(self) -> list[Event]:
        """The events since the last call, oldest first."""
        events: list[Event] = self.__dict__.pop("_events", [])
        return events


class Refused(Exception):
    """A rule says no. Nothing changed.

    A subclass carries the facts a person needs to understand it as attributes; the web layer has the words. `code` is its
    stable name in the API and in the texts.
    """

    code = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(f"{self.code} {facts}" if facts else self.code)
        self.facts = facts


class NotFound(Refused):
    """There is no such thing, or it belongs to another organisation, which is the same."""

    code = "not_found"
