"""The reuse report of a year on paper."""

from collections.abc import Sequence
from datetime import date

from babel.numbers import format_decimal
from reportlab.platypus import Flowable, Spacer

from services.inventory.documents.tables import plain_table
from services.inventory.queries.reuse import ReuseLine, ReuseReport
from services.inventory.web.end_texts import OUTCOME
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.texts import CHASSIS
from shared.documents.paper import WIDTH, make_pdf, style
from shared.documents.paragraph import Words
from shared.language.formats import number, written_day
from shared.language.translate import _, language, plural, speaking, translated

ESTIMATE = _(
    "We wegen niet elk toestel. We tellen met een gemiddelde per soort. Het gewicht is dus een schatting. "
    "Soorten zonder gemiddelde tellen niet mee in het gewicht."
)


def make_reuse_report(report: ReuseReport, organisation: str, today: date, code: str) -> bytes:
    """The report as PDF, in the language of who asked; the same input gives the same bytes."""
    with speaking(code):
        title = translated("Hergebruik in {year}").format(year=report.year)
        made = translated("Gemaakt op {day}.").format(day=written_day(today))
        parts: list[Flowable] = [
            Words(title, style("title"), code),
            Words(f"{organisation}. {made}" if organisation else made, style("body"), code),
            Words(came_in_words(report), style("body"), code),
            Spacer(1, 6),
            *_table(translated("Wat binnenkwam, en waar het nu is"), report.came_in, report, code),
            *_givers(report, code),
            *_table(translated("Wat in dit jaar uit gebruik ging"), report.left, report, code),
            Words(translated("Hoe we het gewicht schatten"), style("heading"), code),
            Words(str(ESTIMATE), style("body"), code),
            *(
                Words(
                    translated("{kind}: {weight} kg. Bron: {source}.").format(
                        kind=CHASSIS[kind], weight=kilos(weight.grams / 1000), source=weight.source
                    ),
                    style("small"),
                    code,
                )
                for kind, weight in report.weights.items()
                if any(line.chassis is kind for line in (*report.came_in, *report.left))
            ),
        ]
        return make_pdf(title, parts, language=code)


def came_in_words(report: ReuseReport) -> str:
    """The year in two sentences."""
    came = plural("Er kwam {count} toestel binnen.", "Er kwamen {count} toestellen binnen.", report.machines)
    lent = sum(report.lent.values())
    out = plural("Er ging {count} toestel naar een gezin.", "Er gingen {count} toestellen naar een gezin.", lent)
    return f"{came} {out}"


def kilos(value: float) -> str:
    """Kilograms as people write them: with two digits behind the comma where they matter, with one above ten."""
    return format_decimal(value, format="#,##0.#" if value >= 10 else "#,##0.##", locale=language().locale)


def _table(heading: str, lines: Sequence[ReuseLine], report: ReuseReport, code: str) -> list[Flowable]:
    if not lines:
        return [Words(heading, style("heading"), code), Words(translated("Niets."), style("body"), code)]
    rows = [
        (str(CHASSIS[line.chassis]), str(OUTCOME[line.outcome]), number(line.machines), _weight(line, report)) for line in lines
    ]
    total = (translated("Samen"), "", number(sum(line.machines for line in lines)), kilos(report.kilograms(lines)))
    heads = (translated("Soort"), translated("Waar"), translated("Aantal"), translated("Kilo (geschat)"))
    widths = (WIDTH * 0.28, WIDTH * 0.4, WIDTH * 0.14, WIDTH * 0.18)
    return [
        Words(heading, style("heading"), code),
        plain_table(heads, [*rows, total], widths, code, numbers=(2, 3)),
        Spacer(1, 10),
    ]


def _givers(report: ReuseReport, code: str) -> list[Flowable]:
    """Nothing when nobody noted who gave anything."""
    if not any(giver.known for giver in report.givers):
        return []
    rows = [
        (
            giver.name or (str(A_PERSON) if giver.known else translated("Niet genoteerd")),
            number(giver.machines),
            number(giver.ever_lent),
            kilos(report.kilograms(giver.kinds)),
        )
        for giver in report.givers
    ]
    heads = (translated("Gever"), translated("Aantal"), translated("Al bij een gezin geweest"), translated("Kilo (geschat)"))
    widths = (WIDTH * 0.46, WIDTH * 0.14, WIDTH * 0.22, WIDTH * 0.18)
    return [
        Words(translated("Van wie het kwam"), style("heading"), code),
        plain_table(heads, rows, widths, code, numbers=(1, 2, 3)),
        Spacer(1, 10),
    ]


def _weight(line: ReuseLine, report: ReuseReport) -> str:
    return kilos(report.kilograms([line])) if line.chassis in report.weights else "–"
