"""Single cells: each is understood for certain, or it is a problem. Nothing is made of half a meaning."""

import re
from collections.abc import Mapping
from functools import lru_cache

from services.inventory.domain.hardware_report.values import clean_serial
from services.inventory.domain.identifiers import said_serial
from services.inventory.domain.search import plain
from shared.contracts.vocabulary import Chassis, Medium

NOTHING = frozenset(
    {"", "-", "--", "/", "?", "n/a", "nvt", "n.v.t.", "geen", "aucun", "aucune", "none", "onbekend", "inconnu", "unknown"}
)
"""What people write where there is nothing to write."""

_KINDS = {
    Chassis.LAPTOP: "laptop, laptops, notebook, portable, draagbare computer, draagbare pc, ordinateur portable, "
    "pc portable, chromebook",
    Chassis.DESKTOP: "desktop, desktops, vaste computer, vaste pc, tower, mini pc, ordinateur fixe, ordinateur de bureau, pc fixe, "
    "unite centrale",
    Chassis.TABLET: "tablet, tablets, tablette, ipad",
    Chassis.ALL_IN_ONE: "all in one, aio, alles in een, tout en un",
    Chassis.SERVER: "server, serveur",
    Chassis.SCREEN: "scherm, schermen, beeldscherm, monitor, ecran, moniteur, screen, display",
    Chassis.PHONE: "telefoon, gsm, smartphone, telephone, phone, mobile phone",
    Chassis.PRINTER: "printer, imprimante",
    Chassis.HOTSPOT: "hotspot, mifi",
    Chassis.ACCESSORY: "toebehoren, accessoire, accessoires, accessory, accessories",
    Chassis.OTHER: "ander, andere, overig, autre, other",
}
KINDS = {word.strip(): kind for kind, words in _KINDS.items() for word in words.split(",")}
_MEDIA = {
    Medium.HDD: "hdd, harde schijf, hard disk, disque dur, sata hdd",
    Medium.SSD: "ssd, sata ssd",
    Medium.NVME: "nvme, nvme ssd, ssd nvme, m 2 nvme, pcie ssd",
    Medium.EMMC: "emmc",
}
MEDIA = {word.strip(): medium for medium, words in _MEDIA.items() for word in words.split(",")}

_SIZE = re.compile(r"(?:(\d{1,2}) ?[x×*] ?)?(\d{1,7}(?:[.,]\d{1,3})?) ?([kmgt])?(?:i?b|o)?", re.IGNORECASE)
_REMEMBERED = 4096
"""Cells; in a list of thousands most say the same."""
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def kind_of(cell: str, chosen: Mapping[str, Chassis]) -> Chassis | None:
    """The kind of machine: a word of ours, or what a person chose for this very word."""
    word = word_of(cell)
    return chosen.get(word) or KINDS.get(word)


@lru_cache(_REMEMBERED)
def word_of(cell: str) -> str:
    """A cell as words are compared: lower case, no accents, no marks."""
    return re.sub(r"[^a-z0-9]+", " ", plain(cell)).strip()


@lru_cache(_REMEMBERED)
def memory_of(cell: str) -> int | None:
    """Memory in MiB: `8`, `8 GB`, `2x4GB`, `8192 MB`, `8 Go`. Without a unit it is gigabytes up to 256 and megabytes from 512."""
    read = _SIZE.fullmatch(cell.strip())
    if read is None:
        return None
    times, size, unit = int(read[1] or 1), _decimal(read[2]), (read[3] or "").lower()
    if not unit:
        unit = "g" if size <= 256 else "m" if size >= 512 else ""
    megabytes = round(times * size * {"m": 1, "g": 1024, "t": 1024**2}.get(unit, 0))
    return megabytes if 16 <= megabytes <= 4 * 1024**2 else None


@lru_cache(_REMEMBERED)
def drive_of(cell: str) -> tuple[int, Medium | None] | None:
    """A drive as decimal gigabytes and what it stores on, if it says so: `256`, `256 GB SSD`, `1 TB`. Only ever one drive."""
    words = cell.strip()
    medium = None
    for word, known in sorted(MEDIA.items(), key=lambda one: -len(one[0])):
        around = re.fullmatch(rf"(?:{word})[ :,-]*(.+)|(.+?)[ ,(-]*(?:{word})\)?", words, re.IGNORECASE)
        if around:
            medium, words = known, (around[1] or around[2]).strip()
            break
    read = _SIZE.fullmatch(words)
    if read is None or read[1]:
        return None
    size, unit = _decimal(read[2]), (read[3] or "g").lower()
    gigabytes = round(size * {"g": 1, "t": 1000}.get(unit, 0))
    return (gigabytes, medium) if 8 <= gigabytes <= 100_000 else None


def medium_of(cell: str) -> Medium | None:
    """What a drive stores on, from a word that says it for certain; `m.2` does not."""
    return MEDIA.get(word_of(cell))


def serial_of(cell: str) -> str | None:
    """A serial number; None for what is none."""
    return said_serial(cell) or clean_serial(cell)


def is_shortened(cell: str) -> bool:
    """Whether a spreadsheet program kept only the first digits of a long number, as `1,23457E+11`."""
    return _SHORTENED.fullmatch(cell) is not None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
