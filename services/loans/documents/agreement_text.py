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
from services.loans.domain.agreement import PICTOGRAMS as PICTOGRAMS
from services.loans.domain.household import Language, Level
from services.loans.domain.signing import Manner, SignsAs
from services.loans.domain.wording import Published, Wording, filled, from_template, places_in
from shared.contracts.vocabulary import Accessory
from shared.language.languages import language_of

TEXTS = Path(__file__).parent / "texts"
NEWEST: Mapping[Level, int] = {Level.PLAIN: 2, Level.SIMPLE: FIRST_SIMPLE}
"""Which template is agreed today, by its number."""
DAY = "d MMMM y"
_ISOLATED = "\u2068{}\u2069"
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class OneMore:
    """One more machine under the same signature, the code on its sticker, and what goes along with it."""

    machine: str
    code: str
    accessories: Sequence[Accessory] = ()


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the text is about.

    Attributes:
        organisation: what the Digibank is called; None when we did not hear it yet.
        help_line, help_place: where families find help; None when we did not hear it yet.
        call_name: how the family wants to be called; None when it never said.
        household_code: the friendly code of the family, such as `KIWI-42`.
        code, maker, model: of the machine.
        accessories: what goes along with it.
        more: each other machine under the same signature.
        look_again_on: the day around which we ask how it goes.
        ends_on: until when it is agreed; None, which is usual: until the need is over.
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
    more: Sequence[OneMore] = ()
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlaceToAsk:
    """What everybody may know of an organisation; None for what we did not hear. Meanings as in `AgreementFacts`."""

    organisation: str | None = None
    help_line: str | None = None
    help_place: str | None = None
    ask_about_data: str | None = None


NOT_SAID = "(…)"
"""What stands in a text that is about no family, where each family has its own."""


def agreement_text(facts: AgreementFacts, language: Language, version: int = NEWEST[Level.PLAIN]) -> AgreementText:
    """The text as the family reads it and signs it: in its language, and in Dutch.

    Args:
        version: the number of the template, one of `NEWEST` or an older one; see `FIRST_SIMPLE`.
    """
    sheets = [_sheet(facts, language, version)]
    if language is not Language.NL:
        sheets.append(_sheet(facts, Language.NL, version))
    return AgreementText(NEXT_SHEET.join(sheets), version, language, names_end=facts.ends_on is not None)


def own_agreement_text(facts: AgreementFacts, own: Published, dutch: Published | None) -> AgreementText:
    """The same from texts of the organisation itself: in the family's language, and the Dutch one that it stands beside."""
    sheets = [
        filled(_with_end(one.wording.template, facts.ends_on is not None), _facts_given(facts, one.language, one.level))
        for one in (own, dutch)
        if one is not None
    ]
    shown = (own.number, own.language, own.level, own.wording.pictures)
    return AgreementText(NEXT_SHEET.join(sheets), *shown, names_end=facts.ends_on is not None)


def example_text(
    facts: AgreementFacts, wording: Wording, *, level: Level, language: Language, dutch: Published | None
) -> AgreementText:
    """A text that somebody still works on, to look at. What stands between braces and is no place of ours stays as it is."""
    given = _facts_given(facts, language, level)
    template = _with_end(wording.template, facts.ends_on is not None)
    known = {place: given.get(place, "{" + place + "}") for place in places_in(template)}
    sheets = [filled(template, known)]
    if dutch is not None:
        sheets.append(
            filled(_with_end(dutch.wording.template, facts.ends_on is not None), _facts_given(facts, dutch.language, dutch.level))
        )
    return AgreementText(NEXT_SHEET.join(sheets), 0, language, level, wording.pictures)


def of_organisation(own: Published, place: PlaceToAsk, *, names_end: bool = False) -> AgreementText:
    """A text of an organisation without a family in it, for whoever reads along. `names_end`: with the line about an end date."""
    given = _nobodys_given(own.language, own.level, place)
    return AgreementText(
        filled(_with_end(own.wording.template, names_end), given), own.number, own.language, own.level, own.wording.pictures
    )


def of_ours(language: Language, version: int, *, names_end: bool = False) -> AgreementText:
    """The same of a text of ours, which any organisation may use."""
    level = AgreementText("", version, language).level
    text = _with_end(_template(language, version), names_end).format(**_nobodys_given(language, level, PlaceToAsk()))
    return AgreementText(text, version, language)


def default_wording(level: Level, language: Language) -> Wording:
    """The text that counts today for whoever has none of its own, to begin from."""
    return from_template(_template(language, NEWEST[level]), PICTOGRAMS)


def is_ours(version: int) -> bool:
    """Whether a text of ours has this number."""
    return 0 < version < 1000 and template_file(Language.NL, version).exists()


def how_signed(signature: Signature, at: datetime, language: Language) -> str:
    """Who signed, when and how, in a few sentences. `at` is the moment in the organisation's time zone."""
    words, said = words_of(language), signature.said
    given = _given(language, name=signature.name or "", time=f"{at:%H:%M}", witness=said.witness or "")
    given["day"] = day_in(at.date(), language)
    sentences = [words[f"signed_{said.manner.value}"].format(**given)]
    if signature.name and said.manner is not Manner.TYPED:
        sentences.append(words["named"].format(**given))
    if said.signs_as is not SignsAs.FAMILY:
        words_for = words[f"as_{said.signs_as.value}"]
        sentences.append(words_for.format(**_given(language, institution=said.institution or "")))
    if said.collected_by:
        sentences.append(words["collected"].format(**_given(language, name=said.collected_by)))
    if signature.explained_in is not None:
        sentences.append(words["explained"].format(language=name_of(signature.explained_in, language)))
        if said.explainer:
            sentences.append(words["explained_by"].format(**_given(language, name=said.explainer)))
    return " ".join(sentences).replace("..", ".")  # a name such as Fatima B. has its point already


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
    level = AgreementText("", version, language).level
    return _with_end(_template(language, version), facts.ends_on is not None).format(**_facts_given(facts, language, level))


def _with_end(template: str, names_end: bool) -> str:
    """The template, with a line about the end date at the end of the block that says when we ask how it goes.

    It is no place that a text has to say: most organisations want no such date, texts that were published before know nothing of
    it, and the words about it have to stay as kind as they are.
    """
    if not names_end:
        return template
    blocks = template.split("\n\n")
    which = next(place for place, block in enumerate(blocks) if "look_again" in places_in(block))
    blocks[which] += "\n{ends}"
    return "\n\n".join(blocks)


def _words_at(language: Language, level: Level) -> Mapping[str, Any]:
    words = words_of(language)
    return {**words, **words["simple"]} if level is Level.SIMPLE else words


def _nobodys_given(language: Language, level: Level, place: PlaceToAsk) -> dict[str, str]:
    """What stands at each place of a text that is about nobody."""
    words = _words_at(language, level)
    given = _given(language, organisation=place.organisation or words["organisation"])
    return given | {
        "family": NOT_SAID,
        "code": NOT_SAID,
        "machine": NOT_SAID,
        "look_again": NOT_SAID,
        "ends": words["ends"].format(day=NOT_SAID),
        "accessories": words["accessories"].format(things=NOT_SAID),
        "help": _help(place, language, words),
        "ask": _ask(place, language, words),
    }


def _facts_given(facts: AgreementFacts, language: Language, level: Level) -> dict[str, str]:
    """What stands at each place of a text."""
    words = _words_at(language, level)
    family = _given(language, code=facts.household_code)
    given = _given(
        language,
        organisation=facts.organisation or words["organisation"],
        family=facts.call_name or words["family"].format(**family),
        code=facts.code,
        machine=f"{facts.maker} {facts.model}",
    )
    return given | {
        "accessories": "\n".join(_what_else(facts, language, words)),
        "look_again": day_in(facts.look_again_on, language),
        "ends": words["ends"].format(day=day_in(facts.ends_on, language)) if facts.ends_on else "",
        "help": _help(facts, language, words),
        "ask": _ask(facts, language, words),
    }


def _what_else(facts: AgreementFacts, language: Language, words: Mapping[str, Any]) -> list[str]:
    """What goes along with the machine; then each other machine, and with each what goes along with that."""

    def with_it(things: Sequence[Accessory]) -> list[str]:
        return [words["accessories"].format(things=listed(things, language))] if things else []

    said = with_it(facts.accessories)
    for one in facts.more:
        said.append(words["more_machines"].format(**_given(language, machine=one.machine, code=one.code)))
        said += with_it(one.accessories)
    nothing_goes_along = not facts.accessories and not any(one.accessories for one in facts.more)
    return [*said, words["no_accessories"]] if nothing_goes_along else said


def _help(facts: AgreementFacts | PlaceToAsk, language: Language, words: Mapping[str, Any]) -> str:
    line = _BETWEEN_DIGITS.sub("\u00a0", facts.help_line or "")  # half a number on the next line is hard to dial
    known = {name: value for name, value in (("line", line), ("place", facts.help_place)) if value}
    key = "help_" + "_and_".join(known) if known else "help_unknown"
    return str(words[key].format(**_given(language, **known)))


def _ask(facts: AgreementFacts | PlaceToAsk, language: Language, words: Mapping[str, Any]) -> str:
    if facts.ask_about_data is None:
        return str(words["ask_us"])
    place = _BETWEEN_DIGITS.sub("\u00a0", facts.ask_about_data)
    return str(words["ask_here"].format(**_given(language, place=place)))


def _given(language: Language, **facts: str) -> dict[str, str]:
    """Facts for a sentence. In one that reads from the right each is held apart, or a telephone number comes out back to front."""
    from_right = language_of(language.value).direction == "rtl"
    return {name: _ISOLATED.format(fact) if from_right else fact for name, fact in facts.items()}
