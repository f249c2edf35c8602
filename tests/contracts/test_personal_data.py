"""No event can carry a person: not in a text, not in a number, not under a telling name. And the guard itself can bark."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import schema_of
from shared.contracts.event import DeviceFact, Event, PublicCode
from shared.contracts.inventory import DEVICES
from shared.contracts.vocabulary import UseProfile
from tests.contracts.personal_data import code_pattern, personal_data_risks, telling_name


class Person(BaseModel):
    first_name: Literal["Jan"]


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")

    profile: UseProfile


def risks_of(annotation: Any, field: str = "value") -> list[str]:
    """The risks of an inventory event with one field of this type beside its subject."""

    class Suspect(Event, topic=DEVICES, subject="device_id"):
        __annotations__ = {"device_id": UUID, field: annotation}

    return personal_data_risks(Suspect.type, schema_of(Suspect))


@pytest.mark.parametrize("event", list(CATALOGUE), ids=lambda event: event.type)
def test_no_event_can_carry_a_person(event: type[Event]) -> None:
    assert personal_data_risks(event.type, schema_of(event)) == []


@pytest.mark.parametrize(
    "annotation",
    [
        UUID,
        date,
        datetime,
        UseProfile,
        UseProfile | None,
        PublicCode,
        bool,
        Literal["yes", "no"],
        Annotated[int, Field(ge=0, le=99_999_999)],
        tuple[UUID, ...],
        dict[UseProfile, Annotated[int, Field(ge=0, le=3)]],
        dict[UUID, UseProfile],
        Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")],
    ],
    ids=str,
)
def test_ids_enums_codes_bounded_numbers_and_dates_pass(annotation: Any) -> None:
    assert risks_of(annotation) == []


@pytest.mark.parametrize(
    ("annotation", "why"),
    [
        (str, "is text"),
        (str | None, "is text"),
        (tuple[str, ...], "is text"),
        (tuple[UUID, str], "is text"),
        (Annotated[str, StringConstraints(max_length=10)], "is text"),
        (Annotated[str, StringConstraints(pattern="^[A-Za-z ]{1,30}$")], "is text"),
        (Annotated[str, Field(json_schema_extra={"format": "email"})], "is text"),
        (bytes, "is text"),
        (DeviceFact, "not on the list"),
        (int, "more than eight digits"),
        (int | None, "more than eight digits"),
        (Annotated[int, Field(ge=0)], "more than eight digits"),
        (Annotated[int, Field(le=3)], "more than eight digits"),
        (Annotated[int, Field(ge=0, le=99_999_999_999)], "more than eight digits"),
        (Annotated[float, Field(ge=0, le=1)], "behind the point"),
        (Decimal, "is text"),
        (Any, "anything can be in it"),
        (dict[str, bool], "keys that can be any text"),
        (dict[UseProfile, str], "is text"),
        (dict[UseProfile, Any], "takes anything"),
        (dict[Annotated[str, StringConstraints(pattern="^.+$")], bool], "keys that can be any text"),
        (dict[str, Any], "takes anything"),
        (list[Any], "anything can be in it"),
        (Loose, "takes anything"),
        (Person, "is named after"),
        (tuple[Person, ...], "is named after"),
    ],
    ids=str,
)
def test_what_could_carry_a_person_is_found(annotation: Any, why: str) -> None:
    assert [risk for risk in risks_of(annotation) if why in risk]


def test_a_model_that_holds_itself_is_looked_through_once() -> None:
    schema = {
        "$defs": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}, "value": {"type": "string"}}}},
        "type": "object",
        "properties": {"name_of_node": {"$ref": "#/$defs/Node"}},
    }
    assert [risk.split(":")[0] for risk in personal_data_risks("digibank.inventory.chain.v1", schema)] == [
        "name_of_node",
        "name_of_node.value",
    ]


def test_a_keyword_that_nobody_looked_at_is_a_risk() -> None:
    schema = {"type": "object", "properties": {"value": {"type": "boolean", "contentMediaType": "text/plain"}}}
    assert personal_data_risks("digibank.inventory.odd.v1", schema) == [
        "value: nobody looked at what ['contentMediaType'] can hold",
    ]


def test_the_free_strings_are_those_of_inventory_alone() -> None:
    assert risks_of(DeviceFact, field="maker") == []
    schema = {"type": "object", "properties": {"maker": {"type": "string", "maxLength": 120, "x-free-string": True}}}
    assert personal_data_risks("digibank.loans.request_waiting.v1", schema) == ["maker: is a free string and not on the list"]


def test_a_free_string_is_short() -> None:
    endless = Annotated[str, Field(json_schema_extra={"x-free-string": True})]
    long = Annotated[str, StringConstraints(max_length=121), Field(json_schema_extra={"x-free-string": True})]
    assert risks_of(endless, field="maker") == risks_of(long, field="maker") == ["maker: has no maxLength of at most 120"]


@pytest.mark.parametrize(
    "field",
    re.findall(
        r"\w+",
        """name first_name lastName naam voornaam achter_naam nom prenom email e_mail phone telefoon telephone gsm
        address adres adresse
    street straat rue postcode city birth_date birthday geboortedatum geboorte_jaar naissance_date note notities text tekst comment
    commentaire rrn insz niss national_number rijksregisternummer iban language taal""",
    ),
)
def test_a_field_that_is_named_after_a_person_is_found(field: str) -> None:
    assert telling_name(field)
    assert any("is named after" in risk for risk in risks_of(UUID, field=field))


def test_the_fields_that_exist_are_not_telling() -> None:
    fields = {field for event in CATALOGUE for field in event.model_fields}
    assert not [field for field in fields if telling_name(field)]


@pytest.mark.parametrize(
    "pattern", ["^[A-HJ-NP-Z2-9]{3}-[A-HJ-NP-Z2-9]{3}$", "^[A-Z]{3,8}-[0-9]{2}$", "^[0-9a-f]{64}$", r"^v[0-9]{1,3}\.[0-9]{1,3}$"]
)
def test_a_pattern_that_only_fits_a_code_passes(pattern: str) -> None:
    assert code_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "^$",
        "[A-Z]{3}",
        "^[A-Z]{3}",
        "[A-Z]{3}$",
        "^.*$",
        "^.{3}$",
        "^[A-Z]+-[0-9]{2}$",
        "^[A-Z]{2,}$",
        "^[^0-9]{3}$",
        r"^\w{3}$",
        r"^\S{3}$",
        "^[A-Z ]{6}$",
        "^[a-zé]{6}$",
        "^[A-Z]{3}$|^.*$",
        "^([A-Z]{3}|.*)$",
        "^[0-9a-f]{65}$",
        "^[0-9]{11}$",
        "^[0-9]{1,11}$",
        "^[A-Z]{1,12}$",
        "^[a-z]{1,12}$",
        r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}$",
        "^BE[0-9]{14}$",
    ],
)
def test_a_pattern_that_lets_text_through_is_found(pattern: str) -> None:
    re.compile(pattern)
    assert not code_pattern(pattern)
