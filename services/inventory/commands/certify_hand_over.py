"""The recycler's paper came."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.hand_over import HandOver, Paper
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class CertifyHandOver:
    """Of which hand-over, the number of the certificate, and its scan if there is one; who brought it."""

    hand_over_id: UUID
    certificate: str
    paper: Paper | None
    by: UUID


async def certify_hand_over(command: CertifyHandOver, unit: InventoryUnit) -> HandOver:
    """Keep both. Raises what `HandOver.certify` raises."""
    done = await unit.hand_overs.get(command.hand_over_id)
    if command.paper is not None:
        await unit.hand_overs.keep_paper(command.paper, command.by)
    done.certify(command.certificate, command.paper.sha256 if command.paper else None)
    await unit.hand_overs.save(done)
    return done
