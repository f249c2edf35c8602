"""Who gave us machines, and each time they did: what was agreed, and how many should come in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.intake_refusals import DonorNeedsName, LotImpossible, PersonHasNoName
from shared.language.free_text import clean_line

LONGEST_NAME = 80
LONGEST_SOURCE = 120
MOST_EXPECTED = 10_000


class DonorKind(StrEnum):
    """What sort of giver."""

    COMPANY = "company"
    SCHOOL = "school"
    GOVERNMENT = "government"
    ASSOCIATION = "association"
    PRIVATE_PERSON = "private_person"


class DataAgreement(StrEnum):
    """What was agreed about what is still on the machines. It tells nobody that a drive is empty: each drive needs its evidence."""

    WE_WIPE = "we_wipe"
    DONOR_WIPED = "donor_wiped"
    """The donor wiped them and gives proof."""
    DRIVES_REMOVED = "drives_removed"


@dataclass(frozen=True, slots=True)
class Donor:
    """An organisation that gives machines; or a person, of whom nothing is kept, so each time is another one.

    Attributes:
        name: of the organisation; None for a person.
    """

    id: UUID
    kind: DonorKind
    name: str | None


def donor_name(kind: DonorKind, typed: str) -> str | None:
    """The name as it is kept.

    Raises:
        DonorNeedsName: an organisation without one.
        PersonHasNoName: somebody typed one for a private person.
        TextTooLong, RegisterNumberInText: see `clean_line`.
    """
    name = clean_line(typed, longest=LONGEST_NAME)
    if kind is DonorKind.PRIVATE_PERSON:
        if name:
            raise PersonHasNoName()
        return None
    if not name:
        raise DonorNeedsName()
    return name


@dataclass(slots=True)
class Lot:
    """Machines that came, or come, together.

    Attributes:
        donor: who gives them.
        received_on: the day they came, where the organisation is.
        source: where they come from, in the organisation's own words, such as a place or a project; may be empty.
        agreement: about what is still on them.
        expected: how many were promised; None when nobody said.
        added_at: when it was written down, UTC.
    """

    id: UUID
    donor: Donor
    received_on: date
    source: str
    agreement: DataAgreement
    expected: int | None
    added_at: datetime

    def describe(self, donor: Donor, received_on: date, source: str, agreement: DataAgreement, expected: int | None) -> None:
        """Write down what is so; as often as it was wrong.

        Raises:
            LotImpossible: fewer than one machine, or more than anybody gives.
            TextTooLong, RegisterNumberInText: see `clean_line`.
        """
        if expected is not None and not 1 <= expected <= MOST_EXPECTED:
            raise LotImpossible(most=MOST_EXPECTED)
        self.donor, self.received_on, self.agreement, self.expected = donor, received_on, agreement, expected
        self.source = clean_line(source, longest=LONGEST_SOURCE)


@dataclass(frozen=True, slots=True)
class WaitingSerial:
    """A serial number that was scanned; it waits until somebody says what machine it is, by its report or by maker and model.

    Attributes:
        chassis, maker, model: what was chosen for the pile it lay in; None when nothing was.
    """

    id: UUID
    lot_id: UUID
    serial: str
    chassis: str | None
    maker: str | None
    model: str | None

    @property
    def is_described(self) -> bool:
        """Whether it is known well enough to be a machine."""
        return bool(self.chassis and self.maker and self.model)
