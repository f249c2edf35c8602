"""What goes along with each machine that has a list of its own: on a form, and as somebody sent it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request

from services.loans.domain.loan import Loan
from services.loans.queries.known import KnownDevice
from services.loans.web import texts
from services.loans.web.typed import chosen_accessories
from shared.contracts.vocabulary import Accessory
from shared.web.vocabulary_texts import ACCESSORY


@dataclass(frozen=True, slots=True)
class WithOne:
    """The ticks of one machine.

    Attributes:
        id: of its line before it leaves, of the machine afterwards: what `asked_with` and the name of the ticks say.
        answers: what may be ticked, as `parts.ticks` takes it.
        not_ready: what stands beside a tick that does not lie ready, by its value.
        lost: what lay ready with it and is lost or out of use.
    """

    id: UUID
    device: KnownDevice | None
    answers: Sequence[tuple[str, str, str]]
    ticked: Sequence[str]
    lies_ready: Sequence[Accessory] = ()
    not_ready: Mapping[str, str] = field(default_factory=dict)
    lost: Sequence[Accessory] = ()
    known_lost: Sequence[Accessory] = ()


async def chosen_with(request: Request) -> dict[UUID, tuple[Accessory, ...]]:
    """What is ticked, by machine or line, for each that the form asked about; a form of before asked about none."""
    form = await request.form()
    asked = [one for one in form.getlist("asked_with") if isinstance(one, str)]
    return {UUID(one): await chosen_accessories(request, f"with-{one}") for one in asked if _is_id(one)}


def to_give(loan: Loan, devices: Mapping[UUID, KnownDevice]) -> list[WithOne]:
    """For each machine that lies ready to be added: everything that may go along, ticked what was chosen or lies ready with it."""
    return [
        WithOne(
            id=line.id,
            device=(device := devices.get(line.device_id)),
            answers=[(one.value, ACCESSORY[one], "") for one in Accessory],
            ticked=[one.value for one in line.proposed(_ready(device))],
            lies_ready=_ready(device),
            not_ready={one.value: said for one in Accessory if (said := texts.not_ready(one, _ready(device)))},
            lost=[one for one in line.along_gone if one not in _ready(device)],
            known_lost=line.along_gone,
        )
        for line in loan.kept_lines
    ]


def to_take_back(
    loan: Loan, devices: Mapping[UUID, KnownDevice], ticked: Mapping[UUID, Collection[Accessory]] | None = None
) -> list[WithOne]:
    """For each machine with a list of its own what is still with the family; all of it is ticked, or what somebody sent."""
    return [
        WithOne(
            id=line.device_id,
            device=devices.get(line.device_id),
            answers=[(one.value, ACCESSORY[one], "") for one in line.asked_back],
            ticked=[one.value for one in ((ticked or {}).get(line.device_id, line.asked_back))],
            lost=line.along_gone,
        )
        for line in loan.along_lines
    ]


def to_bring_later(loan: Loan, devices: Mapping[UUID, KnownDevice]) -> list[WithOne]:
    """For each machine what is still missing of its own list after the loan; nothing is ticked."""
    return [
        WithOne(id=device_id, device=devices.get(device_id), answers=[(one.value, ACCESSORY[one], "") for one in things], ticked=[])
        for device_id, things in loan.missing_with.items()
    ]


def own_lists(loan: Loan, devices: Mapping[UUID, KnownDevice]) -> dict[UUID, tuple[Accessory, ...]]:
    """What leaves with each machine where not all of them share one list, before the signature and after it, by machine. The list
    of the loan is that of the first. Empty where there is one list: then that is of all of them."""
    ready = {line.device_id: line.proposed(_ready(devices.get(line.device_id))) for line in loan.kept_lines}
    own = ready | {line.device_id: line.asked_back for line in loan.along_lines}
    first = next(iter(loan.active_lines), None)
    if first is None or not any(own.values()):
        return {}
    of_first = {*loan.asked_back, *own.get(first.device_id, ())}
    return own | {first.device_id: tuple(one for one in Accessory if one in of_first)}


async def lost_meanwhile(request: Request, loan: Loan, devices: Mapping[UUID, KnownDevice]) -> dict[UUID, set[Accessory]]:
    """By line what is lost or out of use since the page was opened, and of which no other one lies ready."""
    return {
        line.id: {*line.along_gone}
        - {*_ready(devices.get(line.device_id))}
        - {*await chosen_accessories(request, f"known_lost-{line.id}")}
        for line in loan.kept_lines
    }


def _ready(device: KnownDevice | None) -> Sequence[Accessory]:
    return (device.prepared if device else None) or ()


def _is_id(typed: str) -> bool:
    try:
        return str(UUID(typed)) == typed
    except ValueError:
        return False
