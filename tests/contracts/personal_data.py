"""Looks in an event's schema for anything that could carry a person: free text, telling names, long numbers, open objects."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Schema = dict[str, Any]

FREE_STRINGS = {
    "digibank.inventory": {"maker": 120, "model": 120, "processor": 120},
    "digibank.portal": {"title": 120, "help_line": 120, "help_place": 120, "ask_about_data": 120}
    | dict.fromkeys(("nl", "fr", "en", "ar", "tr", "uk"), 200),
}
"""The whole list, by publisher, with the most letters: what a report says of a machine, and what an organisation says of itself.

Whoever adds to it explains in the review why nobody's name can end up there. `ask_about_data` is a place or a number of the
organisation, beside `help_line`. The languages are those of a notice: everybody reads it without signing in, so a coordinator
writes there what may hang on the door; the page says "geen namen van mensen", and a register number is refused.
"""

LARGEST_NUMBER = 99_999_999
"""Eight digits: a national register number has eleven, a mobile number at least nine."""

LONGEST_CODE = 64
"""A SHA-256 in hexadecimal; every other code is far shorter."""

_SAFE_FORMATS = {"uuid", "date", "date-time"}
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    name names firstname lastname surname fullname nickname maiden initials
    naam namen voornaam achternaam familienaam roepnaam
    nom noms prenom prenoms surnom
    email mail phone telephone tel mobile gsm fax whatsapp telefoon telefoonnummer mobiel telefono
    address addresses adres adressen adresse adresses street straat rue housenumber huisnummer postcode postal zip
    city town gemeente stad woonplaats commune ville
    birthday birthdate dob born geboren geboortedatum geboorteplaats ne nee age leeftijd
    gender sex geslacht sexe genre nationality nationaliteit nationalite language languages taal talen langue langues
    note notes notitie notities opmerking opmerkingen nota remark remarks remarque remarques
    text texts tekst teksten texte textes comment comments commentaar commentaire commentaires message messages bericht
    description omschrijving beschrijving story verhaal
    rrn nrn ssn bsn insz inss niss nis national nationaal nationale rijksregister rijksregisternummer registre passport paspoort
    iban bic bank rekening rekeningnummer ip password wachtwoord pin
    """,
    )
)
_BEGINNINGS = ("birth", "geboort", "naissan", "rijksregist", "nationa", "telefo", "telepho", "adres", "addres")
_PROBES = (
    "85073003328", "85.07.30-033.28", "850730-033-28", "850730 03328", "0470123456", "+32470123456", "0470/12.34.56", "021234567",
    "jan", "Jan", "JAN", "els", "Fatima", "FATIMA", "peeters", "Peeters", "PEETERS", "VANDENBERGHE", "Jan Peeters", "JAN-PEETERS",
    "jan_peeters", "jan.peeters@example.org", "Kerkstraat 1", "KERKSTRAAT1", "zij is ziek", "ziek", "BE68539007547034",
)  # fmt: skip
# Only what is easy to judge: literals (also the # of a colour and the : of a time) and classes of ASCII letters and digits,
# each repeated a bounded number of times.
_PIECE = re.compile(r"(?:\[[A-Za-z0-9-]+\]|[#:A-Za-z0-9_-]|\\\.)(?:\{(?:\d+,)?(?P<most>\d+)\})?")

_READ_HERE = {
    "$schema", "$defs", "$ref", "title", "description", "default", "discriminator", "type", "format", "pattern", "enum", "const",
    "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems",
    "uniqueItems", "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "items", "prefixItems",
    "anyOf", "oneOf", "allOf",
}  # fmt: skip


def personal_data_risks(event_type: str, schema: Schema) -> list[str]:
    """What in the schema could hold something about a person; empty when nothing can. A line per field and risk."""
    publisher = ".".join(event_type.split(".")[:2])
    return list(_Walk(schema, FREE_STRINGS.get(publisher, {})).node("event", "", schema, frozenset()))


class _Walk:
    def __init__(self, root: Schema, free_strings: dict[str, int]) -> None:
        self.root, self.free_strings = root, free_strings

    def node(self, path: str, field: str, schema: Schema, seen: frozenset[str]) -> Iterator[str]:
        if unknown := {keyword for keyword in schema if keyword not in _READ_HERE and not keyword.startswith("x-")}:
            yield f"{path}: nobody looked at what {sorted(unknown)} can hold"
        if reference := schema.get("$ref"):
            if reference not in seen:
                target = self.root["$defs"][reference.removeprefix("#/$defs/")]
                yield from self.node(path, field, target, seen | {reference})
            return
        parts = [part for keyword in ("anyOf", "oneOf", "allOf") for part in schema.get(keyword, [])]
        for part in parts:
            yield from self.node(path, field, part, seen)
        if "enum" in schema or "const" in schema or (parts and "type" not in schema):
            return
        match schema.get("type"):
            case "string":
                yield from self.string(path, field, schema)
            case "integer" | "number":
                yield from self.number(path, schema)
            case "object":
                yield from self.object(path, schema, seen)
            case "array":
                yield from self.array(path, field, schema, seen)
            case "boolean" | "null":
                pass
            case other:
                yield f"{path}: anything can be in it (type {other})"

    def string(self, path: str, field: str, schema: Schema) -> Iterator[str]:
        if schema.get("format") in _SAFE_FORMATS:
            return
        if schema.get("x-free-string"):
            if field not in self.free_strings:
                yield f"{path}: is a free string and not on the list"
                return
            most = self.free_strings[field]
            if schema.get("maxLength", most + 1) > most:
                yield f"{path}: has no maxLength of at most {most}"
            return
        if not code_pattern(schema.get("pattern", "")):
            yield f"{path}: is text, without a format, an enum or a pattern that only fits a code"

    def number(self, path: str, schema: Schema) -> Iterator[str]:
        most = min((schema[keyword] for keyword in ("maximum", "exclusiveMaximum") if keyword in schema), default=math.inf)
        least = max((schema[keyword] for keyword in ("minimum", "exclusiveMinimum") if keyword in schema), default=-math.inf)
        if most > LARGEST_NUMBER or least < -LARGEST_NUMBER:
            yield f"{path}: can hold a number of more than eight digits"
        if schema["type"] == "number" and "multipleOf" not in schema:
            yield f"{path}: can hold any number of digits behind the point"

    def object(self, path: str, schema: Schema, seen: frozenset[str]) -> Iterator[str]:
        for name, value in schema.get("properties", {}).items():
            inner = name if path == "event" else f"{path}.{name}"
            if telling_name(name):
                yield f"{inner}: is named after something that is known about a person"
            yield from self.node(inner, name, value, seen)
        for pattern, value in schema.get("patternProperties", {}).items():
            if not code_pattern(pattern):
                yield f"{path}: has keys that can be any text"
            yield from self.node(path + "{}", "", value, seen)
        others = schema.get("additionalProperties", not schema.keys() & {"properties", "patternProperties"})
        if others is True:
            yield f"{path}: is an object that takes anything"
        elif isinstance(others, dict):
            if "propertyNames" in schema:
                yield from self.node(path + "{key}", "", {"type": "string"} | schema["propertyNames"], seen)
            else:
                yield f"{path}: has keys that can be any text"
            yield from self.node(path + "{}", "", others, seen)

    def array(self, path: str, field: str, schema: Schema, seen: frozenset[str]) -> Iterator[str]:
        parts = schema.get("prefixItems", [])
        if "items" not in schema and not parts:
            yield f"{path}: is a list that takes anything"
        for part in (*parts, schema.get("items", {"type": "null"})):
            yield from self.node(path + "[]", field, part, seen)


def telling_name(field: str) -> bool:
    """Whether a field's name, in Dutch, French or English, announces something about a person."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", field).lower().split("_")
    joined = {"".join(pair) for pair in pairwise(words)}
    return any(word in _WORDS or word.startswith(_BEGINNINGS) for word in {*words, *joined})


def code_pattern(pattern: str) -> bool:
    """Whether a pattern fits codes only: anchored, bounded, no spaces, and no name, phone or register number gets through."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return False
    position, length = 1, 0
    while position < len(pattern) - 1:
        piece = _PIECE.match(pattern, position, len(pattern) - 1)
        if piece is None:
            return False
        position, length = piece.end(), length + int(piece["most"] or 1)
    return 0 < length <= LONGEST_CODE and not any(re.fullmatch(pattern, probe) for probe in _PROBES)
