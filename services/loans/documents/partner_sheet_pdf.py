"""The sheet beside a machine that a partner hands out. Takes processor time: call it in a thread, outside a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from shared.documents.paper import WIDTH, make_pdf, style
from shared.documents.paragraph import Words
from shared.documents.qr import draw_qr
from shared.language.formats import day
from shared.language.translate import language, translated

QR = 42 * mm


@dataclass(frozen=True, slots=True)
class SheetWords:
    """All that stands on it beside the code, in `language` (two letters). Nothing says who gets the machine."""

    language: str
    title: str
    organisation: str | None
    steps: Sequence[str]
    machines: Sequence[Sequence[str]]
    along: str
    to_do_title: str
    to_do: Sequence[str]
    foot: Sequence[str]


def sheet_words(
    *,
    organisation: str | None,
    help_line: str | None,
    machines: Sequence[tuple[str, str, Sequence[str]]],
    along: Sequence[str],
    to_do: Sequence[str],
    until: datetime,
) -> SheetWords:
    """The words, in the language of who prints it.

    Args:
        machines: code, then maker and model, then in words what goes along with it by itself, of each.
        along: what goes along, in words, where no machine has a list of its own.
        to_do: what to do when it leaves.
        until: the moment at which the code stops, at midnight where the organisation is.
    """
    last = day((until - timedelta(days=1)).date())
    things = ", ".join(str(one) for one in along) or translated("niets anders")
    foot = [translated("De code werkt één keer, tot en met {day}.").format(day=last)]
    if help_line:
        foot.append(translated("Lukt het niet? Bel {line}.").format(line=help_line))
    return SheetWords(
        language=language().code,
        title=translated("Geef dit toestel mee"),
        organisation=organisation,
        steps=(
            translated("Meld je aan bij Digibank en kies Toestel meegeven."),
            translated("Typ of scan de code."),
            translated("Laat het gezin tekenen: op de eigen telefoon of op papier."),
            translated("Geef alles mee en tik op Meegegeven."),
        ),
        machines=[
            [f"{code} · {name}", *[translated("Gaat mee: {things}").format(things=", ".join(map(str, own)))] * bool(own)]
            for code, name, own in machines
        ],
        along="" if any(own for *_machine, own in machines) else translated("Gaat mee: {things}").format(things=things),
        to_do_title=translated("Bij het meegeven"),
        to_do=[str(one) for one in to_do],
        foot=foot,
    )


def partner_sheet_pdf(words: SheetWords, code: str, base_url: str) -> bytes:
    """One sheet of A4; the same facts give the same bytes.

    Args:
        code: as it is typed.
        base_url: where Digibank is; the square leads to the page of this code, behind the sign-in of the partner.
    """
    body, heading = style("body"), style("heading")
    parts: list[Flowable] = [Words(words.title, style("title"), words.language)]
    if words.organisation:
        parts.append(Words(words.organisation, body, words.language))
    parts.append(_Code(code, f"{base_url}/loans/hand-out/{code}"))
    parts += [Words(f"{number}. {said}", body, words.language) for number, said in enumerate(words.steps, 1)]
    for machine, *own in words.machines:
        parts += [Words(machine, heading, words.language), *(Words(said, body, words.language) for said in own)]
    if words.along:
        parts.append(Words(words.along, body, words.language))
    parts.append(Words(words.to_do_title, heading, words.language))
    parts += [_ToTick(said, words.language) for said in words.to_do]
    parts += [Words(said, body.clone("foot", spaceBefore=8), words.language) for said in words.foot]
    return make_pdf(words.title, parts, language=words.language, author=words.organisation)


class _Code(Flowable):
    """The square, and the code in large letters beside it."""

    def __init__(self, code: str, address: str) -> None:
        super().__init__()
        self._code, self._address = code, address

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The room it takes."""
        self.width, self.height = WIDTH, QR + 6 * mm
        return self.width, self.height

    def draw(self) -> None:
        """Both in the middle of their height."""
        draw_qr(self.canv, self._address, 0, 3 * mm, QR)
        self.canv.setFont(style("title").fontName, 30)
        self.canv.drawString(QR + 8 * mm, 3 * mm + QR / 2 - 10, self._code)


class _ToTick(Flowable):
    """A box to tick with a pen, and what it is about."""

    def __init__(self, said: str, language: str) -> None:
        super().__init__()
        self._said = Words(said, style("body"), language)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room it takes."""
        _wide, high = self._said.wrap(width - 8 * mm, height)
        self.width, self.height = width, high + 2 * mm
        return self.width, self.height

    def draw(self) -> None:
        """The box left, the words right."""
        self.canv.rect(0.5 * mm, self.height - 5.6 * mm, 4 * mm, 4 * mm)
        self._said.drawOn(self.canv, 8 * mm, 2 * mm)
