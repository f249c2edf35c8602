"""The sheet of one machine: where it came from, what was done, how often it was lent, how it ended. Nobody's name is on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from reportlab.platypus import Flowable, Spacer

from services.inventory.documents.tables import plain_table
from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.retirement import Retirement
from services.inventory.queries.endings import Spell
from services.inventory.web.end_texts import DESTINATION, PART, REASON, UNDECIDED
from services.inventory.web.texts import CHASSIS, MEDIUM, TOOLS, WIPED
from shared.documents.paper import WIDTH, make_pdf, style
from shared.documents.paragraph import Words
from shared.language.formats import day, gigabytes, number, written_day
from shared.language.translate import plural, speaking, translated


@dataclass(frozen=True, slots=True)
class Life:
    """What a sheet tells.

    Attributes:
        spells: each time it was with a family.
        drives_out: how many drives were taken out of it.
        end: how it ended; None while it is in use.
        recycler: who took it apart, and the number of the certificate; empty when nobody did or it did not come yet.
        giver: the organisation that gave it; empty when unknown, or when it was a person.
    """

    device: Device
    spells: Sequence[Spell]
    end: Retirement | None
    drives_out: int = 0
    recycler: str = ""
    certificate: str = ""
    giver: str = ""


def make_reuse_sheet(life: Life, organisation: str, today: date, zone: tzinfo, language: str) -> bytes:
    """The sheet as PDF, in the language of who asked; the same input gives the same bytes."""
    with speaking(language):
        title = translated("Blad van toestel {code}").format(code=life.device.code)
        return make_pdf(title, _parts(life, title, organisation, today, zone, language), language=language)


def _parts(life: Life, title: str, organisation: str, today: date, zone: tzinfo, language: str) -> list[Flowable]:
    made = translated("Gemaakt op {day}.").format(day=written_day(today))
    return [
        Words(title, style("title"), language),
        Words(f"{organisation}. {made}" if organisation else made, style("body"), language),
        Spacer(1, 8),
        *_section(translated("Waar het vandaan komt"), _origin(life, zone), language),
        *_section(translated("Wat we deden"), _work(life, zone), language),
        *_section(translated("Hoe vaak het uitgeleend was"), _lending(life, today), language),
        *_section(translated("Hoe het eindigde"), _end(life), language),
        Spacer(1, 8),
        Words(translated("Op dit blad staat niet wie het toestel leende."), style("small"), language),
    ]


def _section(heading: str, rows: Sequence[tuple[str, str]], language: str) -> list[Flowable]:
    return [
        Words(heading, style("heading"), language),
        plain_table((translated("Wat"), translated("Hoe")), rows, (WIDTH * 0.36, WIDTH * 0.64), language),
        Spacer(1, 10),
    ]


def _origin(life: Life, zone: tzinfo) -> list[tuple[str, str]]:
    device = life.device
    facts = [
        (translated("Toestel"), f"{device.maker} {device.model}"),
        (translated("Soort"), str(CHASSIS[device.chassis])),
        (translated("Binnengekomen"), day(device.registered_at.astimezone(zone))),
        (translated("Gekregen van"), life.giver or translated("Niet genoteerd, of van een persoon")),
    ]
    if device.memory_mb is not None:
        facts.append((translated("Geheugen"), gigabytes(device.memory_mb)))
    return facts


def _work(life: Life, zone: tzinfo) -> list[tuple[str, str]]:
    rows = [(_drive_name(drive), _emptied(drive, zone)) for drive in life.device.drives]
    if not rows:
        rows = [(translated("Schijf"), translated("Geen schijf bekend"))]
    if life.drives_out:
        rows.append((translated("Eruit genomen"), plural("{count} schijf", "{count} schijven", life.drives_out)))
    return rows


def _drive_name(drive: Drive) -> str:
    kind = str(MEDIUM[drive.medium])
    return f"{kind}, {number(drive.capacity_gb)} GB" if drive.capacity_gb is not None else kind


def _emptied(drive: Drive, zone: tzinfo) -> str:
    wipe = drive.wipe
    if wipe is None or not drive.wipe_reaches_everything:
        return translated("Nog niet bewezen leeg")
    how = WIPED.get(wipe.method)
    tool = str(TOOLS.get(wipe.tool, wipe.tool))
    words = str(how).format(tool=tool) if how is not None else translated("Leeg.")
    if wipe.checked_at is None:
        return f"{words} {translated('Nog niet nagekeken.')}"
    return f"{words} {translated('Nagekeken op {day}.').format(day=day(wipe.checked_at.astimezone(zone)))}"


def _lending(life: Life, today: date) -> list[tuple[str, str]]:
    if not life.spells:
        return [(translated("Uitgeleend"), translated("Nooit"))]
    total = sum(spell.days(today) for spell in life.spells)
    rows = [
        (translated("Uitgeleend"), plural("{count} keer", "{count} keer", len(life.spells))),
        (translated("Samen"), plural("{count} dag", "{count} dagen", total)),
    ]
    for spell in life.spells:
        until = day(spell.until) if spell.until else translated("nu")
        rows.append(
            (
                translated("Van {since} tot {until}").format(since=day(spell.since), until=until),
                plural("{count} dag", "{count} dagen", spell.days(today)),
            )
        )
    return rows


def _end(life: Life) -> list[tuple[str, str]]:
    end = life.end
    if end is None:
        return [(translated("Nu"), translated("Nog in gebruik"))]
    rows = [
        (translated("Uit gebruik sinds"), day(end.retired_on)),
        (translated("Waarom"), str(REASON[end.reason]) if end.reason else translated("Niet genoteerd")),
        (translated("Waar het naartoe gaat"), str(DESTINATION[end.destination] if end.destination else UNDECIDED)),
    ]
    if end.left_on:
        rows.append((translated("Weg sinds"), day(end.left_on)))
    if life.recycler:
        rows.append((translated("Recycleur"), life.recycler))
        rows.append((translated("Nummer van het bewijs"), life.certificate or translated("Nog niet gekregen")))
    rows += [(translated("Onderdeel dat bleef"), f"{count} × {PART[kind]}") for kind, count in end.parts.items()]
    return rows
