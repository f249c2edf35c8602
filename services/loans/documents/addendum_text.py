"""Makes the words of an addendum from what changed. The same facts give the same text, to the letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.loans.documents.agreement_text import _given, day_in, listed, words_of
from services.loans.domain.addendum import Addendum
from services.loans.domain.agreement import NEXT_SHEET
from services.loans.domain.household import Language
from shared.contracts.vocabulary import Accessory

PICTOGRAMS = ("what_you_lend", "until_when")
"""What stands beside each block, in their order."""


@dataclass(frozen=True, slots=True)
class Named:
    """A machine, the code on its sticker, and what goes along or comes back with it."""

    machine: str
    code: str
    things: Sequence[Accessory] = ()


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What the text is about; see `Change`. A machine of which nothing was heard yet is None."""

    day: date
    added: Sequence[Named | None] = ()
    returned: Sequence[Named | None] = ()
    swapped: tuple[Named | None, Named | None] | None = None
    things_added: Sequence[Accessory] = ()
    things_returned: Sequence[Accessory] = ()
    ends_on: date | None = None
    no_end: bool = False


def addendum_text(facts: ChangeFacts, part: int, language: Language) -> Addendum:
    """The text as the family reads it: in its language, and in Dutch. `part` counts from 2; what was signed is the first part."""
    languages = [language] if language is Language.NL else [language, Language.NL]
    return Addendum(part, facts.day, language, NEXT_SHEET.join(_sheet(facts, part, one) for one in languages))


def _sheet(facts: ChangeFacts, part: int, language: Language) -> str:
    words: Mapping[str, str] = words_of(language)["addendum"]
    changes = _listed("added", facts.added, facts.things_added, words, language)
    changes += _listed("returned", facts.returned, facts.things_returned, words, language)
    if facts.swapped is not None:
        before, now = (_machine(one, words, language) for one in facts.swapped)
        changes += [words["beyond_repair"].format(machine=before), words["instead"].format(machine=now)]
    if facts.ends_on is not None:
        changes.append(words["until"].format(day=day_in(facts.ends_on, language)))
    if facts.no_end:
        changes.append(words["no_end"])
    title = words["title"].format(number=part)
    since = words["since"].format(day=day_in(facts.day, language))
    what = "\n".join([words["what_changes"], since, *changes])
    return f"{title}\n\n{what}\n\n{words['what_stays']}\n{words['the_rest']}\n{words['no_signature']}"


def _listed(
    what: str, machines: Sequence[Named | None], things: Sequence[Accessory], words: Mapping[str, str], language: Language
) -> list[str]:
    """Each machine and what goes along with it, then the things that go with none of them."""
    said = list[str]()
    for one in machines:
        said.append(words[what].format(machine=_machine(one, words, language)))
        if one is not None and one.things:
            said.append(words[f"things_{what}"].format(things=listed(one.things, language)))
    return [*said, words[f"things_{what}"].format(things=listed(things, language))] if things else said


def _machine(one: Named | None, words: Mapping[str, str], language: Language) -> str:
    if one is None:
        return words["a_machine"]
    return words["machine"].format(**_given(language, machine=one.machine, code=one.code))
