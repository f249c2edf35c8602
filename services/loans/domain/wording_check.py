"""What an own text of the agreement has against it, and how readable it is: while somebody writes it, and before it is published.

Dutch is measured by formulas. For other languages there is none that we trust: there the length of sentences is shown, and what
frightens or names money is looked for; whether it says the same as the Dutch, only a person who reads both can tell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.loans.domain.household import Language, Level
from services.loans.domain.wording import PLACES, WHOLE_LINES, Block, Wording, places_in
from shared.language.limits import (
    LONGEST_SENTENCE,
    LOWEST_SCORE,
    USUAL,
    VERY_SIMPLE,
    VERY_SIMPLE_SCORE,
    VERY_SIMPLE_SENTENCE,
    Objection,
    ReadingLimits,
    objections,
)
from shared.language.money import money_in
from shared.language.readability import SentenceScore, TextScore, score_parts
from shared.language.style import Kind, forbidden_phrases

STRICTER = VERY_SIMPLE_SCORE - LOWEST_SCORE
"""How much higher a very simple text scores than a plain one."""
OTHER_LONGEST = {Level.PLAIN: LONGEST_SENTENCE + 5, Level.SIMPLE: VERY_SIMPLE_SENTENCE + 4}
"""Words from which a sentence in another language is shown as long: French and English need more words than Dutch."""
HARD = 20
"""A sentence that scores so much less than the whole has to, is shown as hard. One alone keeps no text from families: a name or a
long word may be what is needed."""
_END = re.compile(r"(?<=[.!?؟…])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'‑-][^\W\d_]+)*|\{\w+\}|\d+")
_NOTHING_TO_PAY: Mapping[Language, re.Pattern[str]] = {
    Language.NL: re.compile(r"\bbeta\w+\b.*\bniets\b|\bniets\b.*\bbeta\w+|\bkost\b.*\bniets\b|\bgratis\b", re.IGNORECASE),
    Language.FR: re.compile(r"\bpa[iy]\w+\b.*\brien\b|\brien\b.*\bpa[iy]\w+|\bcoûte\b.*\brien\b|\bgratuit", re.IGNORECASE),
    Language.EN: re.compile(r"\bpay\b.*\bnothing\b|\bnothing\b.*\bpay\b|\b(?:do not|don[’']t) pay\b|\bfree\b", re.IGNORECASE),
    Language.AR: re.compile(r"لا\s+\w*دفع|مجان"),
    Language.TR: re.compile(r"hiçbir şey\b.*\böde\w+|\böde\w*(?:mez|meye)\w*|\bücretsiz", re.IGNORECASE),
    Language.UK: re.compile(r"\bнічого\b.*\bплат\w+|\bне\b.*\bплат\w+|\bбезкоштовн", re.IGNORECASE),
}
PAYS_NOTHING = ("broken", "stolen_or_lost")
"""The blocks that have to say that nobody pays."""


class Lack(StrEnum):
    """What a text may not be without."""

    TITLE = "title"
    EMPTY_BLOCK = "empty_block"
    PLACE = "place"
    UNKNOWN_PLACE = "unknown_place"
    PLACE_ALONE = "place_alone"
    PAYS_NOTHING = "pays_nothing"
    MONEY = "money"
    OTHER_BLOCKS = "other_blocks"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something for which a text cannot be published, beside how it reads.

    Attributes:
        lack: what it is.
        block: the key of the block; empty for the text as a whole.
        words: the place that is missing or unknown, or the words that stand there; may be empty.
    """

    lack: Lack
    block: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or heading, as it was measured.

    Attributes:
        words: how many.
        score, brouwer: rounded; None where nothing is measured: headings, very short sentences, other languages.
        long_words: those of four syllables and more, in Dutch.
        passive: whether it hides who does it, in Dutch.
        against: for what it cannot be published.
        long: whether it has more words than reads well; in another language than Dutch that is advice.
        hard: whether it scores far below what the whole has to score; that is advice too.
    """

    text: str
    words: int
    score: int | None = None
    brouwer: int | None = None
    long_words: tuple[str, ...] = ()
    passive: bool = False
    against: tuple[Objection, ...] = ()
    long: bool = False
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as it was measured.

    Attributes:
        limits: what counts at its level.
        score, brouwer: of the whole, rounded; None in another language than Dutch, and for a few words.
        words_per_sentence: on average; None without a sentence.
        lines: by the key of the block, its heading first; `title` is the title.
        whole: what the whole has against it.
        faults: what it lacks.
    """

    limits: ReadingLimits
    score: int | None
    brouwer: int | None
    words_per_sentence: float | None
    words: int
    lines: Mapping[str, tuple[Line, ...]]
    whole: tuple[Objection, ...]
    faults: tuple[Fault, ...]

    @property
    def against(self) -> list[tuple[str, Objection]]:
        """Everything that is said of one sentence, with the key of its block."""
        return [(key, objection) for key, lines in self.lines.items() for line in lines for objection in line.against]

    @property
    def may_be_published(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.whole or self.faults or self.against)

    @property
    def problems(self) -> int:
        """How many things do."""
        return len(self.whole) + len(self.faults) + len(self.against)


def limits_at(level: Level, lowest_score: int = LOWEST_SCORE) -> ReadingLimits:
    """How readable a text has to be; `lowest_score` is what the organisation asks of a plain one."""
    if level is Level.SIMPLE:
        return ReadingLimits(lowest_score + STRICTER, VERY_SIMPLE.longest_sentence, VERY_SIMPLE.longest_average)
    return ReadingLimits(lowest_score, USUAL.longest_sentence, USUAL.longest_average)


def measured(
    wording: Wording, language: Language, level: Level, lowest_score: int = LOWEST_SCORE, dutch: Wording | None = None
) -> Measured:
    """Measure a text; `dutch` is the one that it stands beside. Never raises, whatever somebody typed."""
    limits = limits_at(level, lowest_score)
    faults = (*_faults(wording, language), *_not_beside(wording, dutch))
    parts = {"title": wording.title} | {block.key: f"{block.heading}\n{block.text}" for block in wording.shown}
    if language is not Language.NL:
        return _in_other(parts, language, limits, OTHER_LONGEST[level], faults)
    score = score_parts(list(parts.values()))
    said = objections(score, limits)
    known = {sentence.text for sentence in score.sentences}
    lines = {key: _lines(score_parts([part]), said, limits) for key, part in parts.items()}
    whole = tuple(one for one in said if one.sentence is None or one.sentence not in known)
    return Measured(
        limits, _rounded(score.douma), _rounded(score.brouwer), score.words_per_sentence, score.words, lines, whole, faults
    )


def _lines(score: TextScore, said: tuple[Objection, ...], limits: ReadingLimits) -> tuple[Line, ...]:
    return tuple(_line(sentence, said, limits) for sentence in score.sentences)


def _line(sentence: SentenceScore, said: tuple[Objection, ...], limits: ReadingLimits) -> Line:
    return Line(
        text=sentence.text,
        words=sentence.words,
        score=_rounded(sentence.douma),
        brouwer=_rounded(sentence.brouwer),
        long_words=sentence.long_words,
        passive=sentence.passive and not sentence.heading,
        against=tuple(dict.fromkeys(one for one in said if one.sentence == sentence.text)),
        long=not sentence.heading and sentence.words > limits.longest_sentence,
        hard=sentence.douma is not None and sentence.douma < limits.lowest_score - HARD,
    )


def _in_other(
    parts: Mapping[str, str], language: Language, limits: ReadingLimits, longest: int, faults: tuple[Fault, ...]
) -> Measured:
    lines = {
        key: tuple(
            _other_line(sentence, language, longest)
            for line in part.split("\n")
            for sentence in _END.split(line.strip())
            if _WORD.search(sentence)
        )
        for key, part in parts.items()
    }
    counted = [line for found in lines.values() for line in found[1:]]
    words = sum(line.words for line in counted)
    average = words / len(counted) if counted else None
    return Measured(limits, None, None, average, words, lines, (), faults)


def _other_line(sentence: str, language: Language, longest: int) -> Line:
    threats = [phrase for phrase in forbidden_phrases(sentence, language.value) if phrase.kind is Kind.THREAT]
    against = tuple(Objection(sentence, f"‘{phrase.say_never}’: {phrase.why}", phrase.instead) for phrase in threats)
    words = len(_WORD.findall(sentence))
    return Line(sentence, words, against=against, long=words > longest)


def _faults(wording: Wording, language: Language) -> list[Fault]:
    faults = [Fault(Lack.TITLE, "title")] if not wording.title or "{" in wording.title else []
    for block in wording.shown:
        faults += _faults_of(block, language)
    said = {place for block in wording.shown for place in places_in(block.text)}
    faults += [Fault(Lack.PLACE, "", place) for place in PLACES if place not in said]
    faults += [Fault(Lack.MONEY, "title", words) for words in money_in(wording.title, language.value)]
    return faults


def _faults_of(block: Block, language: Language) -> list[Fault]:
    if not block.heading or not block.text:
        return [Fault(Lack.EMPTY_BLOCK, block.key)]
    faults = []
    for text, places in ((block.heading, ()), (block.text, PLACES)):
        faults += [Fault(Lack.UNKNOWN_PLACE, block.key, place) for place in places_in(text) if place not in places]
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
            faults.append(Fault(Lack.UNKNOWN_PLACE, block.key))
    for line in block.text.split("\n"):
        alone = [place for place in places_in(line) if place in WHOLE_LINES and line.strip() != "{" + place + "}"]
        faults += [Fault(Lack.PLACE_ALONE, block.key, place) for place in alone]
    if block.key in PAYS_NOTHING and not any(_NOTHING_TO_PAY[language].search(line) for line in block.text.split("\n")):
        faults.append(Fault(Lack.PAYS_NOTHING, block.key))
    found = money_in(f"{block.heading}\n{block.text}", language.value)
    return faults + [Fault(Lack.MONEY, block.key, words) for words in found]


def _not_beside(wording: Wording, dutch: Wording | None) -> list[Fault]:
    """Whether it has other blocks than the Dutch text it stands beside, or says one of the places elsewhere."""
    if dutch is None:
        return []
    if [block.key for block in wording.shown] != [block.key for block in dutch.shown]:
        return [Fault(Lack.OTHER_BLOCKS)]
    pairs = zip(wording.shown, dutch.shown, strict=True)
    return [Fault(Lack.OTHER_BLOCKS, one.key) for one, other in pairs if {*places_in(one.text)} != {*places_in(other.text)}]


def _rounded(number: float | None) -> int | None:
    return None if number is None else round(number)
