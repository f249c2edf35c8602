"""The wipe certificate for a donor: one line for each drive. Takes processor time: call it in a thread, outside a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, Spacer, Table

from services.inventory.documents.tables import ruled
from services.inventory.domain.sanitization import EvidenceSource, WipeMethod
from services.inventory.queries.certificate import Certifiable, CertifiedDrive
from services.inventory.web.texts import MEDIUM, TOOLS
from services.inventory.web.wipe_texts import DESTROYED_HOW, LEVEL, SOURCE
from shared.documents.lettering import BOLD, REGULAR, lines_of
from shared.documents.paper import LEFT, WIDTH, make_pdf, style
from shared.documents.paragraph import Words, draw_line
from shared.language.formats import capital, day, number, written_day
from shared.language.translate import _, plural, speaking, translated

COLUMNS = (36 * mm, 36 * mm, 32 * mm, 19 * mm, WIDTH - 123 * mm)
CELL = 8.5
LOGO_HEIGHT, LOGO_WIDTH = 16 * mm, 60 * mm
FOOT = 8
METHODS = {
    WipeMethod.OVERWRITE: _("Overschreven"),
    WipeMethod.SECURE_ERASE: _("Met het wiscommando van de schijf zelf"),
    WipeMethod.CRYPTO_ERASE: _("De sleutel van een versleutelde schijf gewist"),
    WipeMethod.DESTROYED: _("Stukgemaakt"),
}

SAID = _("{name} verklaart: de schijven op deze lijst zijn leeg. Iemand van ons keek elke schijf na.")
NOT_YET = _("Van deze toestellen is nog niet elke schijf gewist en nagekeken: {codes}. Die schijven staan niet op de lijst.")
CHECKED, CHECKED_BY_ANOTHER = _("Nagekeken door een medewerker op {day}"), _("Nagekeken door een tweede medewerker op {day}")


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who certifies.

    Attributes:
        title: what the organisation is called; may be empty.
        logo: its picture, as PNG.
    """

    title: str
    logo: bytes | None = None


def make_wipe_certificate(found: Certifiable, by: Certifier, made_on: date, zone: tzinfo, language: str) -> bytes:
    """The certificate as PDF, in one of our languages; the same input gives the same bytes.

    Args:
        found: at least one proven drive.
        made_on: the day where the organisation is.
        zone: where the organisation is.
    """
    with speaking(language):
        pages = 0

        def count(_canvas: Canvas, page: int) -> None:
            nonlocal pages
            pages = page

        title = translated("Wisbewijs")
        name = by.title or "Digibank"
        make_pdf(title, _parts(found, by, made_on, zone, language), language=language, foot=count)

        def foot(canvas: Canvas, page: int) -> None:
            words = translated("{title} van {name}, {day}. Bladzijde {page} van {pages}.").format(
                title=title, name=name, day=day(made_on), page=page, pages=pages
            )
            line = lines_of(words, REGULAR, FOOT, WIDTH)[0]
            draw_line(canvas, line, (LEFT + 6, 11 * mm), REGULAR, FOOT, WIDTH)

        return make_pdf(title, _parts(found, by, made_on, zone, language), language=language, foot=foot, author=name)


def _parts(found: Certifiable, by: Certifier, made_on: date, zone: tzinfo, language: str) -> list[Flowable]:
    name, body, small = by.title or "Digibank", style("body"), style("small")
    parts: list[Flowable] = [_logo(by.logo), Spacer(1, 3 * mm)] if by.logo else []
    parts += [
        Words(translated("Wisbewijs"), style("title"), language),
        Words(
            translated("{name} verklaart: de schijven op deze lijst zijn leeg. Iemand van ons keek elke schijf na.").format(
                name=name
            ),
            body,
            language,
        ),
        Words(
            plural("Op deze lijst staat {count} schijf.", "Op deze lijst staan {count} schijven.", len(found.proven))
            + " "
            + translated("Gemaakt op {day}.").format(day=written_day(made_on)),
            body,
            language,
        ),
        Spacer(1, 3 * mm),
        _table(found.proven, zone, language),
        Spacer(1, 4 * mm),
    ]
    if found.unproven:
        words = translated(
            "Van deze toestellen is nog niet elke schijf gewist en nagekeken: {codes}. Die schijven staan niet op de lijst."
        )
        parts.append(Words(words.format(codes=", ".join(found.unproven)), body, language))
    parts.append(Words(translated("Wat de woorden willen zeggen"), style("heading"), language))
    parts += [Words(str(words), small, language) for words in LEGEND]
    return parts


LEGEND = (
    _("Gewist (clear): alles is overschreven. Gewone programma’s vinden niets meer."),
    _("Grondig gewist (purge): ook met gespecialiseerd materiaal is niets meer terug te halen."),
    _("Vernietigd (destroy): de schijf is stukgemaakt en wordt nooit meer gebruikt."),
    _("De niveaus zijn die van NIST SP 800-88 Rev. 2 (2025). Een SSD die alleen overschreven is, telt niet als gewist."),
)


def _logo(png: bytes) -> Image:
    width, height = ImageReader(BytesIO(png)).getSize()
    scale = min(LOGO_WIDTH / width, LOGO_HEIGHT / height)
    return Image(BytesIO(png), width * scale, height * scale, hAlign="LEFT")


def _table(drives: Sequence[CertifiedDrive], zone: tzinfo, language: str) -> Table:
    cell = style("small").clone("cell", fontSize=CELL, leading=CELL * 1.28, spaceAfter=0)
    head = cell.clone("head", fontName=BOLD)
    heads = (_("Toestel"), _("Schijf"), _("Hoe en waarmee"), _("Wanneer"), _("Wat bewezen is"))
    rows: list[list[object]] = [[Words(str(words), head, language) for words in heads]]
    for one in drives:
        columns = (_machine(one), _drive(one), _method(one), _when(one, zone), _proven(one, zone))
        rows.append([[Words(line, cell, language) for line in lines if line] for lines in columns])
    return ruled(rows, COLUMNS)


def _machine(one: CertifiedDrive) -> tuple[str, ...]:
    device = one.device
    return (f"{device.maker} {device.model}", _serial(device.serial), translated("Onze code {code}").format(code=device.code))


def _drive(one: CertifiedDrive) -> tuple[str, ...]:
    kind, size = str(MEDIUM[one.drive.medium]), one.drive.capacity_gb
    name = f"{kind}, {number(size)} GB" if size is not None else kind
    return (name, " ".join(part for part in (one.drive.maker, one.drive.model) if part), _serial(one.drive.serial))


def _serial(serial: str | None) -> str:
    return translated("Serienummer {serial}").format(serial=serial) if serial else translated("Serienummer niet bekend")


def _method(one: CertifiedDrive) -> tuple[str, ...]:
    wipe = one.wipe
    tool = str(TOOLS.get(wipe.tool, DESTROYED_HOW.get(wipe.tool, wipe.tool)))
    rounds = plural("{count} keer", "{count} keer", wipe.rounds) if wipe.rounds and wipe.method is WipeMethod.OVERWRITE else ""
    method = str(METHODS[wipe.method])
    return (
        f"{method}, {rounds}" if rounds else method,
        f"{tool} {wipe.tool_version}" if wipe.tool_version else tool,
        translated("Nagelezen door het programma") if wipe.verified else "",
    )


def _when(one: CertifiedDrive, zone: tzinfo) -> tuple[str, ...]:
    moment = one.wipe.ended_at or one.wipe.checked_at
    return (day(moment.astimezone(zone)),) if moment else ()


def _proven(one: CertifiedDrive, zone: tzinfo) -> tuple[str, ...]:
    wipe = one.wipe
    checked = day(wipe.checked_at.astimezone(zone)) if wipe.checked_at else ""
    two = wipe.source is EvidenceSource.STATEMENT and wipe.recorded_by != wipe.checked_by
    alone = wipe.source is EvidenceSource.STATEMENT and not two  # from before a second person had to confirm
    return (
        capital(str(LEVEL[one.judgement.level])),
        "" if alone else translated("Bron: {source}").format(source=SOURCE[wipe.source]),
        (CHECKED_BY_ANOTHER if two else CHECKED).format(day=checked),
    )
