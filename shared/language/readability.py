"""How readable a Dutch text is, measured: per sentence and as a whole.

We say "score 78" and never "this is B1": no formula measures a level. A score is a thermometer. It sees long words and long
sentences, and nothing of what a text means; people who read it for whom it is meant have the last word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.language.passive import is_passive
from shared.language.sentences import Sentence, Word, split_sentences
from shared.language.style import Phrase, forbidden_phrases, noun_style
from shared.language.syllables import syllables

SMALLEST_SCORED = 5
"""Words below which no score is given: in fewer, one syllable more or less moves the Flesch-Douma score by more than 15."""

LONG_WORD = 4
"""Syllables from which a word is long. English counts from 3; Dutch joins words and bends them, and "toestellen" is not hard."""

BLOCK_SYLLABLES = 2
"""What a code, an address or the place of a value counts for: it is taken in at one glance, and a text must not score
differently for another family name or web address."""


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """What was measured of one sentence, or of a heading.

    Attributes:
        text: as it is written.
        heading: a heading or label (`Sentence.heading`): its phrases count, its length and syllables do not.
        words: how many.
        syllables: of all its words.
        douma: `flesch_douma` of this sentence; None for a heading and below `SMALLEST_SCORED` words.
        brouwer: `brouwer_index`, with the same exceptions.
        long_words: those of `LONG_WORD` syllables and more.
        passive: `is_passive`.
        noun_style: `noun_style`.
        forbidden: phrases it should not use.
    """

    text: str
    heading: bool
    words: int
    syllables: int
    douma: float | None
    brouwer: float | None
    long_words: tuple[str, ...]
    passive: bool
    noun_style: bool
    forbidden: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class TextScore:
    """What was measured of a text; headings count in none of the numbers.

    Attributes:
        sentences: all of them and the headings, in order.
        words: in the sentences together.
        syllables: the same.
        douma: `flesch_douma`, higher is easier, mostly 0 to 120; None below `SMALLEST_SCORED` words.
        brouwer: `brouwer_index`, higher is easier; None below the same.
        words_per_sentence: on average; None without a sentence.
        longest_sentence: in words; 0 without a sentence.
        long_words_share: words of `LONG_WORD` syllables and more, from 0 to 1.
        passive_share: sentences in the passive, from 0 to 1.
        noun_style_share: sentences in noun style, from 0 to 1.
        forbidden: phrases that it should not use, headings included, each once.
    """

    sentences: tuple[SentenceScore, ...]
    words: int
    syllables: int
    douma: float | None
    brouwer: float | None
    words_per_sentence: float | None
    longest_sentence: int
    long_words_share: float
    passive_share: float
    noun_style_share: float
    forbidden: tuple[Phrase, ...]


def flesch_douma(words_per_sentence: float, syllables_per_word: float) -> float:
    """Flesch-Douma = 206.84 - 0.93 · words per sentence - 77 · syllables per word; 80 to 90 is easy, 70 to 80 fairly easy.

    Source: W. H. Douma, De leesbaarheid van landbouwbladen, Landbouwhogeschool Wageningen, bulletin 17 (1960): the Reading Ease
    of R. Flesch (1948) fitted to Dutch, which has longer words.
    """
    return 206.84 - 0.93 * words_per_sentence - 77 * syllables_per_word


def brouwer_index(words_per_sentence: float, syllables_per_word: float) -> float:
    """Brouwer's reading index A = 195 - 2 · words per sentence - 2/3 · syllables per 100 words.

    Source: R. H. M. Brouwer, Onderzoek naar de leesmoeilijkheden van Nederlands proza, Pedagogische Studiën 40 (1963).
    """
    return 195 - 2 * words_per_sentence - 2 / 3 * 100 * syllables_per_word


def score_text(text: str) -> TextScore:
    """Measure a Dutch text, whatever it holds; never raises. Text without any word gives zeros, None and no sentence."""
    return score_parts([text])


def score_parts(parts: Sequence[str]) -> TextScore:
    """The same for a text in parts, such as the messages of one page: no sentence goes on from one part into the next."""
    scores = tuple(_score_sentence(sentence) for part in parts for sentence in split_sentences(part))
    counted = [score for score in scores if not score.heading]
    words = sum(score.words for score in counted)
    spoken = sum(score.syllables for score in counted)
    sentences = len(counted)
    douma, brouwer = _formulas(words, sentences, spoken)
    return TextScore(
        sentences=scores,
        words=words,
        syllables=spoken,
        douma=douma,
        brouwer=brouwer,
        words_per_sentence=words / sentences if sentences else None,
        longest_sentence=max((score.words for score in counted), default=0),
        long_words_share=_share(sum(len(score.long_words) for score in counted), words),
        passive_share=_share(sum(score.passive for score in counted), sentences),
        noun_style_share=_share(sum(score.noun_style for score in counted), sentences),
        forbidden=tuple(dict.fromkeys(phrase for score in scores for phrase in score.forbidden)),
    )


def as_json(score: TextScore) -> dict[str, Any]:
    """A score as plain data for JSON; numbers have one decimal, shares two.

    `{"douma", "brouwer", "words", "words_per_sentence", "longest_sentence", "long_words_share", "passive_share",
    "noun_style_share", "forbidden": [PHRASE], "sentences": [{"text", "heading", "words", "syllables", "douma", "brouwer",
    "long_words": [str], "passive", "noun_style", "forbidden": [PHRASE]}]}` with PHRASE
    `{"phrase", "kind", "why", "instead"}`. What cannot be measured is null.
    """
    return {
        "douma": _rounded(score.douma),
        "brouwer": _rounded(score.brouwer),
        "words": score.words,
        "words_per_sentence": _rounded(score.words_per_sentence),
        "longest_sentence": score.longest_sentence,
        "long_words_share": round(score.long_words_share, 2),
        "passive_share": round(score.passive_share, 2),
        "noun_style_share": round(score.noun_style_share, 2),
        "forbidden": _phrases(score.forbidden),
        "sentences": [
            {
                "text": sentence.text,
                "heading": sentence.heading,
                "words": sentence.words,
                "syllables": sentence.syllables,
                "douma": _rounded(sentence.douma),
                "brouwer": _rounded(sentence.brouwer),
                "long_words": list(sentence.long_words),
                "passive": sentence.passive,
                "noun_style": sentence.noun_style,
                "forbidden": _phrases(sentence.forbidden),
            }
            for sentence in score.sentences
        ],
    }


def _score_sentence(sentence: Sentence) -> SentenceScore:
    counts = [_count(word) for word in sentence.words]
    douma, brouwer = (None, None) if sentence.heading else _formulas(len(counts), 1, sum(counts))
    long_words = tuple(word.text for word, count in zip(sentence.words, counts, strict=True) if count >= LONG_WORD)
    return SentenceScore(
        text=sentence.text,
        heading=sentence.heading,
        words=len(counts),
        syllables=sum(counts),
        douma=douma,
        brouwer=brouwer,
        long_words=long_words,
        passive=is_passive(sentence.text),
        noun_style=noun_style(sentence.text),
        forbidden=forbidden_phrases(sentence.text),
    )


def _count(word: Word) -> int:
    return BLOCK_SYLLABLES if word.block else syllables(word.text)


def _formulas(words: int, sentences: int, spoken: int) -> tuple[float | None, float | None]:
    if words < SMALLEST_SCORED:
        return None, None
    return flesch_douma(words / sentences, spoken / words), brouwer_index(words / sentences, spoken / words)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _phrases(phrases: Sequence[Phrase]) -> list[dict[str, str]]:
    return [
        {"phrase": phrase.say_never, "kind": phrase.kind.value, "why": phrase.why, "instead": phrase.instead} for phrase in phrases
    ]
