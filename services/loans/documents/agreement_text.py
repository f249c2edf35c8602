"""Makes the text of an agreement from its template and the facts. The same facts give the same text, to the letter.

Each language is a folder in `texts`: `agreement_N.txt` is the plain template, `simple_N.txt` the very simple one, `words.toml` has
what goes into them and what stands around them. The templates of one number say the same, line by line. One that was once signed is
never edited: a new wording is a new file with the next number, in every language.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from services.loans.domain.agreement import FIRST_SIMPLE, NEXT_SHEET, AgreementText, Signature
from services.loans.domain.household import Language, Level
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.language.languages import language_of

TEXTS = Path(__file__).parent / "texts"
NEWEST: Mapping[Level, int] = {Level.PLAIN: 2, Level.SIMPLE: FIRST_SIMPLE}
"""Which template is agreed today, by its number."""
PICTOGRAMS = (
    "who",
    "what_you_lend",
    "until_when",
    "what_we_do",
    "what_you_do",
    "broken",
    "stolen_or_lost",
    "stop_any_time",
    "help",
    "your_data",
)
"""What stands beside each block of the template, in their order."""
DAY = "d MMMM y"
_ISOLATED = "\u2068{}\u2069"
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the text is about.

    Attributes:
        organisation: what the Digibank is called; None when we did not hear it yet.
        help_line, help_place: where families find help; None when we did not hear it yet.
        call_name: how the family wants to be called; None when it never said.
        household_code: the friendly code of the family, such as `KIWI-42`.
        code, maker, model: of the machine.
        more: what each other machine under the same signature is, and its code.
        look_again_on: the day around which we ask how it goes.
        ask_about_data: where the family asks about what is written down of it; None when the organisation did not say.
    """

    organisation: str | None
    help_line: str | None
    help_place: str | None
    call_name: str | None
    household_code: str
    code: str
    maker: str
    model: str
    accessories: Sequence[Accessory]
    look_again_on: date
    ask_about_data: str | None = None
    more: Sequence[tuple[str, str]] = ()


def agreement_text(facts: AgreementFacts, language: Language, version: int = NEWEST[Level.PLAIN]) -> AgreementText:
    """The text as the family reads it and signs it: in its language, and in Dutch.

    Args:
        version: the number of the template, one of `NEWEST` or an older one; see `FIRST_SIMPLE`.
    """
    sheets = [_sheet(facts, language, version)]
    if language is not Language.NL:
        sheets.append(_sheet(facts, Language.NL, version))
    return AgreementText(NEXT_SHEET.join(sheets), version, language)


def how_signed(signature: Signature, at: datetime, language: Language) -> str:
    """Who signed, when and how, in a few sentences. `at` is the moment in the organisation's time zone."""
    words = words_of(language)
    given = _given(language, name=signature.name or "", time=f"{at:%H:%M}") | {"day": day_in(at.date(), language)}
    said = words["signed_paper" if signature.way is SigningWay.PAPER else "signed_typed"].format(**given)
    if signature.explained_in is not None:
        said += " " + words["explained"].format(language=name_of(signature.explained_in, language))
    return str(said)


def name_of(named: Language, language: Language) -> str:
    """What a language is called in another one, or in itself: `Arabisch`, `arabe`."""
    return str(_locale(language).languages[named.value])


def day_in(day: date, language: Language) -> str:
    """A day with its month as a word: `6 maart 2027`."""
    return format_date(day, DAY, locale=_locale(language))


def listed(accessories: Sequence[Accessory], language: Language) -> str:
    """Accessories in a sentence: `lader, muis en tas`."""
    names = words_of(language)["accessory"]
    return format_list([names[accessory.value] for accessory in accessories], locale=_locale(language))


@cache
def words_of(language: Language) -> Mapping[str, Any]:
    """The words of one language that are no part of the template."""
    return tomllib.loads((TEXTS / language.value / "words.toml").read_text(encoding="utf-8"))


def template_file(language: Language, version: int) -> Path:
    """Where the template of this number stands."""
    name = f"agreement_{version}.txt" if version < FIRST_SIMPLE else f"simple_{version - FIRST_SIMPLE + 1}.txt"
    return TEXTS / language.value / name


@cache
def _template(language: Language, version: int) -> str:
    return template_file(language, version).read_text(encoding="utf-8").strip()


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(language_of(language.value).locale)


def _sheet(facts: AgreementFacts, language: Language, version: int) -> str:
    words = words_of(language)
    if version >= FIRST_SIMPLE:
        words = {**words, **words["simple"]}
    family = _given(language, code=facts.household_code)
    given = _given(
        language,
        organisation=facts.organisation or words["organisation"],
        family=facts.call_name or words["family"].format(**family),
        code=facts.code,
        machine=f"{facts.maker} {facts.model}",
    )
    with_them = (
        words["accessories"].format(things=listed(facts.accessories, language)) if facts.accessories else words["no_accessories"]
    )
    also = [words["more_machines"].format(**_given(language, machine=machine, code=code)) for machine, code in facts.more]
    return _template(language, version).format(
        **given,
        accessories="\n".join([*also, with_them]),
        look_again=day_in(facts.look_again_on, language),
        help=_help(facts, language, words),
        ask=_ask(facts, language, words),
    )


def _help(facts: AgreementFacts, language: Language, words: Mapping[str, Any]) -> str:
    line = _BETWEEN_DIGITS.sub("\u00a0", facts.help_line or "")  # half a number on the next line is hard to dial
    known = {name: value for name, value in (("line", line), ("place", facts.help_place)) if value}
    key = "help_" + "_and_".join(known) if known else "help_unknown"
    return str(words[key].format(**_given(language, **known)))


def _ask(facts: AgreementFacts, language: Language, words: Mapping[str, Any]) -> str:
    if facts.ask_about_data is None:
        return str(words["ask_us"])
    place = _BETWEEN_DIGITS.sub("\u00a0", facts.ask_about_data)
    return str(words["ask_here"].format(**_given(language, place=place)))


def _given(language: Language, **facts: str) -> dict[str, str]:
    """Facts for a sentence. In one that reads from the right each is held apart, or a telephone number comes out back to front."""
    from_right = language_of(language.value).direction == "rtl"
    return {name: _ISOLATED.format(fact) if from_right else fact for name, fact in facts.items()}
