"""With what an organisation seals its papers: made at first need, or brought by a coordinator."""

from dataclasses import dataclass, field
from uuid import UUID

from services.loans.store.seals import SealOrigin
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class KeepSeal:
    """A certificate, its sealed private key, and who brings it.

    Attributes:
        number: under which it is kept: the key is sealed for this number alone.
        by: nobody, for one that we made ourselves.
    """

    number: int
    certificate: bytes
    sealed_key: bytes = field(repr=False)
    origin: SealOrigin
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class SealKept:
    """Of which organisation, and whether it is this one: False when somebody was first."""

    id: UUID
    kept: bool


def sealed_for(organisation: UUID, number: int) -> str:
    """The purpose that the key of a seal is sealed for: put with another organisation it opens nothing."""
    return f"loans/seal-key/v1/{organisation}/{number}"


async def keep_seal(command: KeepSeal, unit: LoansUnit) -> SealKept:
    """From now on papers are sealed with this one. What was sealed before stays sealed with the one before."""
    kept = await unit.seals.keep(command.number, command.certificate, command.sealed_key, command.origin, command.by)
    return SealKept(unit.organisation, kept)
