"""Which changes of a schema break a reader: one test per kind, each with the change as an author would make it."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import schema_of
from shared.contracts.compatibility import Schema, breaking_changes


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class ColourWithGreen(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


Few = Annotated[int, Field(ge=0, le=3)]
Code = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class Part(BaseModel):
    """A part."""

    size: Few


class PartWithNote(BaseModel):
    """A part, which may be old."""

    size: Few
    old: bool | None = None


class PartRenamed(BaseModel):
    length: Few


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: Few


class ClosedWithMore(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: Few
    old: bool | None = None


class Node(BaseModel):
    size: Few
    below: "Node | None" = None


class BiggerNode(BaseModel):
    size: Annotated[int, Field(ge=0, le=4)]
    below: "BiggerNode | None" = None


def schema(**fields: Any) -> Schema:
    """The schema of an event with these fields: a type means required, a pair (type, default) optional."""
    definitions: dict[str, Any] = {name: value if isinstance(value, tuple) else (value, ...) for name, value in fields.items()}
    model: type[BaseModel] = create_model("Something", **definitions)
    return model.model_json_schema()


def limited(**limits: Any) -> Any:
    return Annotated[int, Field(**limits)]


def open_enum(*values: str) -> Schema:
    return {"type": "object", "properties": {"colour": {"type": "string", "enum": list(values), "x-open": True}}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(schema(a=int), schema(a=int), id="nothing"),
        pytest.param(schema(a=int), schema(a=int, b=(bool | None, None)), id="a new optional field"),
        pytest.param(schema(a=int), schema(a=int, b=(tuple[Part, ...], ())), id="a new optional list of a new part"),
        pytest.param(schema(a=int, b=int), schema(b=int, a=int), id="another order"),
        pytest.param(schema(a=Part), schema(a=PartWithNote), id="a new optional field in a part"),
        pytest.param(schema(a=tuple[Part, ...]), schema(a=tuple[PartWithNote, ...]), id="a new optional field in a listed part"),
        pytest.param(
            schema(a=(Part | None, None)), schema(a=(PartWithNote | None, None)), id="a new optional field in an optional part"
        ),
        pytest.param(schema(a=Colour), schema(a=Literal["blue", "red"]), id="the same values under another name"),
        pytest.param(
            {"type": "object", "properties": {"a": {"type": "string", "const": "red"}}},
            {"type": "object", "properties": {"a": {"type": "string", "enum": ["red"]}}},
            id="one constant as a list of one",
        ),
        pytest.param(open_enum("red"), open_enum("red", "green"), id="a new value where the enum was open before"),
        pytest.param(schema(a=Node), schema(a=Node), id="a model that holds itself"),
    ],
)
def test_a_safe_change_is_allowed(old: Schema, new: Schema) -> None:
    assert breaking_changes(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param(schema(a=int, b=bool), schema(a=int), "b: was removed", id="field removed"),
        pytest.param(schema(a=int, b=(bool, True)), schema(a=int), "b: was removed", id="optional field removed"),
        pytest.param(schema(a=int, b=bool), schema(a=int, c=bool), "b: was removed, or renamed to c", id="field renamed"),
        pytest.param(schema(a=int), schema(a=int, b=bool), "b: was added as required", id="field added as required"),
        pytest.param(schema(a=(int, 0)), schema(a=int), "a: is required now", id="made required"),
        pytest.param(schema(a=int), schema(a=(int, 0)), "a: is no longer required", id="made optional"),
        pytest.param(schema(a=(int, 0)), schema(a=(int, 1)), "a: default changed from 0 to 1", id="default changed"),
        pytest.param(schema(a=int), schema(a=str), 'a: type changed from "integer" to "string"', id="type changed"),
        pytest.param(schema(a=float), schema(a=int), 'a: type changed from "number" to "integer"', id="type narrowed"),
        pytest.param(schema(a=int), schema(a=float), 'a: type changed from "integer" to "number"', id="type widened"),
        pytest.param(schema(a=int), schema(a=Any), 'a: type changed from "integer" to nothing', id="type dropped"),
        pytest.param(schema(a=int | None), schema(a=int), "a: may no longer be null", id="null taken away"),
        pytest.param(schema(a=int), schema(a=int | None), "a: may be null now", id="null allowed"),
        pytest.param(
            schema(a=int | bool | None), schema(a=int | bool), "a: may no longer be null", id="null taken away from several"
        ),
        pytest.param(schema(a=int | bool), schema(a=int | bool | str), "a: has 3 alternatives", id="alternative added"),
        pytest.param(schema(a=int | bool), schema(a=int | str), 'a<1>: type changed from "boolean"', id="alternative replaced"),
        pytest.param(schema(a=ColourWithGreen), schema(a=Colour), 'a: value "green" was removed', id="enum value removed"),
        pytest.param(schema(a=Colour), schema(a=ColourWithGreen), 'a: value "green" was added', id="enum value added"),
        pytest.param(open_enum("red"), open_enum("blue"), 'colour: value "red" was removed', id="value removed from an open enum"),
        pytest.param(
            {"type": "object", "properties": {"colour": {"type": "string", "enum": ["red"]}}},
            open_enum("red", "green"),
            'colour: value "green" was added',
            id="enum opened and grown at once",
        ),
        pytest.param(
            open_enum("red"),
            {"type": "object", "properties": {"colour": {"type": "string", "enum": ["red"]}}},
            "colour: is no longer x-open",
            id="enum closed",
        ),
        pytest.param(schema(a=str), schema(a=Colour), "a: is a closed list", id="text became an enum"),
        pytest.param(schema(a=Colour), schema(a=str), "a: is no longer a closed list", id="enum became text"),
        pytest.param(schema(a=Literal["x"]), schema(a=Literal["y"]), 'a: value "x" was removed', id="constant changed"),
        pytest.param(
            schema(a=Code), schema(a=Annotated[str, Field(pattern="^[A-Z]{2}$")]), "a: pattern changed", id="pattern changed"
        ),
        pytest.param(schema(a=str), schema(a=Code), "a: pattern changed from nothing", id="pattern added"),
        pytest.param(
            schema(a=Annotated[str, Field(json_schema_extra={"format": "date"})]),
            schema(a=Annotated[str, Field(json_schema_extra={"format": "uuid"})]),
            'a: format changed from "date" to "uuid"',
            id="format changed",
        ),
        pytest.param(schema(a=limited(ge=0)), schema(a=limited(ge=1)), "a: minimum went from 0 to 1: tighter", id="minimum raised"),
        pytest.param(schema(a=limited(ge=0)), schema(a=int), "a: minimum went from 0 to nothing: looser", id="minimum dropped"),
        pytest.param(
            schema(a=limited(le=3)), schema(a=limited(le=2)), "a: maximum went from 3 to 2: tighter", id="maximum lowered"
        ),
        pytest.param(schema(a=limited(le=3)), schema(a=limited(le=4)), "a: maximum went from 3 to 4: looser", id="maximum raised"),
        pytest.param(
            schema(a=int), schema(a=limited(lt=4)), "a: exclusiveMaximum went from nothing to 4: tighter", id="maximum added"
        ),
        pytest.param(schema(a=int), schema(a=limited(multiple_of=2)), "a: multipleOf changed", id="multiple of"),
        pytest.param(
            schema(a=Annotated[str, Field(max_length=9)]),
            schema(a=Annotated[str, Field(max_length=8)]),
            "a: maxLength went from 9 to 8: tighter",
            id="shorter text",
        ),
        pytest.param(
            schema(a=tuple[int, ...]),
            schema(a=Annotated[tuple[int, ...], Field(min_length=1)]),
            "a: minItems went from nothing to 1: tighter",
            id="list may not be empty",
        ),
        pytest.param(schema(a=list[int]), schema(a=set[int]), "a: uniqueItems changed", id="list became a set"),
        pytest.param(schema(a=tuple[int, ...]), schema(a=tuple[str, ...]), "a[]: type changed", id="type in a list changed"),
        pytest.param(schema(a=tuple[int, bool]), schema(a=tuple[int, str]), "a<1>: type changed", id="type in a pair changed"),
        pytest.param(schema(a=Part), schema(a=PartRenamed), "a.size: was removed, or renamed to length", id="field in a part"),
        pytest.param(
            schema(a=tuple[Part, ...]), schema(a=tuple[PartRenamed, ...]), "a[].size: was removed", id="field in a listed part"
        ),
        pytest.param(
            schema(a=(Part | None, None)), schema(a=(PartRenamed | None, None)), "a.size: was removed", id="in an optional part"
        ),
        pytest.param(
            schema(a=dict[Colour, Part]), schema(a=dict[Colour, PartRenamed]), "a{}.size: was removed", id="value of a dict"
        ),
        pytest.param(
            schema(a=dict[Colour, int]), schema(a=dict[ColourWithGreen, int]), 'a{key}: value "green"', id="key of a dict"
        ),
        pytest.param(schema(a=dict[Colour, int]), schema(a=dict[str, int]), "a: propertyNames changed", id="keys of a dict opened"),
        pytest.param(schema(a=dict[Code, int]), schema(a=dict[Code, str]), "a{}: type changed", id="value under patterned keys"),
        pytest.param(
            schema(a=dict[Code, int]),
            schema(a=dict[Annotated[str, Field(pattern="^[A-Z]{2}$")], int]),
            "a: keys changed",
            id="pattern of keys changed",
        ),
        pytest.param(schema(a=Closed), schema(a=Part), "a: additionalProperties changed", id="object opened"),
        pytest.param(schema(a=Part), schema(a=Closed), "a: additionalProperties changed", id="object closed"),
        pytest.param(schema(a=Closed), schema(a=ClosedWithMore), "a.old: was added where no other", id="added to a closed object"),
        pytest.param(
            schema(a=Node), schema(a=BiggerNode), "a.size: maximum went from 3 to 4: looser", id="model that holds itself"
        ),
        pytest.param({"type": "object", "x-topic": "a"}, {"type": "object", "x-topic": "b"}, "event: x-topic changed", id="topic"),
        pytest.param({"type": "object", "x-subject": "a"}, {"type": "object", "x-subject": "b"}, "event: x-subject", id="subject"),
        pytest.param({"type": "object"}, {"type": "object", "not": {}}, "event: nobody can tell", id="keyword nobody knows"),
    ],
)
def test_a_breaking_change_is_found(old: Schema, new: Schema, why: str) -> None:
    found = breaking_changes(old, new)
    assert [line for line in found if line.startswith(why)], found
    assert breaking_changes(old, old) == []


def test_a_discriminator_counts() -> None:
    class Cat(BaseModel):
        kind: Literal["cat"]

    class Dog(BaseModel):
        kind: Literal["dog"]

    told_apart = schema(a=Annotated[Cat | Dog, Field(discriminator="kind")])
    assert breaking_changes(told_apart, told_apart) == []
    otherwise = schema(a=Annotated[Cat | Dog, Field(discriminator="kind")])
    otherwise["properties"]["a"]["discriminator"]["propertyName"] = "sort"
    assert breaking_changes(told_apart, otherwise) == ["a: the field that tells the alternatives apart changed"]


def test_every_change_is_listed_not_just_the_first() -> None:
    found = breaking_changes(schema(a=int, b=Colour, c=Part), schema(a=str, b=ColourWithGreen, c=PartRenamed))
    assert [line.split(":")[0] for line in found] == ["a", "b", "c.size", "c.length"]


def test_nothing_handed_over_is_changed() -> None:
    old, new = schema(a=Part | None), schema(a=PartRenamed)
    before = (str(old), str(new))
    breaking_changes(old, new)
    assert (str(old), str(new)) == before


@pytest.mark.parametrize("event", list(CATALOGUE), ids=lambda event: event.type)
def test_an_event_does_not_break_itself(event: type[Any]) -> None:
    assert breaking_changes(schema_of(event), schema_of(event)) == []
