"""How events are named, versioned and keyed, and how old versions and strangers are read."""

import re
from collections import defaultdict
from datetime import date
from enum import StrEnum
from types import ModuleType
from uuid import UUID

import pytest
from pydantic import ValidationError

from shared.contracts import helpdesk, inventory, loans, portal, skills, vocabulary
from shared.contracts.catalogue import CATALOGUE, Catalogue, UnknownType, UnknownVersion
from shared.contracts.committed import schema_of
from shared.contracts.compatibility import OPEN_ENUM
from shared.contracts.event import Event
from shared.contracts.inventory import DEVICES

PUBLISHERS = {"helpdesk": helpdesk, "inventory": inventory, "loans": loans, "portal": portal, "skills": skills}
DEVICE = UUID("019a9c12-0a4b-7d02-9e11-5c8f2b6d7a10")


def broken_rules(event: type[Event]) -> list[str]:
    """What is wrong with the name, topic, version or subject of an event; empty when all is well."""
    found = []
    if not re.fullmatch(r"digibank\.[a-z]+\.[a-z][a-z0-9]*(_[a-z0-9]+)*\.v[1-9][0-9]*", event.type):
        found.append(f"the type {event.type} is not digibank.<service>.<name>.vN")
    publisher = ".".join(event.type.split(".")[:2])
    if not re.fullmatch(rf"{re.escape(publisher)}\.[a-z_]+", event.topic):
        found.append(f"the topic {event.topic} is not one of its publisher")
    if event.type.rpartition(".v")[2] != str(event.version):
        found.append(f"the type {event.type} does not end in its version {event.version}")
    suffix = re.search(r"V(\d+)$", event.__name__)
    if suffix and suffix[1] != str(event.version):
        found.append(f"the class {event.__name__} is version {event.version}")
    schema = schema_of(event)
    subject = schema["properties"].get(event.subject_field, {})
    if (subject.get("type"), subject.get("format")) != ("string", "uuid") or event.subject_field not in schema["required"]:
        found.append(f"the subject {event.subject_field!r} is not a required UUID")
    if not event.__doc__ or event.__doc__ == Event.__doc__:
        found.append("it does not say what happened")
    return found


def open_enums_that_refuse(event: type[Event], words: ModuleType | dict[str, type]) -> list[str]:
    """Enums that promise to read a value of tomorrow and do not."""
    known = words if isinstance(words, dict) else vars(words)
    found = []
    for name, definition in schema_of(event).get("$defs", {}).items():
        if definition.get(OPEN_ENUM):
            try:
                known[name]("a value of tomorrow")
            except ValueError:
                found.append(name)
    return found


@pytest.mark.parametrize("event", list(CATALOGUE), ids=lambda event: event.type)
def test_every_event_keeps_the_rules(event: type[Event]) -> None:
    assert broken_rules(event) == []
    assert open_enums_that_refuse(event, vocabulary) == []


@pytest.mark.parametrize(("publisher", "module"), PUBLISHERS.items(), ids=PUBLISHERS)
def test_a_module_holds_the_events_of_one_publisher_and_lists_them_all(publisher: str, module: ModuleType) -> None:
    classes = {value for value in vars(module).values() if isinstance(value, type) and value.__module__ == module.__name__}
    defined = {value for value in classes if issubclass(value, Event)}
    assert set(module.EVENTS) == defined
    assert {event.type.split(".")[1] for event in defined} == {publisher}
    assert defined <= set(CATALOGUE)


def test_versions_follow_each_other_from_1() -> None:
    versions = defaultdict(set)
    for event in CATALOGUE:
        versions[event.type.rpartition(".")[0]].add(event.version)
    assert {name: found for name, found in versions.items() if found != set(range(1, max(found) + 1))} == {}


class LostTopic(Event, topic="elsewhere.devices", subject="device_id"):
    """Its topic is nobody's."""

    device_id: UUID


class SecondVersionV3(Event, topic=DEVICES, subject="device_id", version=2):
    """Its name says another version."""

    device_id: UUID


class NoVersion(Event, topic=DEVICES, subject="device_id", version=0):
    """Versions count from 1."""

    device_id: UUID


class NoSubject(Event, topic=DEVICES, subject="request_id"):
    """Its subject is a field it does not have."""

    device_id: UUID


class SubjectMayBeMissing(Event, topic=DEVICES, subject="device_id"):
    """Its subject is optional."""

    device_id: UUID | None = None


class SubjectIsADay(Event, topic=DEVICES, subject="day"):
    """Its subject is a date."""

    day: date


class Silent(Event, topic=DEVICES, subject="device_id"):
    device_id: UUID


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (LostTopic, "is not digibank.<service>.<name>.vN"),
        (LostTopic, "is not one of its publisher"),
        (SecondVersionV3, "the class SecondVersionV3 is version 2"),
        (NoVersion, "is not digibank.<service>.<name>.vN"),
        (NoSubject, "the subject 'request_id' is not a required UUID"),
        (SubjectMayBeMissing, "the subject 'device_id' is not a required UUID"),
        (SubjectIsADay, "the subject 'day' is not a required UUID"),
        (Silent, "does not say what happened"),
    ],
)
def test_an_event_that_breaks_a_rule_is_found(event: type[Event], why: str) -> None:
    assert [rule for rule in broken_rules(event) if why in rule]


class ClosedMood(StrEnum):
    GOOD = "good"


class OpenMood(StrEnum):
    GOOD = "good"
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> "OpenMood":
        return cls.OTHER


def test_an_open_enum_that_refuses_new_values_is_found() -> None:
    class Moody(Event, topic=DEVICES, subject="device_id"):
        device_id: UUID
        closed: ClosedMood
        open: OpenMood

        @classmethod
        def model_json_schema(cls, *args: object, **kwargs: object) -> dict[str, object]:
            schema = super().model_json_schema()
            for definition in schema["$defs"].values():
                definition[OPEN_ENUM] = True
            return schema

    assert open_enums_that_refuse(Moody, {"ClosedMood": ClosedMood, "OpenMood": OpenMood}) == ["ClosedMood"]


# An event with a history of three versions, as its module would hold it.


class DevicePaintedV1(Event, topic=DEVICES, subject="device_id", version=1):
    """Painted; the first version knew no colour."""

    device_id: UUID

    def upcast(self) -> "DevicePaintedV2":
        return DevicePaintedV2(device_id=self.device_id, colour="white")


class DevicePaintedV2(Event, topic=DEVICES, subject="device_id", version=2):
    """Painted; the second version knew one colour."""

    device_id: UUID
    colour: str

    def upcast(self) -> "DevicePainted":
        return DevicePainted(device_id=self.device_id, colours=(self.colour,))


class DevicePainted(Event, topic=DEVICES, subject="device_id", version=3):
    """Painted, in one or more colours."""

    device_id: UUID
    colours: tuple[str, ...]


HISTORY = Catalogue((DevicePaintedV1, DevicePaintedV2, DevicePainted))


def test_the_suffix_of_a_superseded_class_is_not_in_its_type() -> None:
    name = "digibank.inventory.device_painted"
    assert [event.type for event in HISTORY] == [f"{name}.v1", f"{name}.v2", f"{name}.v3"]
    assert [rule for event in HISTORY for rule in broken_rules(event)] == []


@pytest.mark.parametrize(
    ("version", "payload", "colours"),
    [(1, "{}", ("white",)), (2, '{"colour": "red"}', ("red",)), (3, '{"colours": ["red", "blue"]}', ("red", "blue"))],
)
def test_every_version_is_read_as_the_newest(version: int, payload: str, colours: tuple[str, ...]) -> None:
    value = payload.replace("{", f'{{"device_id": "{DEVICE}",', 1).replace(",}", "}")
    event = HISTORY.read(f"digibank.inventory.device_painted.v{version}", value.encode())
    assert event == DevicePainted(device_id=DEVICE, colours=colours)
    assert event.subject == DEVICE


@pytest.mark.parametrize("version", ["v4", "v0", "v", "v1x", "", "V1"])
def test_a_version_that_is_not_known_is_told_apart(version: str) -> None:
    with pytest.raises(UnknownVersion, match=r"digibank\.inventory\.device_painted has no version"):
        HISTORY.read(f"digibank.inventory.device_painted.{version}", b"{}")


@pytest.mark.parametrize(
    "event_type", ["digibank.inventory.device_eaten.v1", "digibank.loans.device_painted.v1", "device_painted", ""]
)
def test_a_type_that_is_not_known_is_told_apart(event_type: str) -> None:
    with pytest.raises(UnknownType):
        HISTORY.read(event_type, b"{}")


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"null", b"\xff", b'{"device_id": 1}', b'{"device_id": "x", "colours": []}'])
def test_a_payload_that_does_not_fit_is_refused(payload: bytes) -> None:
    with pytest.raises(ValidationError):
        HISTORY.read("digibank.inventory.device_painted.v3", payload)


def test_a_field_from_a_newer_release_is_left_aside() -> None:
    payload = f'{{"device_id": "{DEVICE}", "colours": [], "shine": 3}}'.encode()
    assert HISTORY.read("digibank.inventory.device_painted.v3", payload) == DevicePainted(device_id=DEVICE, colours=())


def test_two_events_of_one_type_are_refused() -> None:
    def again() -> type[Event]:
        class DevicePainted(Event, topic=DEVICES, subject="device_id", version=3):
            device_id: UUID

        return DevicePainted

    with pytest.raises(ValueError, match=r"device_painted\.v3"):
        Catalogue((*HISTORY, again()))


def test_a_device_fact_is_one_line_without_control_characters() -> None:
    facts = {"device_id": DEVICE, "code": "KX4-72M", "chassis": "laptop", "model": "T480"}
    for maker in ("", "a\nb", "a\x00", "\x7f", "x" * 121):
        with pytest.raises(ValidationError):
            inventory.DeviceRegistered.model_validate(facts | {"maker": maker})
    assert inventory.DeviceRegistered.model_validate(facts | {"maker": "Cañón é 电脑"}).maker == "Cañón é 电脑"
