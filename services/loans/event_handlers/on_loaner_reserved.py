"""Inventory keeps a machine to go along while the original is being repaired.

The two machines have different keys, so what happens to the original may be heard first:

- the original is back with the family: `device_status_changed` is younger than this event (ids of events sort by the time they
  were made, and inventory makes both), so the machine is declined. One that is older is about an earlier repair and says nothing;
- the original was retired: nothing is left of the loan's machines, so the machine comes along and stays: added and swapped at once;
- the original is a loaner itself: lost, this one takes its place, if the first original is still away; back with us, declined;
- the loan ended, whenever: declined;
- the machine is on another loan by now: declined, one machine is on one loan at a time.

When this event comes first, `on_device_status_changed` and `on_device_retired` do the rest.
"""

from services.loans.commands.write_addendum import write_swap
from services.loans.domain.loan_line import LineKind, LoanLine
from services.loans.event_handlers.project_devices import project_loaner_reserved
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import LoanerReserved
from shared.contracts.loans import LoanerDeclined


async def on_loaner_reserved(event: LoanerReserved, unit: LoansUnit) -> None:
    """It goes along, without a new contract; or somebody else may have it."""
    if unit.cause is None:
        raise ValueError("this is a reaction")
    await project_loaner_reserved(event, unit)
    loan = await unit.loans.find(event.loan_id)
    has_it = await unit.loans.with_device(event.device_id)
    if loan is None or has_it not in (None, loan.id):
        unit.record([LoanerDeclined(ticket_id=event.ticket_id, device_id=event.device_id)])
        return
    loaner = LoanLine(
        id=unit.new_id(),
        device_id=event.device_id,
        kind=LineKind.TEMPORARY,
        ticket_id=event.ticket_id,
        original_device_id=event.original_device_id,
        reserved_by=unit.cause.id,
    )
    place = loan.place_of(loaner)
    _, original_id = place.goes_along_for
    back_by = await unit.known_devices.back_by(original_id)
    kept_by = place.reserved_by or unit.cause.id
    is_news = has_it is None
    loan.lend_along(loaner, original_is_back=back_by is not None and back_by > kept_by)
    await unit.loans.save(loan)
    if is_news and loaner.kind is LineKind.LASTING:
        await write_swap(loan, original_id, unit)
