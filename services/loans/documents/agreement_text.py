"""Makes the text of an agreement from its template and the facts. The same facts give the same text, to the letter.

A template that was once signed is never edited: a new wording is a new file with the next number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from services.loans.domain.agreement import AgreementText
from services.loans.domain.household import Language
from shared.contracts.vocabulary import Accessory

TEXTS = Path(__file__).parent / "texts"
TEMPLATE_VERSION = 1
LANGUAGE = Language.NL

ACCESSORY = {
    Accessory.CHARGER: "lader",
    Accessory.MOUSE: "muis",
    Accessory.BAG: "tas",
    Accessory.HEADSET: "koptelefoon",
    Accessory.HOTSPOT: "hotspot",
    Accessory.PRINTER: "printer",
    Accessory.SCREEN: "scherm",
    Accessory.KEYBOARD: "toetsenbord",
    Accessory.WEBCAM: "webcam",
}
HELP_UNKNOWN = "Kom langs of bel ons. Vraag nu het nummer aan wie dit met je leest."


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the text is about.

    Attributes:
        organisation: what the Digibank is called; None when we did not hear it yet.
        help_line, help_place: where families find help; None when we did not hear it yet.
        family: how the family is called.
        code, maker, model: of the machine.
        look_again_on: the day around which we ask how it goes.
    """

    organisation: str | None
    help_line: str | None
    help_place: str | None
    family: str
    code: str
    maker: str
    model: str
    accessories: Sequence[Accessory]
    look_again_on: date


def agreement_text(facts: AgreementFacts) -> AgreementText:
    """The text as the family reads it and signs it."""
    text = _template().format(
        organisation=facts.organisation or "de Digibank",
        family=facts.family,
        code=facts.code,
        maker=facts.maker,
        model=facts.model,
        accessories=_accessories(facts.accessories),
        look_again=f"{facts.look_again_on.day}/{facts.look_again_on.month}/{facts.look_again_on.year}",
        help=_help(facts.help_line, facts.help_place),
    )
    return AgreementText(text, TEMPLATE_VERSION, LANGUAGE)


def listed(accessories: Sequence[Accessory]) -> str:
    """Accessories in a sentence: `lader, muis en tas`."""
    words = [ACCESSORY[accessory] for accessory in accessories]
    return " en ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


@cache
def _template() -> str:
    return (TEXTS / f"agreement_{LANGUAGE.value}_{TEMPLATE_VERSION}.txt").read_text(encoding="utf-8").strip()


def _accessories(accessories: Sequence[Accessory]) -> str:
    return f"Dit krijg je erbij: {listed(accessories)}." if accessories else "Er gaat niets anders mee."


def _help(line: str | None, place: str | None) -> str:
    said = [f"Bel {line}." if line else "", f"Of kom langs: {place}." if line and place else ""]
    if place and not line:
        said = [f"Kom langs: {place}."]
    return " ".join(filter(None, said)) or HELP_UNKNOWN
