"""What a device of a kind weighs on average. Nobody weighs each machine, so every sum of these is an estimate."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.inventory.domain.end_refusals import WeightImpossible
from shared.contracts.vocabulary import Chassis
from shared.language.free_text import clean_line

HEAVIEST_GRAMS = 100_000
LONGEST_SOURCE = 120
FIXOMETER = "The Restart Project, Fixometer"


@dataclass(frozen=True, slots=True)
class KindWeight:
    """An average.

    Attributes:
        grams: of one device.
        source: who says so.
        own: whether the organisation wrote it down itself.
    """

    grams: int
    source: str
    own: bool = False


USUAL: Mapping[Chassis, KindWeight] = {
    Chassis.LAPTOP: KindWeight(2_260, f"{FIXOMETER}: Laptop medium"),
    Chassis.DESKTOP: KindWeight(9_150, f"{FIXOMETER}: Desktop computer"),
    Chassis.TABLET: KindWeight(510, f"{FIXOMETER}: Tablet"),
    Chassis.PHONE: KindWeight(140, f"{FIXOMETER}: Mobile"),
    Chassis.SCREEN: KindWeight(5_000, f'{FIXOMETER}: Flat screen 22-24"'),
    Chassis.PRINTER: KindWeight(7_050, f"{FIXOMETER}: Printer/scanner"),
    Chassis.ACCESSORY: KindWeight(1_185, f"{FIXOMETER}: PC accessory"),
}
"""Averages that the Restart Project counts with. Of a kind that it has no number for, an organisation writes down its own."""


def own_weight(grams: int, source: str) -> KindWeight:
    """What an organisation found itself.

    Raises:
        WeightImpossible: no weight, too heavy, or nobody says where it comes from.
        TextTooLong, RegisterNumberInText: see `clean_line`.
    """
    words = clean_line(source, longest=LONGEST_SOURCE)
    if not 1 <= grams <= HEAVIEST_GRAMS or not words:
        raise WeightImpossible()
    return KindWeight(grams, words, own=True)
