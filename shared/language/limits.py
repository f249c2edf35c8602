"""How readable a Dutch text for a family has to be before it may be shown: the limits, and what a text has against it.

The limits hold for every text in `family_texts.py` and for an agreement before it is published. They were set on what stood in
the project in November 2026: the lowest score of any page was 80, of any question 91, of the agreement 95; the longest sentence
had 13 words and the highest average was 9.3. So they keep texts where they are, and there is a little room to breathe.
"""

from dataclasses import dataclass

from shared.language.readability import TextScore

LOWEST_SCORE = 80
"""Flesch-Douma of a whole text. From 80 on Douma calls a text easy; a newspaper has about 60."""

SMALLEST_JUDGED = 20
"""Words below which the score and the average of a text are not judged: one syllable then moves the score by more than 4."""

LONGEST_SENTENCE = 15
"""Words. The field asks for 15 to 20 at most; who reads letter by letter has lost the beginning after 15."""

LONGEST_AVERAGE = 10
"""Words per sentence over a whole text."""

VERY_SIMPLE_SCORE, VERY_SIMPLE_SENTENCE, VERY_SIMPLE_AVERAGE = 90, 8, 6
"""The same three for a very simple text, for who hardly reads: stricter, on what such a text had when the first one was written
(score 103, longest sentence 8 words, 4.8 on average)."""

MOST_PASSIVE = 0.10
"""Share of sentences. One in any text is allowed: "alles is bewaard" is often the kindest way to say it."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How readable a text has to be.

    Attributes:
        lowest_score: Flesch-Douma of the whole.
        longest_sentence: in words.
        longest_average: words per sentence over the whole.
    """

    lowest_score: int
    longest_sentence: int
    longest_average: int


USUAL = ReadingLimits(LOWEST_SCORE, LONGEST_SENTENCE, LONGEST_AVERAGE)
VERY_SIMPLE = ReadingLimits(VERY_SIMPLE_SCORE, VERY_SIMPLE_SENTENCE, VERY_SIMPLE_AVERAGE)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a text cannot be shown to families yet.

    Attributes:
        sentence: the one it is about; None when it is the text as a whole.
        why: one sentence of Dutch.
        advice: what to do, in Dutch.
    """

    sentence: str | None
    why: str
    advice: str


def objections(score: TextScore, limits: ReadingLimits = USUAL) -> tuple[Objection, ...]:
    """Everything a text has against it, the whole first; empty when it may be shown."""
    return (*_of_the_whole(score, limits), *_of_sentences(score, limits))


def _of_the_whole(score: TextScore, limits: ReadingLimits) -> list[Objection]:
    found = []
    if score.words >= SMALLEST_JUDGED and score.douma is not None and score.words_per_sentence is not None:
        if score.douma < limits.lowest_score:
            scored = ((sentence.douma, sentence.text) for sentence in score.sentences if sentence.douma is not None)
            hardest = min(scored, default=(0, None))[1]
            why = f"De tekst haalt score {score.douma:.0f}; de grens is {limits.lowest_score}."
            found.append(Objection(hardest, why, "Neem kortere woorden en kortere zinnen. Begin met deze zin."))
        if score.words_per_sentence > limits.longest_average:
            average = f"{score.words_per_sentence:.1f}".replace(".", ",")
            why = f"Een zin heeft gemiddeld {average} woorden; de grens is {limits.longest_average}."
            found.append(Objection(None, why, "Maak van één zin er twee."))
    passive = [sentence for sentence in score.sentences if sentence.passive and not sentence.heading]
    if len(passive) > 1 and score.passive_share > MOST_PASSIVE:
        why = f"{len(passive)} zinnen zeggen niet wie iets doet; meer dan {MOST_PASSIVE:.0%} mag niet."
        found += [Objection(sentence.text, why, "Zeg wie het doet: ‘wij’, ‘jij’, ‘iemand van ons’.") for sentence in passive]
    return found


def _of_sentences(score: TextScore, limits: ReadingLimits) -> list[Objection]:
    found = []
    for sentence in score.sentences:
        if not sentence.heading and sentence.words > limits.longest_sentence:
            why = f"De zin heeft {sentence.words} woorden; de grens is {limits.longest_sentence}."
            found.append(Objection(sentence.text, why, "Maak er twee zinnen van."))
        if sentence.noun_style:
            why = "Wat iemand doet, zit verstopt in een naamwoord."
            found.append(Objection(sentence.text, why, "Zeg het met een werkwoord: niet ‘het wissen van’, wel ‘we wissen’."))
        found += [Objection(sentence.text, f"‘{phrase.say_never}’: {phrase.why}", phrase.instead) for phrase in sentence.forbidden]
    return found
