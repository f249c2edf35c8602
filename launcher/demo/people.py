"""The demonstration's own organisation, and somebody for each role. Their passwords are derived from the master key."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.contracts.vocabulary import Role
from shared.runtime.keys import MasterKey

TITLE = "Digibank De Brug (voorbeeld)"
HELP_LINE = "050 00 00 00"
HELP_PLACE = "Bibliotheek, zaal 2: elke woensdag van 13.30 tot 17 uur"
COORDINATOR = "carla.voorbeeld"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at the demonstration's Digibank.

    Attributes:
        sign_in_name: what is typed to sign in.
        display_name: what colleagues call this person.
        roles: what this person does.
        does: the same, in words.
    """

    sign_in_name: str
    display_name: str
    roles: tuple[Role, ...]
    does: str


MEMBERS: Mapping[Role, Member] = {
    Role.COORDINATOR: Member(COORDINATOR, "Carla", (Role.COORDINATOR,), "coördinator"),
    Role.STAFF: Member("samira.voorbeeld", "Samira", (Role.STAFF,), "medewerker aan de balie"),
    Role.REPAIRER: Member("rik.voorbeeld", "Rik", (Role.REPAIRER,), "hersteller"),
    Role.OUTREACH: Member("hilde.voorbeeld", "Hilde", (Role.OUTREACH,), "helper op bezoek"),
    Role.TRAINER: Member("tom.voorbeeld", "Tom", (Role.TRAINER,), "trainer"),
    Role.PARTNER: Member("paula.voorbeeld", "Paula", (Role.PARTNER,), "partner"),
}

_WORDS = (
    "appel", "beuk", "boot", "brug", "cello", "deken", "egel", "fiets", "gans", "haven", "hert", "kader", "kers", "klaver",
    "koala", "lamp", "linde", "maan", "meeuw", "molen", "noot", "otter", "parel", "peer", "piano", "regen", "roos", "sneeuw",
    "specht", "ster", "tulp", "wolk",
)  # fmt: skip


def password_of(member: Member, key: MasterKey) -> str:
    """The password of somebody of the demonstration: four words and a number, other ones in every installation."""
    drawn = key.derive(f"demo/{member.sign_in_name}", 6)
    words = "-".join(_WORDS[byte % len(_WORDS)] for byte in drawn[:4])
    return f"{words}-{int.from_bytes(drawn[4:], 'big') % 10_000:04d}"


def organisation_id(key: MasterKey) -> UUID:
    """The demonstration's organisation: never the one that the installation itself works for."""
    return UUID(bytes=key.derive("demo/organisation", 16), version=4)
