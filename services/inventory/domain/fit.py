"""How well a machine fits what a family wants to do with it: 0 does not, 1 will do, 2 suits, 3 suits very well."""

from collections.abc import Iterable

from shared.contracts.vocabulary import Chassis, Medium, UseProfile

MEMORY_GB: dict[UseProfile, tuple[int, int, int]] = {
    # Memory from which a machine will do, suits, suits very well. A choice of ours: browser work and school platforms
    # are comfortable from 4 GB for one child's tasks, 8 GB with video calls, 16 GB for drawing and building models.
    UseProfile.PRIMARY_SCHOOL: (2, 4, 8),
    UseProfile.DAILY_LIFE: (2, 4, 8),
    UseProfile.DUTCH_LESSONS: (2, 4, 8),
    UseProfile.SECONDARY_SCHOOL: (4, 8, 16),
    UseProfile.STUDY_GENERAL: (4, 8, 16),
    UseProfile.WORK: (4, 8, 16),
    UseProfile.STUDY_DESIGN: (8, 16, 32),
}
CARRIED = frozenset({Chassis.LAPTOP, Chassis.TABLET})
AT_A_DESK = frozenset({Chassis.DESKTOP, Chassis.ALL_IN_ONE})
FAST = frozenset({Medium.SSD, Medium.NVME})


def fit_of(chassis: Chassis, memory_mb: int | None, media: Iterable[Medium]) -> dict[UseProfile, int]:
    """The fit of a machine for every use profile.

    Args:
        memory_mb: in MiB; None when a report does not say, which will do at most.
        media: of its drives; without a fast one a machine suits at most.

    A machine that stays on a desk will do at most, because most families have no place for one; a server never fits.
    Memory is compared with a tenth of slack: part of it is often taken by the graphics.
    """
    most = 3 if FAST & set(media) else 2
    if chassis in AT_A_DESK or memory_mb is None:
        most = 1
    elif chassis not in CARRIED:
        most = 0
    gigabytes = (memory_mb if memory_mb is not None else 2048) / 1024 * 1.1
    return {profile: min(most, sum(gigabytes >= limit for limit in limits)) for profile, limits in MEMORY_GB.items()}
