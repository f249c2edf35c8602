"""`./digibank loans agreement`: the agreement on paper with made-up data, for who wants to see it before anybody signs."""

from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from launcher.errors import CannotContinue
from launcher.say import say
from services.loans.documents.agreement_example import EXAMPLE
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import NEWEST, agreement_text
from services.loans.domain.household import Language, Level

Choice = TypeVar("Choice", bound=StrEnum)


def write_example(language: str, level: str, out: Path) -> None:
    """Write the default template as a PDF, in a language beside Dutch.

    Raises:
        CannotContinue: a language or a level that we do not have, or a file that cannot be written; one line.
    """
    text = agreement_text(EXAMPLE, _one_of(Language, language, "Deze taal"), NEWEST[_one_of(Level, level, "Dit niveau")])
    pdf = agreement_pdf(text, None, EXAMPLE.organisation)
    try:
        out.write_bytes(pdf)
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        raise CannotContinue(f"{str(out)!r} kan niet geschreven worden: {getattr(error, 'strerror', None) or error}.") from None
    say(f"Gemaakt: {out}")


def _one_of(choices: type[Choice], said: str, what: str) -> Choice:
    try:
        return choices(said)
    except ValueError:
        raise CannotContinue(f"{what} kennen we niet: {said!r}. Kies uit {', '.join(choices)}.") from None
