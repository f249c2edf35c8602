"""What portal asks every service for the coordinator: how are you doing, what failed for good, who did what.

Each service answers about the organisation in the token only. What is no organisation's (a record that nobody can read) is
counted and left to the command line.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[int, Field(ge=1, le=2**62)]
"""The number of a dead letter within its service."""

After = Annotated[int, Field(ge=0, le=2**62)]
"""The last number of the page before; 0 for the first page."""

SIDE = "/upkeep"
"""Below `/NAME/api`. Only portal asks there."""

PAGE = 50
MOST_ENTRIES = 500


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class GroupHealth(_Fact):
    """One group of a service.

    Attributes:
        behind: how many events of all organisations it had still to handle when it last looked; None when it never did.
        seen_seconds: how long ago that was.
        parked: events of this organisation that are tried again, or wait behind one.
        dead: dead letters of this organisation.
    """

    name: str
    behind: int | None
    seen_seconds: float | None
    parked: int
    dead: int


class Health(_Fact):
    """How one service is doing.

    Attributes:
        database: whether its database answers. When it does not, all else is empty.
        outbox: how many events of this organisation wait to be published.
        outbox_seconds: the age of the oldest.
        dead_jobs: jobs of this organisation that failed for good.
        late_jobs: jobs whose time has come and that did not run yet.
        unreadable: dead letters of which nobody can tell the organisation.
    """

    database: bool
    groups: tuple[GroupHealth, ...] = ()
    outbox: int = 0
    outbox_seconds: float = 0
    dead_jobs: int = 0
    late_jobs: int = 0
    unreadable: int = 0

    @property
    def parked(self) -> int:
        """Events of this organisation that wait, in all groups."""
        return sum(group.parked for group in self.groups)

    @property
    def dead(self) -> int:
        """Dead letters of this organisation, in all groups."""
        return sum(group.dead for group in self.groups)

    @property
    def behind(self) -> int:
        """Events that are still to be handled, in all groups."""
        return sum(group.behind or 0 for group in self.groups)


class Letter(_Fact):
    """An event that failed for good. `type` and `subject` are empty when its headers say nothing sensible."""

    id: int
    group: str
    type: str
    subject: str
    error: str
    parked_at: datetime
    waiting: int
    value: str | None = None


class DeadJob(_Fact):
    """Work for later that failed for good. `run_at` is when it was tried last."""

    id: UUID
    kind: str
    error: str
    run_at: datetime
    attempts: int


class LettersQuestion(_Fact):
    """Which dead letters: those after a number."""

    after: After = 0


class Letters(_Fact):
    """A page of dead letters, the oldest first, and the dead jobs."""

    letters: tuple[Letter, ...] = ()
    jobs: tuple[DeadJob, ...] = ()


class LetterQuestion(_Fact):
    """One dead letter, with what it carries."""

    id: Number


class DiscardReason(StrEnum):
    """Why somebody lets an event or a job go for good."""

    DONE_BY_HAND = "done_by_hand"
    NOT_NEEDED = "not_needed"
    A_MISTAKE = "a_mistake"


class Decision(_Fact):
    """What to do with a dead letter or a dead job: try it again, or with a reason let it go."""

    letter: Number | None = None
    job: UUID | None = None
    discard: DiscardReason | None = None


class EntriesQuestion(_Fact):
    """Which entries of the audit log. See `shared.bus.audit.Wanted`."""

    before: UUID | None = None
    actor: UUID | None = None
    act: str | None = Field(default=None, max_length=60)
    subject: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = Field(default=PAGE, ge=1, le=MOST_ENTRIES)


class AuditEntry(_Fact):
    """One line of the audit log."""

    id: UUID
    at: datetime
    actor: UUID | None
    act: str
    subject: UUID | None
    detail: str | None


class Entries(_Fact):
    """A page of the audit log of one service, the newest first."""

    entries: tuple[AuditEntry, ...] = ()
