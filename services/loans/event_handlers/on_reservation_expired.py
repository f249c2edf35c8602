"""Inventory kept a machine for a request until its last day, and nobody came for it.

The family keeps its place in line; only the machine goes to others. No other machine is looked for before somebody talked with the
family: one more that lies idle helps nobody, and a timer decides nothing about a family.

The other order:

- the family signed just before we hear this: its request is lent, and nothing changes here. Inventory hears of the signature
  after it let the machine go, and writes down what is true: the machine is with the family (see its `on_agreement_signed`). Until
  then the `device_ready` that follows offers it to nobody, because it is on a loan of ours;
- the family wants to sign just after: there is nothing to sign any more. Whoever stands at the counter is talked with, and a
  machine is claimed again at once, the same one when it is still there;
- somebody noted a talk with the family after the last day, and before we heard that it was over: then that was the talk, and a
  machine is looked for now, as the talk would have done;
- the family stopped before: nothing changes;
- it was one more machine for a loan (`request_id` is its line): it went along just before, then nothing changes, as above; if not,
  it is off the loan, and a text that named it cannot be signed any more;
- `device_reserved` and `device_ready` of the same machine have the same key, so the one comes before this and the other after.
"""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.match import match_request
from services.loans.event_handlers.project_devices import project_reservation_expired
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import ReservationExpired


async def on_reservation_expired(event: ReservationExpired, unit: LoansUnit) -> None:
    """The request waits again, for a talk first unless there was one; what was prepared to sign is not signed."""
    await unit.requests.lock_line()  # before the request's own lock, and that before the loan's: everybody does
    await project_reservation_expired(event, unit)
    request = await unit.requests.find(event.request_id)
    if request is None:
        adding = await unit.loans.find_of_line(event.request_id)
        if adding is not None and adding.does_not_come(event.request_id):
            await unit.loans.save(adding)
        return
    if not request.was_not_fetched(event.device_id, event.kept_until):
        return
    await unit.requests.save(request)
    loan = await unit.loans.find_of_request(request.id)
    if loan is not None and loan.cancel():
        await unit.loans.save(loan)
    if not request.waits_for_talk:
        await look_again_tomorrow(unit)
        await match_request(request.id, unit)
