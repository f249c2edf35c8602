"""The passwords of a machine that only few people may look at: those of its administrator and of its BIOS."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LONGEST_PASSWORD = 200


class PasswordKind(StrEnum):
    """What it opens."""

    ADMINISTRATOR = "administrator"
    BIOS = "bios"


class RevealPurpose(StrEnum):
    """Why somebody looks at it: a closed list, so that nothing about a family is written down."""

    REPAIR = "repair"
    UPDATE = "update"
    INSTALL = "install"
    WITH_THE_FAMILY = "with_the_family"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """That there is one, and who set it when (UTC). Never the password itself."""

    kind: PasswordKind
    set_at: datetime
    set_by: UUID


@dataclass(frozen=True, slots=True)
class Reveal:
    """Somebody looked at one, when (UTC) and why."""

    kind: PasswordKind
    purpose: RevealPurpose
    revealed_by: UUID
    revealed_at: datetime


def sealed_for(organisation: UUID, device_id: UUID, kind: PasswordKind) -> str:
    """The purpose that its key is derived for: each password has its own, so one that is put with another machine opens nothing."""
    return f"inventory/device-password/v1/{organisation}/{device_id}/{kind.value}"
