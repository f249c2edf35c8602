"""What services ask each other because a family has a right to it: who looked, and everything that is known of it.

Answers are shown or handed to the family, and forgotten: nobody stores, logs or links them.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

NAMES_ADDRESS = "/portal/api/names"
COLLEAGUES_ADDRESS = "/portal/api/colleagues"
PARTNERS_ADDRESS = "/portal/api/partners"
MOST_NAMES = 200
HOLDERS = ("helpdesk", "inventory", "skills")
"""The services that keep something of a family by its id."""
MOST_LOANS = 500


def held_address(service: str) -> str:
    """Where a service tells what it holds of a household."""
    return f"/{service}/api/held"


class NamesQuestion(BaseModel):
    """Which colleagues. Asked by loans for the family that reads who looked at its name; by loans and helpdesk for a colleague who
    meets a closed file, and turns to who opens it."""

    model_config = ConfigDict(frozen=True)

    person_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_NAMES)]


class PartnersQuestion(BaseModel):
    """Who of a partner works with this organisation. Asked by loans alone, for staff that lets one hand a machine out."""

    model_config = ConfigDict(frozen=True)


class ColleaguesQuestion(BaseModel):
    """Who may see families? Asked by loans alone, for a colleague who chooses one."""

    model_config = ConfigDict(frozen=True)


class NamesAnswer(BaseModel):
    """What they are called; who is not known in this organisation is left out."""

    model_config = ConfigDict(frozen=True)

    names: dict[UUID, str]


class Colleague(BaseModel):
    """One of them."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    name: str


class ColleaguesAnswer(BaseModel):
    """Colleagues who may see families now, by what they are called: to choose a fixed face, or who opens a closed file."""

    model_config = ConfigDict(frozen=True)

    colleagues: tuple[Colleague, ...] = ()


class HeldQuestion(BaseModel):
    """Of which household; with the loans that it has or had, for a service that knows only those."""

    model_config = ConfigDict(frozen=True)

    household_id: UUID
    loan_ids: Annotated[tuple[UUID, ...], Field(max_length=MOST_LOANS)] = ()


class HeldAnswer(BaseModel):
    """Everything that the service holds of it: rows by what they are, as the service calls its fields."""

    model_config = ConfigDict(frozen=True)

    held: dict[str, list[dict[str, Any]]]
