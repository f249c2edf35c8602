"""What a crash run leaves behind, as plain facts: what was acknowledged, what the databases hold, and what travelled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson


class Did(StrEnum):
    """The commands of the load."""

    REGISTER = "register"
    WIPE = "wipe"
    CHECK = "check"
    LOOK_OVER = "checked"
    INSTALL = "installed"
    READY = "ready"
    ASK = "ask"
    WITHDRAW = "withdraw"

    @property
    def service(self) -> str:
        """Whose command it is."""
        return "loans" if self in (Did.ASK, Did.WITHDRAW) else "inventory"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A command that was answered with success.

    Attributes:
        key: its Idempotency-Key.
        subject: the device or the request it was about, from the answer.
        detail: the serial number (register), the drive (wipe, check) or the use profile (ask); else empty.
    """

    did: Did
    organisation: UUID
    key: str
    subject: UUID
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive in inventory's database."""

    id: UUID
    wiped: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A machine in inventory's database."""

    id: UUID
    organisation: UUID
    serial: str
    status: str
    reserved_for: UUID | None = None
    drives: tuple[Drive, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request in the database of loans."""

    id: UUID
    organisation: UUID
    household: UUID
    profile: str
    status: str
    device: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A machine on a loan in the database of loans. One that a colleague adds is claimed under the id of its line.

    `state` is `asked` or `kept` while it is to be added, `not_given` when it was not, and `along` when it went along.
    """

    id: UUID
    device: UUID
    state: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the projection of loans says about a machine; `suits` are the profiles it is offered for."""

    device: UUID
    sequence: int
    ready: bool
    suits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sent:
    """A row of an outbox; the rows of one service come in the order of their ids."""

    service: str
    event_id: UUID
    organisation: UUID
    type: str
    topic: str
    key: str
    sequence: int
    cause: UUID | None
    value: bytes
    sent: bool = True

    @property
    def name(self) -> str:
        """The type without publisher and version, such as `device_claimed`."""
        return self.type.split(".")[-2]

    @cached_property
    def payload(self) -> dict[str, Any]:
        """What the event says."""
        said: dict[str, Any] = orjson.loads(self.value)
        return said


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as a reader of the transport got it, in the order it got them."""

    topic: str
    key: str
    sequence: int
    event_id: UUID
    value: bytes


@dataclass(frozen=True)
class Evidence:
    """Everything the checker looks at.

    Attributes:
        answers: service, organisation and Idempotency-Key of every remembered answer.
        households: organisation of every household.
        history: the transport's own history, in order per key.
        witnessed: the deliveries to a consumer group that did nothing but watch.
        inbox: the event ids that each group has applied.
        handles: the event types that each group has a handler for.
        lines: every machine that is or was on a loan, or was to be added to one.
        parked: a line about every event that was put aside and is not dealt with.
    """

    acknowledged: Sequence[Acknowledged]
    answers: Sequence[tuple[str, UUID, str]]
    devices: Sequence[Device]
    requests: Sequence[Request]
    households: Sequence[UUID]
    known: Sequence[Known]
    outbox: Sequence[Sent]
    history: Sequence[Seen]
    witnessed: Sequence[Seen]
    inbox: Mapping[str, Sequence[UUID]]
    handles: Mapping[str, Collection[str]]
    parked: Sequence[str] = ()
    lines: Sequence[Line] = ()


class Harm(StrEnum):
    """What can have gone wrong."""

    LOST = "lost"
    DOUBLED = "doubled"
    OUT_OF_ORDER = "out of order"
    DISAGREEMENT = "disagreement"
    DEAD_LETTER = "dead letter"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it has to be."""

    harm: Harm
    what: str

    def __str__(self) -> str:
        return f"{self.harm.value}: {self.what}"
