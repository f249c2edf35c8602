"""What a machine is recognised by: the numbers that its maker, its donor and its drives carry."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.hardware_report.values import clean_serial
from services.inventory.domain.intake_refusals import NoSerial, SerialIsOurs, SerialLikeRegisterNumber
from shared.language.free_text import RegisterNumberInText, clean_line, has_register_number

_OUR_STICKER = re.compile(r"https?://[^/\s]+/q/[A-Za-z0-9-]{6,7}/?")
_LENOVO = re.compile(r"1S[0-9A-Z]{10}([0-9A-Z]{8})")
"""The long barcode on a Lenovo: `1S`, the machine type of ten letters, the serial number of eight."""

_SAID = re.compile(r"S/?N[\s:.#-]*([0-9]{11})", re.IGNORECASE)
"""Eleven digits with `SN` before them, as labels have it: somebody read on a device that this is its number."""


class IdentifierKind(StrEnum):
    """Whose number it is."""

    SERIAL = "serial"
    SYSTEM_UUID = "system_uuid"
    ASSET_TAG = "asset_tag"
    """The donor's own number, from their sticker."""


class KnownBy(StrEnum):
    """What a machine that comes in shares with one that is here."""

    SERIAL = "serial"
    SYSTEM_UUID = "system_uuid"
    DRIVE = "drive"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One number of a machine, as it is written."""

    kind: IdentifierKind
    shown: str

    @property
    def value(self) -> str:
        """As it is compared: letters in lower case, nothing else changed."""
        return self.shown.casefold()


@dataclass(frozen=True, slots=True)
class Known:
    """A machine that is here and shares something with one that comes in."""

    device_id: UUID
    code: str
    by: KnownBy


def identifiers(serial: str | None, system_uuid: UUID | None = None, asset_tag: str | None = None) -> list[Identifier]:
    """Those that there are."""
    found = [
        (IdentifierKind.SERIAL, serial),
        (IdentifierKind.SYSTEM_UUID, str(system_uuid) if system_uuid else None),
        (IdentifierKind.ASSET_TAG, asset_tag),
    ]
    return [Identifier(kind, shown) for kind, shown in found if shown]


def first_known(known: Sequence[Known]) -> Known | None:
    """The one that most likely is the same machine: by its own number, then its id, then a drive, which may have moved."""
    return min(known, key=lambda one: list(KnownBy).index(one.by), default=None)


def said_serial(text: str) -> str | None:
    """The number in `SN 85073003328`, when without `SN` it would be taken for a national register number; else None.

    A card that somebody holds before a scanner never begins so: it takes a person who reads the number on a device.
    """
    said = _SAID.fullmatch(text.strip())
    return said[1] if said and has_register_number(said[1]) else None


def typed_serial(text: str, *, longest: int = 80) -> str:
    """A serial number that somebody typed, on one line. Raises `SerialLikeRegisterNumber`, `TextTooLong`."""
    try:
        return said_serial(text) or clean_line(text, longest=longest)
    except RegisterNumberInText:
        raise SerialLikeRegisterNumber() from None


def scanned_serial(text: str) -> str:
    """The serial number in what a scanner or a person typed.

    Raises:
        SerialIsOurs: it is the address on a sticker of ours.
        NoSerial: nothing is left, it is an address, or what makers write instead of a number.
        SerialLikeRegisterNumber: it is a national register number, as on the card that somebody held before a scanner. One in 390
            serial numbers of eleven digits looks like one: a hardware report brings those, because nobody types it, and
            `said_serial` is how a person says so.
    """
    if _OUR_STICKER.fullmatch(text.strip()):
        raise SerialIsOurs()
    said = said_serial(text)
    if said is not None:
        return said
    serial = clean_serial(text)
    if serial is None or "://" in serial or not re.search(r"[0-9A-Za-z]{3}", serial):
        raise NoSerial()
    if has_register_number(serial):
        raise SerialLikeRegisterNumber()
    long_form = _LENOVO.fullmatch(serial.upper())
    return long_form[1] if long_form else serial
