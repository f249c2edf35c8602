"""How readable texts are: one file as JSON, all texts for families as a table, and the gate that no hard text passes."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from launcher.errors import CannotContinue
from shared.language.family_texts import FamilyText
from shared.language.limits import LOWEST_SCORE
from shared.language.readability import TextScore
from shared.language.threats import Threat

LARGEST_FILE = 200_000
"""Bytes; a text for a family is a hundred times smaller, and so much already takes a few seconds."""

WORST_SHOWN = 2
"""Sentences of each text in the table."""


def read_text(file: str) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        CannotContinue: there is no such file, it is empty, too large, or no text in UTF-8.
    """
    content = _read_bytes(file)
    name = "Wat binnenkwam" if file == "-" else file
    if len(content) > LARGEST_FILE:
        raise CannotContinue(f"{name} is te groot om te meten: meer dan {LARGEST_FILE // 1000} kB.")
    if b"\0" in content:
        raise CannotContinue(f"{name} is geen tekst. Bewaar het als gewone tekst (.txt) en probeer opnieuw.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotContinue(f"{name} is geen tekst in UTF-8. Bewaar het als gewone tekst, met codering UTF-8.") from None
    if not text.strip():
        raise CannotContinue(f"{name} is leeg: er valt niets te meten.")
    return text


def _read_bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    path = Path(file)
    if path.is_dir():
        raise CannotContinue(f"{file} is een map. Geef een bestand op.")
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise CannotContinue(f"{file} bestaat niet.") from None
    except (OSError, ValueError):
        raise CannotContinue(f"{file} kan niet gelezen worden.") from None


def table(texts: Sequence[FamilyText]) -> str:
    """All texts as a table in Markdown, the lowest score first; texts too small for a score last."""
    scored = sorted(((text, text.score) for text in texts), key=lambda row: row[1].douma if row[1].douma is not None else 999)
    lines = [
        "| tekst | score | Brouwer | woorden | per zin | langste | lijdend | moeilijkste zinnen | wat er beter kan |",
        "|---|--:|--:|--:|--:|--:|--:|---|---|",
        *(_row(text, score) for text, score in scored),
    ]
    return "\n".join([*lines, ""])


def _row(text: FamilyText, score: TextScore) -> str:
    hardest = sorted((sentence for sentence in score.sentences if sentence.douma is not None), key=lambda one: one.douma or 0)
    shown = "<br>".join(f"{sentence.douma:.0f}: {sentence.text}" for sentence in hardest[:WORST_SHOWN])
    flags = "<br>".join(dict.fromkeys(objection.why for objection in text.objections))
    numbers = [
        _number(score.douma), _number(score.brouwer), str(score.words), _number(score.words_per_sentence, 1),
        str(score.longest_sentence), f"{score.passive_share:.0%}",
    ]  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in (f"`{text.name}`", *numbers, shown, flags)) + " |"


def _number(number: float | None, decimals: int = 0) -> str:
    return "" if number is None else f"{number:.{decimals}f}".replace(".", ",")


def complaints(texts: Sequence[FamilyText]) -> Iterator[str]:
    """Per objection a line: which text, which sentence, why, and what to do."""
    for text in texts:
        for objection in text.objections:
            sentence = f" “{objection.sentence}”" if objection.sentence else ""
            yield f"{text.name}:{sentence} {objection.why} {objection.advice}"


def frightening(threats: Sequence[Threat]) -> Iterator[str]:
    """Per threat in another language a line: where, in which words, why, and what to do."""
    for threat in threats:
        phrase = threat.phrase
        yield f"{threat.language}, {threat.name}: “{threat.words}” ‘{phrase.say_never}’: {phrase.why} {phrase.instead}"


def verdict(texts: Sequence[FamilyText], threats: Sequence[Threat] = ()) -> str:
    """The closing line of the gate; at least one of the texts has a score."""
    failing = sum(bool(text.objections) for text in texts) + len(threats)
    scores = [score for text in texts if (score := text.score.douma) is not None]
    outcome = f"{failing} niet in orde." if failing else "in orde."
    return f"{len(texts)} teksten voor gezinnen, score {min(scores):.0f} tot {max(scores):.0f} (grens {LOWEST_SCORE}): {outcome}"
