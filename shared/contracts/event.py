"""What every event is: a frozen model with a topic, a subject and a version."""

import re
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PublicCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}$"),
    Field(description="The code on a sticker."),
]
"""The code on a sticker, such as `KX4-72M`: no I, O, 0 or 1, which people misread."""

DeviceFact = Annotated[
    str,
    # One line without control characters: PostgreSQL cannot store NUL, and a reader would choke on it for ever.
    StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"),
    Field(json_schema_extra={"x-free-string": True}),
]
"""A maker, model or processor: the only free strings an event may carry. The contract tests hold the list of fields."""

HouseholdCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{3,8}-[0-9]{1,6}$"),
    Field(description="The friendly code of a household; only loans knows whose it is."),
]
"""The friendly code of a household, such as `KIWI-42`. Only loans knows whose it is."""

CompetenceId = Annotated[
    str, StringConstraints(pattern=r"^[1-5]\.[1-6]$"), Field(description="One of the 21 competences of DigComp 3.0.")
]
"""One of the 21 competences of DigComp 3.0, such as `1.1`."""

OrganisationText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"),
    Field(json_schema_extra={"x-free-string": True}),
]
"""An organisation's own title, or where it can be reached. About the organisation, never about a person."""


NoticeText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
    Field(json_schema_extra={"x-free-string": True}),
]
"""A sentence or two that an organisation says to everybody. About the organisation, never about a person."""


class Event(BaseModel):
    """A fact that one service publishes and others may react to.

    A subclass names its topic, the field that holds the aggregate id, and its version:

        class DeviceReady(Event, topic="digibank.inventory.devices", subject="device_id", version=1): ...

    A field is an id, an enum, a patterned code, a number or a date. A field that is added later is optional; any other
    change is a new class with the next version, and the old one, renamed `DeviceReadyV1`, says in `upcast` what it is today.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: ClassVar[str] = ""
    topic: ClassVar[str] = ""
    version: ClassVar[int] = 0
    subject_field: ClassVar[str] = ""

    def __init_subclass__(cls, *, topic: str = "", subject: str = "", version: int = 1, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not topic:
            return
        publisher = ".".join(topic.split(".")[:2])
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", re.sub(r"V\d+$", "", cls.__name__)).lower()
        cls.topic, cls.version, cls.subject_field = topic, version, subject
        cls.type = f"{publisher}.{name}.v{version}"

    @property
    def subject(self) -> UUID:
        """The id of the aggregate this happened to; also the key, so order holds per aggregate."""
        subject: UUID = getattr(self, self.subject_field)
        return subject

    def upcast(self) -> "Event":
        """This fact in its newest version; a superseded version overrides it. Pure: no look-ups, no clock."""
        return self

    @classmethod
    def parse(cls, payload: bytes) -> Self:
        """Read a payload. Raises `pydantic.ValidationError` when it does not fit."""
        return cls.model_validate_json(payload)
