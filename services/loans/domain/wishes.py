"""What a family wishes of the machine itself, and what we can offer where internet or a quiet place is missing at home."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from services.loans.domain.priority import Internet
from services.loans.domain.refusals import OneKeyboard
from shared.contracts.vocabulary import MachineWish

WISHES = tuple(wish for wish in MachineWish if wish is not MachineWish.OTHER)
"""Those that a family can choose."""


class QuietPlace(StrEnum):
    """Whether there is a quiet place at home to work or learn. It gives no points."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class HomeOffer(StrEnum):
    """What we have for a no: each of them is talked about with the family, and may be turned down."""

    HOTSPOT = "hotspot"
    SOCIAL_TARIFF = "social_tariff"
    HEADSET = "headset"
    STUDY_ROOM = "study_room"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class MachineWishes:
    """What a family wishes of its machine.

    Attributes:
        wanted: in a fixed order. Among machines that suit, those that meet most of it go first.
        must: those of them that the family cannot do without: the rule keeps no machine for it that is not known to meet them.
    """

    wanted: tuple[MachineWish, ...] = ()
    must: tuple[MachineWish, ...] = ()


NO_WISHES = MachineWishes()
"""Any machine that suits will do."""


def machine_wishes(wanted: Collection[MachineWish], must: Collection[MachineWish] = ()) -> MachineWishes:
    """What was ticked, in a fixed order; who cannot do without something wishes it. Raises `OneKeyboard`."""
    needed = tuple(wish for wish in WISHES if wish in must)
    wished = tuple(wish for wish in WISHES if wish in wanted or wish in needed)
    if {MachineWish.AZERTY, MachineWish.QWERTY} <= {*wished}:
        raise OneKeyboard()
    return MachineWishes(wished, needed)


def offers_for(internet: Internet, quiet: QuietPlace) -> tuple[HomeOffer, ...]:
    """What we can offer a family for what is missing at home, in the order of asking; nothing where nothing is."""
    no_internet = (HomeOffer.HOTSPOT, HomeOffer.SOCIAL_TARIFF) if internet is Internet.NO else ()
    not_quiet = (HomeOffer.HEADSET, HomeOffer.STUDY_ROOM) if quiet is QuietPlace.NO else ()
    return (*no_internet, *not_quiet, *((HomeOffer.PRINTING,) if no_internet or not_quiet else ()))
