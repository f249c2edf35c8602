"""What portal asks when somebody searches: which of your things does this text mean? Asked with the person who searches.

A name of a family stands in an answer of loans and nowhere else, and only for who may see families.
"""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import DeviceState

DEVICES_ADDRESS = "/inventory/api/findings"
FAMILIES_ADDRESS = "/loans/api/findings"
MOST_FOUND = 10
"""How many each answer holds. Who finds more types another word."""


class FindQuestion(BaseModel):
    """What somebody typed."""

    model_config = ConfigDict(frozen=True)

    text: Annotated[str, Field(min_length=2, max_length=100)]


class DeviceFound(BaseModel):
    """A machine whose code, maker, model or serial number begins like the text."""

    model_config = ConfigDict(frozen=True)

    device_id: UUID
    code: str
    maker: str
    model: str
    status: DeviceState


class DevicesFound(BaseModel):
    """The newest first."""

    model_config = ConfigDict(frozen=True)

    devices: tuple[DeviceFound, ...] = ()


class FamilyFound(BaseModel):
    """A family whose code, or a word of whose name, begins like the text. `call_name` is None when we have none."""

    model_config = ConfigDict(frozen=True)

    household_id: UUID
    code: str
    call_name: str | None = None


class FamiliesFound(BaseModel):
    """Those whose code it is first."""

    model_config = ConfigDict(frozen=True)

    families: tuple[FamilyFound, ...] = ()
