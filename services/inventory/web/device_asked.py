"""What a program asks of the list of devices: the same choices as the address of the page has."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, HTTPException, Query

from services.inventory.domain.details import LONGEST_LABEL, Grade, KeyboardLayout
from services.inventory.domain.device_filter import LONGEST_TEXT, DeviceFilter, Order, read_filter
from services.inventory.domain.stage import Stage
from shared.contracts.vocabulary import Chassis, DeviceState, UseProfile
from shared.language.translate import _


def read_asked(
    q: Annotated[str, Query(max_length=LONGEST_TEXT, description="The beginnings of words, or a whole code.")] = "",
    status: Annotated[DeviceState | None, Query(description="Only devices in this state.")] = None,
    stage: Annotated[Stage | None, Query(description="Only what lies in this stage of the workbench.")] = None,
    kind: Annotated[Chassis | None, Query(description="Only devices of this kind.")] = None,
    lot: Annotated[UUID | None, Query(description="Only what came in with this lot.")] = None,
    donor: Annotated[UUID | None, Query(description="Only what this donor gave.")] = None,
    place: Annotated[UUID | None, Query(description="Only what lies at this place.")] = None,
    label: Annotated[str, Query(max_length=LONGEST_LABEL, description="Only what has this label.")] = "",
    looks: Annotated[Grade | None, Query(description="Only what looks so.")] = None,
    works: Annotated[Grade | None, Query(description="Only what works so well.")] = None,
    memory: Annotated[int | None, Query(description="At least so many gigabytes: 4, 8, 16 or 32.")] = None,
    keyboard: Annotated[KeyboardLayout | None, Query(description="Only what has this keyboard.")] = None,
    fits: Annotated[UseProfile | None, Query(description="Good enough for this use when it was last judged.")] = None,
    lost: Annotated[bool, Query(description="Only what is lost or stolen.")] = False,
    ending: Annotated[bool, Query(description="Only what is kept for a family a few days still.")] = False,
    stale: Annotated[bool, Query(description="Only what was not updated for long.")] = False,
    order: Annotated[Order, Query(description="What comes first.")] = Order.NEWEST,
) -> DeviceFilter:
    """The choices; 400 for a letter that no database keeps, 422 for what cannot be chosen."""
    if "\x00" in q or "\x00" in label:
        raise HTTPException(400, _("Dit kunnen we niet zoeken."))
    said = {
        "q": q, "status": status, "stage": stage, "kind": kind, "lot": lot, "donor": donor, "place": place, "label": label,
        "looks": looks, "works": works, "memory": memory, "keyboard": keyboard, "fits": fits, "order": order,
        "lost": "1" if lost else "", "ending": "1" if ending else "", "stale": "1" if stale else "",
    }  # fmt: skip
    return read_filter({name: str(value) for name, value in said.items() if value is not None})


Asked = Annotated[DeviceFilter, Depends(read_asked)]
