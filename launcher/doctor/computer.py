"""Checks on this computer: the data folder and its key, room, memory, versions, the certificate, backups."""

import os
import platform
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psutil

from launcher.backup.folder import whole_backups
from launcher.backup.manifest import read_manifest
from launcher.disk import names_left, nearest, size_in_words
from launcher.doctor.finding import Finding, bad, good, look
from launcher.environment import REQUIREMENTS
from launcher.errors import CannotContinue
from launcher.move.state import check_not_moved
from launcher.postgres.folder import port_in_use
from launcher.postgres.leftovers import working_in
from launcher.tls import check_tls
from shared.runtime.gateway import gateway_of
from shared.runtime.keys import MasterKey, MasterKeyError
from shared.runtime.settings import Settings, SettingsError

ROOM_BYTES = 2_000_000_000
"""A year of a busy Digibank, photos included, with room for one backup that is put back."""
INODES = 20_000
MEMORY_BYTES = 600_000_000
BACKUP_AGE = timedelta(hours=36)
"""A night was missed."""
PINNED = re.compile(r"^([A-Za-z0-9_.\-]+)==([^\s;\\]+)\s*(;.*)?", re.MULTILINE)


def computer(settings: Settings) -> Iterator[Finding]:
    """Everything that can be seen without asking another program."""
    yield from data_folder(settings)
    yield from moved(settings)
    yield from master_key(settings)
    yield from room(settings.data)
    yield memory()
    yield from leftovers(settings)
    yield from gateway(settings)
    yield python_and_packages()
    yield time_zone_data()
    yield from certificate(settings)
    yield backups(settings)


def data_folder(settings: Settings) -> Iterator[Finding]:
    """It is there and ours."""
    folder = settings.data.absolute()
    if not folder.exists() and settings.postgres and settings.master_key_file:
        return  # everything is elsewhere, as in the containers of the stack
    if not folder.exists():
        yield look(
            "data", f"De map {folder} is er nog niet.", "Bij de eerste start wordt ze gemaakt. Had je al gegevens? Kijk --data na."
        )
    elif folder.stat().st_uid not in (os.geteuid(), 0) and os.geteuid() != 0:
        yield bad("data", f"De map {folder} is van een andere gebruiker.", "Start Digibank als de gebruiker van wie ze is.")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield bad("data", f"In de map {folder} mag niets geschreven worden.", f"Geef jezelf rechten: chmod u+rwx {folder}")
    else:
        yield good("data", f"De gegevens staan in {folder}.")


def moved(settings: Settings) -> Iterator[Finding]:
    """Whether what is in the folder went somewhere else, or is on its way."""
    if settings.postgres:
        return
    try:
        check_not_moved(settings.data)
    except CannotContinue as error:
        words, _, advice = str(error).partition(". ")
        yield bad("move", words.rstrip(".") + ".", advice)


def master_key(settings: Settings) -> Iterator[Finding]:
    """It is there when there is data, it is a key, and nobody else reads it."""
    path = settings.master_key_path
    try:
        MasterKey.load(path)
    except FileNotFoundError:
        if (settings.data / "postgres" / "cluster").exists():
            yield bad(
                "master key", f"De hoofdsleutel {path} is weg. Zonder kan niemand bij de gegevens.", "Zet de bewaarde kopie terug."
            )
    except MasterKeyError as error:
        words, _, advice = str(error).partition(". ")
        yield bad("master key", words.rstrip(".") + ".", advice or "Kijk na of dit het juiste bestand is.")
    except OSError as error:
        yield bad(
            "master key", f"De hoofdsleutel {path} is niet te lezen ({error.strerror}).", "Start als de gebruiker van wie hij is."
        )
    else:
        yield good("master key", "De hoofdsleutel is er, en anderen op deze computer kunnen hem niet lezen.")


def room(folder: Path, wanted: int = ROOM_BYTES, inodes: int = INODES) -> Iterator[Finding]:
    """Bytes and names that the disk of the data still has room for."""
    free = shutil.disk_usage(nearest(folder)).free
    clear = "Maak plaats: haal oude kopieën of andere grote bestanden weg."
    if free < wanted // 10:
        yield bad("room", f"De schijf is bijna vol: {size_in_words(free)} vrij. Straks kan niets meer bewaard worden.", clear)
    elif free < wanted:
        yield look("room", f"Er is nog {size_in_words(free)} vrij op de schijf.", clear)
    else:
        yield good("room", f"Er is {size_in_words(free)} vrij op de schijf.")
    names = names_left(folder)
    if names is not None and names < inodes:
        yield bad(
            "inodes",
            f"Er kunnen nog maar {names} bestanden bij op deze schijf.",
            "Haal mappen met veel kleine bestanden weg.",
        )


def memory(wanted: int = MEMORY_BYTES) -> Finding:
    """What is free of it."""
    free = psutil.virtual_memory().available
    if free < wanted:
        return look(
            "memory",
            f"Er is nog {size_in_words(free)} geheugen vrij. Alles kan traag worden.",
            "Sluit andere programma's op deze computer.",
        )
    return good("memory", f"Er is {size_in_words(free)} geheugen vrij.")


def leftovers(settings: Settings) -> Iterator[Finding]:
    """A server of an earlier run that nobody looks after."""
    folder = settings.data.absolute() / "postgres"
    if (
        not settings.postgres
        and folder.exists()
        and port_in_use(folder) is None
        and (left := working_in((folder / "cluster").resolve()))
    ):
        numbers = ", ".join(str(process.pid) for process in left[:3])
        yield look(
            "leftovers",
            f"Er draait nog een databank van een vorige keer (proces {numbers}).",
            "./digibank up ruimt dat vanzelf op.",
        )


def python_and_packages(requirements: Path = REQUIREMENTS / "run.txt") -> Finding:
    """What is installed is what is written down."""
    wrong = []
    for name, wanted, only_elsewhere in PINNED.findall(requirements.read_text()):
        try:
            if version(name) != wanted:
                wrong.append(f"{name} {version(name)} in plaats van {wanted}")
        except PackageNotFoundError:
            if not only_elsewhere:
                wrong.append(f"{name} ontbreekt")
    if wrong:
        more = f" en {len(wrong) - 3} andere" if len(wrong) > 3 else ""
        return bad(
            "packages",
            f"Niet alle onderdelen zijn de juiste: {', '.join(wrong[:3])}{more}.",
            "Verwijder de map .venv. De volgende start maakt ze opnieuw.",
        )
    return good("packages", f"Python {platform.python_version()}, en alle onderdelen hebben de juiste versie.")


def time_zone_data() -> Finding:
    """The rules of our own time zone are known here: winter is one hour from UTC and summer two."""
    try:
        zone = ZoneInfo.no_cache("Europe/Brussels")
        hours = [datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hours = []
    if hours != [timedelta(hours=1), timedelta(hours=2)]:
        return bad(
            "time zone", "Deze computer kent de tijdzones niet. Dagen en uren zouden niet kloppen.", "Installeer het pakket tzdata."
        )
    return good("time zone", "De tijdzones zijn bekend.")


def certificate(settings: Settings) -> Iterator[Finding]:
    """The one that `up` answers with."""
    if settings.tls_cert is None and settings.tls_key is None:
        return
    warned: list[str] = []
    try:
        check_tls(settings, warned.append)
    except CannotContinue as error:
        words, _, advice = str(error).partition(". ")
        yield bad("certificate", words.rstrip(".") + ".", advice or "Kijk --tls-cert en --tls-key na.")
    else:
        if warned:
            yield look("certificate", warned[0].removeprefix("Let op: ").capitalize(), "Vraag een nieuw aan.")
        else:
            yield good("certificate", "Het certificaat is in orde.")


def backups(settings: Settings) -> Finding:
    """There is a good one, and it is not old."""
    make = "Maak er een: ./digibank backup --to DIR"
    if settings.backups is None:
        return look("backup", "Er is geen vaste map voor kopieën, dus hun leeftijd is niet na te kijken.", "Zet DIGIBANK_BACKUPS.")
    found = whole_backups(settings.backups)
    if not found:
        return bad("backup", f"Er is geen kopie van de gegevens in {settings.backups}.", make)
    try:
        age = datetime.now(UTC) - read_manifest(found[-1]).instant
    except CannotContinue as error:
        return bad("backup", str(error), make)
    hours = round(age.total_seconds() / 3600)
    if age > BACKUP_AGE:
        return bad("backup", f"De laatste kopie is {hours} uur oud.", "Kijk waarom er geen nieuwe kwam. " + make)
    return good("backup", f"De laatste kopie is {hours} uur oud.")


def gateway(settings: Settings) -> Iterator[Finding]:
    """What texts to families are sent with, where something was set. Nothing is sent to try it."""
    try:
        found = gateway_of(settings)
    except SettingsError as error:
        yield bad(
            "gateway",
            f"Berichten vertrekken niet vanzelf: {error}.",
            "Zet dat bestand goed (docs/operations.md, Texts to families). Tot dan staan ze op de lijst van een mens.",
        )
        return
    if found is None:
        return
    yield good("gateway", f"Berichten vertrekken via {found.host}: {', '.join(sorted(found.channels))}.")
    if not found.token:
        yield look("gateway", "Er is geen token voor die dienst.", "Vraagt ze er een? Zet het bij DIGIBANK_GATEWAY_TOKEN_FILE.")
