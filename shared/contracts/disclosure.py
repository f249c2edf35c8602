"""The one question between services: how may we call this family? Asked from loans, with a purpose; loans writes it down."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

ADDRESS = "/loans/api/disclosures"
MOST_AT_ONCE = 100
TOLD = ("call_name", "telephone")
"""What of a family may be told: fields of `FamilyContact`."""


class DisclosurePurpose(StrEnum):
    """Why a name is needed. The family reads this in its log.

    `CALL_BACK` is a colleague who wrote down that a family wants a call; `ASKED_TO_BE_CALLED` is the family itself that asked, or a
    colleague who may see families anyway. `FIND` is a colleague who may see families anyway, and searched; `OPEN` is one who opened
    its page; `HOW_IT_GOES` one who calls or writes to ask how it goes. Nobody asks these three by id.
    """

    VISIT = "visit"
    CALL_BACK = "call_back"
    ASKED_TO_BE_CALLED = "asked_to_be_called"
    FIND = "find"
    HOW_IT_GOES = "how_it_goes"
    OPEN = "open"


class DisclosureQuestion(BaseModel):
    """Which households, and why."""

    model_config = ConfigDict(frozen=True)

    purpose: DisclosurePurpose
    household_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class FamilyContact(BaseModel):
    """How to call one family. A family that did not agree to this purpose is left out of the answer."""

    model_config = ConfigDict(frozen=True)

    household_id: UUID
    call_name: str | None = None
    telephone: str | None = None


class DisclosureAnswer(BaseModel):
    """What the families that agreed want to be called."""

    model_config = ConfigDict(frozen=True)

    families: tuple[FamilyContact, ...] = ()
