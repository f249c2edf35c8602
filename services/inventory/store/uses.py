"""Loads and saves what an organisation wishes of a machine for each use."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.checklist import Phase
from services.inventory.domain.use_profile import Level, Licence, Software, Use, Wishes, with_defaults
from services.inventory.store.tables import checklist_line, device, use_profile
from shared.bus.unit import Unit
from shared.contracts.vocabulary import UseProfile

_ONE = func.jsonb_build_object("wishes", use_profile.c.wishes, "software", use_profile.c.software)
_ALL = func.jsonb_object_agg(use_profile.c.profile, _ONE, type_=JSONB)

CHOSEN_USES = select(_ALL).where(use_profile.c.organisation == device.c.organisation).scalar_subquery().label("chosen_uses")
CAMERA_IS_OFF = (
    select(checklist_line.c.name)
    .where(
        checklist_line.c.organisation == device.c.organisation,
        checklist_line.c.phase == Phase.CHECK.value,
        checklist_line.c.name.in_(("camera", "microphone")),
        checklist_line.c.is_on.is_(False),
    )
    .exists()
    .label("camera_is_off")
)
BESIDE = (CHOSEN_USES, CAMERA_IS_OFF)
"""What the organisation chose, read beside a machine: its rules need it, and one round trip is enough."""


class Uses:
    """What the unit's organisation chose for each use."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def all(self) -> dict[UseProfile, Use]:
        """Every use, chosen or usual."""
        return uses_from(await self._chosen())

    async def chosen(self) -> frozenset[UseProfile]:
        """The uses that are not as usual."""
        return frozenset(UseProfile(profile) for profile in await self._chosen() or ())

    async def put(self, profile: UseProfile, use: Use) -> None:
        """Choose one; whoever chooses last counts."""
        values = {
            "wishes": {"minimum": asdict(use.wishes.minimum), "comfortable": asdict(use.wishes.comfortable)},
            "software": [{"name": one.name, "licence": one.licence.value} for one in use.software],
            "changed_at": self._unit.now(),
        }
        row = upsert(use_profile).values(organisation=self._unit.organisation, profile=profile.value, **values)
        await self._unit.connection.execute(
            row.on_conflict_do_update(index_elements=[use_profile.c.organisation, use_profile.c.profile], set_=values)
        )

    async def reset(self, profile: UseProfile) -> None:
        """Back to what is usual, also when that changes later."""
        await self._unit.connection.execute(
            delete(use_profile).where(use_profile.c.organisation == self._unit.organisation, use_profile.c.profile == profile.value)
        )

    async def _chosen(self) -> Mapping[str, Any] | None:
        chosen: Mapping[str, Any] | None = await self._unit.connection.scalar(
            select(_ALL).where(use_profile.c.organisation == self._unit.organisation)
        )
        return chosen


def uses_from(chosen: Mapping[str, Any] | None) -> dict[UseProfile, Use]:
    """Every use, from what is kept of those that were chosen."""
    return with_defaults({UseProfile(profile): _use(kept) for profile, kept in (chosen or {}).items()})


def _use(kept: Mapping[str, Any]) -> Use:
    software = tuple(Software(one["name"], Licence(one["licence"])) for one in kept["software"])
    return Use(Wishes(_level(kept["wishes"]["minimum"]), _level(kept["wishes"]["comfortable"])), software)


def _level(kept: Mapping[str, Any]) -> Level:
    screen = kept["screen"]
    return Level(**{**kept, "screen": (screen[0], screen[1]) if screen else None})
