"""How a drive was emptied, what shows it, and what that proves: the levels of NIST SP 800-88 Rev. 2 (2025).

The level depends on the medium as much as on the method. Overwriting reaches all of a hard disk, so it clears one. Flash keeps
spare blocks that no overwriting reaches, so only the drive's own erase command, or the loss of its key, purges it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.vocabulary import Medium

FLASH = frozenset({Medium.SSD, Medium.NVME, Medium.EMMC, Medium.UNKNOWN})
"""Media that keep spare blocks which overwriting does not reach. A medium we do not know is treated as one of these."""


class WipeMethod(StrEnum):
    """How a drive was emptied."""

    OVERWRITE = "overwrite"
    SECURE_ERASE = "secure_erase"
    CRYPTO_ERASE = "crypto_erase"
    NEW_DRIVE = "new_drive"
    """Nothing was wiped: the drive came new, out of a closed box. Counts only for a drive that was put in new."""
    DESTROYED = "destroyed"
    """Nobody can read it any more: drilled, bent or shredded. Only for a drive that is out of its machine."""


class EvidenceSource(StrEnum):
    """Who or what says it."""

    REPORT = "report"
    """The erase steps in a hardware report."""
    LOG = "log"
    """The log of a wiping program."""
    STATEMENT = "statement"
    """A person, where no tool tells it; it counts when another person confirms it."""


class Level(StrEnum):
    """How far the data are gone, from not at all to for good (NIST SP 800-88 Rev. 2, section 2.5)."""

    NONE = "none"
    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"

    def reaches(self, least: "Level") -> bool:
        """Whether this is at least that level."""
        order = list(Level)
        return order.index(self) >= order.index(least)


class Reason(StrEnum):
    """Why a drive has the level it has."""

    NOTHING_KNOWN = "nothing_known"
    FAILED = "failed"
    FLASH_OVERWRITTEN = "flash_overwritten"
    NEVER_USED = "never_used"
    DISK_OVERWRITTEN = "disk_overwritten"
    OWN_COMMAND = "own_command"
    KEY_GONE = "key_gone"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class WipeEvidence:
    """What shows that a drive was wiped, after NIST SP 800-88 Rev. 2 (2025): how, with what, when, result, who, who checked.

    Attributes:
        method: how.
        tool, tool_version: with what.
        started_at, ended_at: when, UTC; None where a report does not say.
        succeeded: what the tool said.
        recorded_by: the person who did it or brought the report.
        checked_by, checked_at: the person who looked whether the drive is really empty, and when (UTC); None until then.
        source: who or what says it.
        verified: the tool itself read back what it wrote.
        rounds: how many passes over the whole drive; None when it is not told.
        file: the SHA-256 of the file that says it, in hexadecimal; None when nobody brought one.
    """

    method: WipeMethod
    tool: str
    tool_version: str | None
    started_at: datetime | None
    ended_at: datetime | None
    succeeded: bool
    recorded_by: UUID
    checked_by: UUID | None = None
    checked_at: datetime | None = None
    source: EvidenceSource = EvidenceSource.STATEMENT
    verified: bool = False
    rounds: int | None = None
    file: str | None = None

    @property
    def needs_somebody_else(self) -> bool:
        """Whether who said it cannot confirm it: nothing but this person's word shows it.

        A drive out of a closed box holds nobody's data, so there one person may look for themselves.
        """
        return self.source is EvidenceSource.STATEMENT and self.method is not WipeMethod.NEW_DRIVE


@dataclass(frozen=True, slots=True)
class Judgement:
    """What evidence proves.

    Attributes:
        level: proven now.
        reached: proven as soon as somebody verified it; the same as `level` when that is done.
        reason: why not more.
    """

    level: Level
    reached: Level
    reason: Reason

    @property
    def waits_for_check(self) -> bool:
        """Whether only the verification is missing."""
        return self.level is not self.reached


def judge(medium: Medium, wipe: WipeEvidence | None) -> Judgement:
    """The level of a drive of this medium with this evidence.

    A level needs verification (NIST SP 800-88 Rev. 2, section 4.5): by the tool that read back what it wrote, or by a person.
    """
    reached, reason = _reached(medium, wipe)
    verified = wipe is not None and (wipe.verified or wipe.checked_by is not None)
    return Judgement(reached if verified else Level.NONE, reached, reason)


def _reached(medium: Medium, wipe: WipeEvidence | None) -> tuple[Level, Reason]:
    if wipe is None:
        return Level.NONE, Reason.NOTHING_KNOWN
    if not wipe.succeeded:
        return Level.NONE, Reason.FAILED
    match wipe.method:
        case WipeMethod.OVERWRITE if medium in FLASH:
            return Level.NONE, Reason.FLASH_OVERWRITTEN
        case WipeMethod.OVERWRITE:
            return Level.CLEAR, Reason.DISK_OVERWRITTEN
        case WipeMethod.SECURE_ERASE:
            return Level.PURGE, Reason.OWN_COMMAND
        case WipeMethod.CRYPTO_ERASE:
            return Level.PURGE, Reason.KEY_GONE
        case WipeMethod.DESTROYED:
            return Level.DESTROY, Reason.DESTROYED
        case WipeMethod.NEW_DRIVE:
            return Level.NONE, Reason.NEVER_USED


def least_level(medium: Medium, disk_minimum: Level = Level.CLEAR) -> Level:
    """What a drive has to reach before it goes to a family: flash is purged, a hard disk is cleared unless the organisation
    wishes more."""
    return Level.PURGE if medium in FLASH else disk_minimum


def is_enough(medium: Medium, wipe: WipeEvidence | None, disk_minimum: Level = Level.CLEAR) -> bool:
    """Whether the drive may go to a family as soon as somebody checked it. A drive that nobody used has nothing to lose."""
    reached, reason = _reached(medium, wipe)
    return reason is Reason.NEVER_USED or reached.reaches(least_level(medium, disk_minimum))
