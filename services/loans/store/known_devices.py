"""What loans knows of inventory's machines, from events alone."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, literal, select

from services.loans.domain.wishes import NO_WISHES, MachineWishes
from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.inventory import AccessoriesPrepared, DeviceCorrected, DeviceReady, DeviceRegistered, InternetAnnounced
from shared.contracts.vocabulary import DeviceState, LossKind, MachineWish, UseProfile
from shared.database.engine import driver_of

SUITS = 2
"""A machine is offered by itself to somebody it suits. One that will do (1) is for a person to choose."""

WILL_DO = 1

# The hottest statements of the projection, as the driver takes them. What fits is a statement of its own: it has to see what
# another group wrote while this one waited for the row in `known_device`.
READY = """
INSERT INTO known_device AS known
    (device_id, organisation, sequence, facts_sequence, ready, code, maker, model, memory_mb, state, why, has)
VALUES ($1, $2, $3, $3, true, $4, $5, $6, $7, 'ready', $8::text::jsonb, $9)
ON CONFLICT (device_id) DO UPDATE
SET sequence = $3, facts_sequence = $3, ready = true, code = $4, maker = $5, model = $6, memory_mb = $7, state = 'ready',
    why = $8::text::jsonb, kept_until = NULL, has = $9
WHERE known.sequence < $3 RETURNING true
"""
NOT_READY = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, state, back_by, kept_until)
VALUES ($1, $2, $3, false, $4::text, $5::uuid, $6::date)
ON CONFLICT (device_id) DO UPDATE
SET sequence = $3, ready = false, state = coalesce($4::text, known.state), back_by = coalesce($5::uuid, known.back_by),
    kept_until = CASE WHEN $4::text IS NULL THEN known.kept_until ELSE $6::date END
WHERE known.sequence < $3 RETURNING true
"""
# What a machine is may come later than where it is, and has a sequence of its own: the newest that was told counts.
IS_WHAT = """
INSERT INTO known_device AS known (device_id, organisation, sequence, facts_sequence, ready, code, maker, model, memory_mb, state)
VALUES ($1, $2, $3, $3, false, $4, $5, $6, $7, 'arrived')
ON CONFLICT (device_id) DO UPDATE SET code = $4, maker = $5, model = $6, memory_mb = $7, facts_sequence = $3
WHERE known.facts_sequence < $3 OR known.code IS NULL
"""
LOST = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, lost)
VALUES ($1, $2, $3, false, $4::text)
ON CONFLICT (device_id) DO UPDATE SET sequence = $3, ready = false, lost = $4::text
WHERE known.sequence < $3 RETURNING true
"""
# With a sequence of its own: it says nothing of where the machine is, and newer news of that does not make it older.
PREPARED = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, prepared, prepared_sequence)
VALUES ($1, $2, 0, false, $4::text[], $3)
ON CONFLICT (device_id) DO UPDATE SET prepared = $4::text[], prepared_sequence = $3 WHERE known.prepared_sequence < $3
"""
INTERNET = """
INSERT INTO known_internet AS known (sim_id, organisation, sequence, loan_id, ends_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sim_id) DO UPDATE SET sequence = $3, loan_id = $4, ends_on = $5 WHERE known.sequence < $3
"""
SET_FIT = """
WITH gone AS (DELETE FROM device_fit WHERE device_id = $1 AND profile <> ALL($4))
INSERT INTO device_fit (device_id, profile, organisation, fit, memory_mb)
SELECT $1, profile, $2, fit, $3 FROM unnest($4::text[], $5::smallint[]) AS new (profile, fit)
ON CONFLICT (device_id, profile) DO UPDATE SET fit = excluded.fit, memory_mb = excluded.memory_mb
"""


def why_told(event: DeviceReady) -> str | None:
    """What an event says about how well a machine fits each use, and why, as it is kept; None when it does not say why."""
    if not event.why:
        return None
    said = {
        profile.value: {"fit": event.fit.get(profile, 0), "why": [reason.model_dump(mode="json") for reason in reasons]}
        for profile, reasons in event.why.items()
    }
    return json.dumps(said)


def has_told(event: DeviceReady) -> list[str] | None:
    """Which wishes of families a machine meets, as it is kept; None when an event does not say."""
    return None if event.meets is None else [wish.value for wish in event.meets]


def free_for(unit: Unit, profile: UseProfile, at_least: int, machine: MachineWishes = NO_WISHES) -> Select[tuple[UUID]]:
    """The ready machines for a use that are promised to nobody and on no loan, the best first; among equals the smallest.

    Where a family wishes something of the machine, those that suit and meet most of it come first. What it cannot do without
    is for the caller to ask: a person may still choose a machine of which that is not known.
    """
    fit, request, line = tables.device_fit, tables.request, tables.loan_line
    promised = select(request.c.id).where(request.c.device_id == fit.c.device_id).exists()
    on_loan = select(line.c.id).where(line.c.device_id == fit.c.device_id, line.c.ended.is_(None)).exists()
    first = [fit.c.fit.desc()]
    if machine.wanted:
        known = tables.known_device
        met = sum((case((known.c.has.any(wish.value), 1), else_=0) for wish in machine.wanted), literal(0))
        count = select(met).where(known.c.device_id == fit.c.device_id).scalar_subquery()
        first = [(fit.c.fit >= SUITS).desc(), count.desc(), fit.c.fit.desc()]
    return (
        select(fit.c.device_id)
        .where(
            fit.c.organisation == unit.organisation,
            fit.c.profile == profile.value,
            fit.c.fit >= at_least,
            ~promised,
            ~on_loan,
        )
        .order_by(*first, fit.c.memory_mb, fit.c.device_id)
    )


class KnownDevices:
    """The machines of the unit's organisation as loans last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def now_ready(self, event: DeviceReady, sequence: int) -> None:
        """A machine can be given out; unless something newer is known about it."""
        facts = (event.code, event.maker, event.model, event.memory_mb, why_told(event), has_told(event))
        if await self._is_newer(READY, event.device_id, sequence, *facts):
            await self._set_fit(event.device_id, event.fit, event.memory_mb or 0)

    async def is_what(self, event: DeviceRegistered | DeviceCorrected, sequence: int) -> None:
        """What a machine is, also when something newer is known about where it is."""
        driver = await driver_of(self._unit.connection)
        facts = (event.code, event.maker, event.model, event.memory_mb)
        await driver.execute(IS_WHAT, event.device_id, self._unit.organisation, sequence, *facts)

    async def no_longer_ready(
        self,
        device_id: UUID,
        sequence: int,
        state: DeviceState | None = None,
        *,
        back_by: UUID | None = None,
        kept_until: date | None = None,
    ) -> None:
        """A machine is kept for somebody or cannot be given out; unless something newer is known about it.

        Args:
            state: where it is now, if the event tells.
            back_by: the event, when it says that the machine is back with its family after a repair.
            kept_until: the last day on which it is kept for a request, if the event tells.
        """
        if await self._is_newer(NOT_READY, device_id, sequence, state.value if state else None, back_by, kept_until):
            await self._set_fit(device_id, {}, 0)

    async def lost(self, device_id: UUID, sequence: int, kind: LossKind | None) -> None:
        """A machine is lost or stolen, or with None found again, which makes it ready for nobody yet; unless something newer is
        known about it."""
        if await self._is_newer(LOST, device_id, sequence, kind.value if kind else None):
            await self._set_fit(device_id, {}, 0)

    async def is_away(self, device_id: UUID) -> bool:
        """Whether a machine is lost, stolen or out of use, as far as was told."""
        known = tables.known_device.c
        away = known.lost.is_not(None) | (known.state == DeviceState.RETIRED.value)
        found = await self._unit.connection.scalar(select(known.device_id).where(known.device_id == device_id, away))
        return found is not None

    async def prepared(self, event: AccessoriesPrepared, sequence: int) -> None:
        """What lies ready with a machine; unless something newer is known about that."""
        driver, things = await driver_of(self._unit.connection), [one.value for one in event.accessories]
        await driver.execute(PREPARED, event.device_id, self._unit.organisation, sequence, things)

    async def internet(self, event: InternetAnnounced, sequence: int) -> None:
        """Until when the internet on a loan works, where that is soon; unless something newer is known."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(INTERNET, event.sim_id, self._unit.organisation, sequence, event.loan_id, event.ends_on)

    async def suited_profiles(self, device_id: UUID) -> list[UseProfile]:
        """What a ready machine suits; empty when it is not ready."""
        found = await self._unit.connection.scalars(
            select(tables.device_fit.c.profile).where(tables.device_fit.c.device_id == device_id, tables.device_fit.c.fit >= SUITS)
        )
        return [UseProfile(profile) for profile in found]

    async def best_free_for(self, profile: UseProfile, machine: MachineWishes = NO_WISHES) -> UUID | None:
        """The ready machine that suits best, is promised to nobody and on no loan; among equals the smallest, so that strong
        ones stay for those who need them. Never one that is not known to have what the family cannot do without."""
        best = free_for(self._unit, profile, SUITS, machine).limit(1)
        if machine.must:
            known = tables.known_device
            has_all = known.c.has.contains([wish.value for wish in machine.must])
            best = best.where(select(known.c.device_id).where(known.c.device_id == tables.device_fit.c.device_id, has_all).exists())
        found: UUID | None = await self._unit.connection.scalar(best)
        return found

    async def meets(self, device_id: UUID) -> list[MachineWish]:
        """The wishes of families that a machine meets, as far as was told."""
        known = tables.known_device
        found = await self._unit.connection.scalar(select(known.c.has).where(known.c.device_id == device_id))
        return [MachineWish(wish) for wish in found or ()]

    async def is_free_for(self, device_id: UUID, profile: UseProfile) -> bool:
        """Whether a person may choose this machine for this use: ready, promised to nobody, on no loan, and at least it will do."""
        one = free_for(self._unit, profile, WILL_DO).where(tables.device_fit.c.device_id == device_id)
        return await self._unit.connection.scalar(one) is not None

    async def is_free(self, device_id: UUID) -> bool:
        """Whether a machine is ready, promised to nobody and on no loan, for whatever use."""
        known, request, line = tables.known_device, tables.request, tables.loan_line
        promised = select(request.c.id).where(request.c.device_id == known.c.device_id).exists()
        on_loan = select(line.c.id).where(line.c.device_id == known.c.device_id, line.c.ended.is_(None)).exists()
        query = select(known.c.device_id).where(known.c.device_id == device_id, known.c.ready, ~promised, ~on_loan)
        return await self._unit.connection.scalar(query) is not None

    async def is_promised(self, device_id: UUID) -> bool:
        """Whether a request has claimed this machine or has it reserved."""
        promised = await self._unit.connection.scalar(select(tables.request.c.id).where(tables.request.c.device_id == device_id))
        return promised is not None

    async def named(self, device_id: UUID) -> tuple[str, str, str] | None:
        """Code, maker and model of a machine; None when its event did not arrive yet."""
        known = tables.known_device.c
        query = select(known.code, known.maker, known.model).where(known.device_id == device_id, known.code.is_not(None))
        row = (await self._unit.connection.execute(query)).first()
        return None if row is None else (row.code, row.maker, row.model)

    async def back_by(self, device_id: UUID) -> UUID | None:
        """The newest event that said that this machine is back with its family after a repair, or None."""
        found: UUID | None = await self._unit.connection.scalar(
            select(tables.known_device.c.back_by).where(tables.known_device.c.device_id == device_id)
        )
        return found

    async def _is_newer(self, statement: str, device_id: UUID, sequence: int, *facts: object) -> bool:
        """Keep what an event says, unless its sequence is not above what is known; then False."""
        driver = await driver_of(self._unit.connection)
        return bool(await driver.fetchval(statement, device_id, self._unit.organisation, sequence, *facts))

    async def _set_fit(self, device_id: UUID, fit: Mapping[UseProfile, int], memory_mb: int) -> None:
        suits = {profile.value: value for profile, value in fit.items() if value > 0}
        driver = await driver_of(self._unit.connection)
        await driver.execute(SET_FIT, device_id, self._unit.organisation, memory_mb, list(suits.keys()), list(suits.values()))
