"""The words of the page of a donor, and of the letter and the mail that bring its link, in Dutch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.inventory.domain.became import Became, Told, told
from services.inventory.web.texts import CHASSIS
from shared.language.formats import listed, number, written_day
from shared.language.translate import _, plural, speaking, translated

SOME = _("Enkele")
TOO_MANY = _("Deze pagina werd vaak na elkaar geopend. Probeer het over een minuut opnieuw.")
LANGUAGES = {"nl": _("In het Nederlands"), "fr": _("In het Frans"), "en": _("In het Engels")}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number on the page: what it counts, the number or a word for it, and a sentence about it; empty where none is needed."""

    words: str
    number: str
    about: str = ""


def figures(became: Became) -> Sequence[Figure]:
    """What anybody with the link sees; a line for what is nought is left out."""
    seen = told(became)
    found = [Figure(translated("Kwamen binnen"), number(seen.came), _kinds(became))]
    if seen.in_use is not None:
        found.append(Figure(translated("Bij ons of bij een gezin"), number(seen.in_use), _together(seen)))
    if seen.helping:
        found.append(Figure(translated("Bij een gezin of een vereniging"), number(seen.helping)))
    if seen.preparing:
        about = plural(
            "We maken het klaar, of het wacht op een gezin.", "We maken ze klaar, of ze wachten op een gezin.", seen.preparing
        )
        found.append(Figure(translated("Nog bij ons"), number(seen.preparing), about))
    if seen.again or seen.some_again:
        again = number(seen.again) if seen.again else str(SOME)
        found.append(
            Figure(translated("Al bij meer dan één gezin geweest"), again, translated("Een toestel helpt vaak een tweede gezin."))
        )
    if seen.parts:
        about = translated("Daarmee herstellen we andere toestellen.")
        found.append(Figure(translated("Gebruikt voor onderdelen"), number(seen.parts), about))
    if seen.recycled:
        found.append(Figure(translated("Gerecycleerd"), number(seen.recycled), _recycled(became)))
    if seen.ended:
        found.append(
            Figure(
                translated("Uit gebruik"),
                number(seen.ended),
                plural("Het gaat naar geen gezin meer.", "Ze gaan naar geen gezin meer.", seen.ended),
            )
        )
    return found


def wiping(seen: Told) -> str:
    """What became of what was on the drives, in a few sentences."""
    if not seen.with_drive:
        return translated("We kennen van deze toestellen nog geen schijf.")
    if seen.all_wiped:
        return translated("Elke schijf die met deze toestellen kwam, is gewist. Iemand van ons keek dat na.")
    if seen.wiped is None:
        return translated("We wissen elke schijf, en iemand kijkt dat na. Nog niet elk toestel is gewist.")
    return translated(
        "Van {wiped} van de {all} toestellen met een schijf is elke schijf gewist en nagekeken. Van de andere is dat nog niet zo."
    ).format(wiped=number(seen.wiped), all=number(seen.with_drive))


@dataclass(frozen=True, slots=True)
class Letter:
    """What a donor is sent: on paper, and as a mail with a subject."""

    language: str
    heading: str
    lines: Sequence[str]
    scan: str
    typed: str
    until: str
    subject: str
    mail: str


def letter(house: str, link: str, until: date, language: str, *, scanned: bool = True) -> Letter:
    """The words that bring a link, in the language of the donor. `scanned`: whether a code to scan stands beside them."""
    with speaking(language):
        thanks = translated("Bedankt voor je toestellen")
        lines = (
            translated("Je gaf toestellen aan {house}. Daarmee help je gezinnen die er geen hebben.").format(house=house),
            translated("Wil je weten wat ervan werd? Dat lees je op een pagina van ons. Je hebt geen wachtwoord nodig."),
            translated("Je ziet er alleen aantallen. Bij wie een toestel is, tonen we nooit."),
        )
        works = translated("De pagina werkt tot en met {day}.").format(day=written_day(until))
        return Letter(
            language=language,
            heading=thanks,
            lines=lines,
            scan=translated("Scan het vierkant met de camera van je telefoon."),
            typed=translated("Of typ dit adres over:") if scanned else translated("Typ dit adres over:"),
            until=works,
            subject=translated("Wat er van je toestellen werd"),
            mail="\n\n".join([f"{thanks}!", *lines[:2], link, lines[2], works, house]),
        )


def _kinds(became: Became) -> str:
    """Which kinds, when there is more than one."""
    if len(became.kinds) < 2:
        return ""
    return ", ".join(f"{CHASSIS[kind]}: {number(count)}" for kind, count in became.kinds.items())


def _together(seen: Told) -> str:
    secret = translated("Hoeveel precies tonen we niet. Zo blijft elk gezin onbekend.")
    if not seen.some:
        return secret
    return f"{translated('Enkele zijn nu bij een gezin of een vereniging.')} {secret}"


def _recycled(became: Became) -> str:
    said = []
    if became.recycled_grams:
        said.append(translated("Ongeveer {weight} kilo, geschat.").format(weight=number(became.recycled_grams / 1000)))
    if became.recyclers:
        said.append(
            plural(
                "De recycleur is {names}.", "De recycleurs zijn {names}.", len(became.recyclers), names=listed([*became.recyclers])
            )
        )
    return " ".join(said)
