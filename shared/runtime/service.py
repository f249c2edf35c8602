"""What a service is: its commands, what it reacts to, what it shows. `services/NAME/app.py` fills one in; it is the index."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fastapi import APIRouter

from shared.bus.consumer import Handler
from shared.bus.errands import Errand
from shared.bus.jobs import JobHandler
from shared.bus.unit import Unit
from shared.contracts.event import Event
from shared.runtime.settings import Settings

U = TypeVar("U", bound=Unit)


@dataclass(frozen=True, slots=True)
class RefusalText:
    """How a refusal is told: HTTP status, a title, and what to do. `{fact}` in a text is filled from the refusal's facts.

    `numbered`: a page of its own says a number to name to who asks for help; not where nothing went wrong and `detail` says whom to
    turn to.
    """

    status: int
    title: str
    detail: str
    numbered: bool = True


@dataclass(frozen=True)
class Service(Generic[U]):
    """One service.

    Attributes:
        name: also the name of its database, its address and its folder.
        unit: its unit of work, with its repositories.
        publishes: the events it owns.
        commands: everything a person can do.
        reacts_to: events of others that become commands here; handled once, never replayed.
        projects: events that become rows; handlers keep the newest sequence and publish nothing, so they can be replayed.
        projection_tables: the tables that the projections fill, and nothing else does.
        after_replay: what a replay may have kept from happening, done once per organisation at its end, with a unit.
        jobs: work for later, by kind.
        after_failure: of the same kinds, what is done each time one of them fails: a round plans the next one here too.
        errands: work for later that acts outside the database, by kind: each made with the settings of this installation.
        routers: pages and API.
        serves: first parts of addresses that are this service's beside its own name, such as `q`; empty for the start page.
        refusals: what to say when a rule says no, by the refusal's code.
        skips_forgotten: whether events about a household that was forgotten here have no effect any more, in whatever order they
            come; for a service that keeps nothing of a household but what is about that household.
        door: looks at a request of somebody whose roles let it through already, with the person; raises what refuses it.
    """

    name: str
    unit: type[U]
    publishes: Sequence[type[Event]] = ()
    commands: Sequence[Callable[..., Awaitable[Any]]] = ()
    reacts_to: Mapping[type[Event], Handler] = field(default_factory=dict)
    projects: Mapping[type[Event], Handler] = field(default_factory=dict)
    projection_tables: Sequence[str] = ()
    after_replay: Callable[[Any], Awaitable[object]] | None = None
    jobs: Mapping[str, JobHandler] = field(default_factory=dict)
    after_failure: Mapping[str, JobHandler] = field(default_factory=dict)
    errands: Mapping[str, Callable[[Settings], Errand]] = field(default_factory=dict)
    routers: Sequence[APIRouter] = ()
    serves: Sequence[str] = ()
    refusals: Mapping[str, RefusalText] = field(default_factory=dict)
    skips_forgotten: bool = False
    door: Callable[[Any, Any], Awaitable[None]] | None = None

    @property
    def migrations(self) -> str:
        """The package that holds the service's migrations."""
        return f"services.{self.name}.store.migrations"
