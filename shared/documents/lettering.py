"""How words get onto paper in any of our languages: a typeface for each letter, Arabic letters that join, and the order in which
a line is drawn where some of it reads from the right.

How wide a word is and how its letters join is kept for words that were measured before: who looks for the size with which a page
fits, asks it again for every size. What is kept are words apart, never whose they are."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from arabic_reshaper import ArabicReshaper
from bidi import get_display
from bidi.mirror import MIRRORED
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from shared.language.languages import language_of

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "Atkinson", "Atkinson-Bold"
_LARGER = 1.12  # Arabic letters are low: this way they look as large as the Latin ones beside them
TYPEFACES = {
    REGULAR: ((REGULAR, "atkinson-400.ttf", 1.0), ("Noto", "noto-400.ttf", 1.0), ("Noto-Arabic", "noto-arabic-400.ttf", _LARGER)),
    BOLD: (
        (BOLD, "atkinson-700.ttf", 1.0),
        ("Noto-Bold", "noto-700.ttf", 1.0),
        ("Noto-Arabic-Bold", "noto-arabic-700.ttf", _LARGER),
    ),
}
"""For each weight where a letter is looked for, in this order, and how large that one is drawn: Latin; Cyrillic, Greek and rarer
Latin; Arabic."""

_LEFT_TO_RIGHT_ISOLATE, _RIGHT_TO_LEFT_ISOLATE, _FIRST_STRONG_ISOLATE, _END_OF_ISOLATE = "\u2066", "\u2067", "\u2068", "\u2069"
_ISOLATES = (_LEFT_TO_RIGHT_ISOLATE, _RIGHT_TO_LEFT_ISOLATE, _FIRST_STRONG_ISOLATE)
_MARK = "\u034f"
_UNSEEN = dict.fromkeys((0x34F, 0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)))
# A name keeps its letters: the typeface has no single drawing for a whole word such as Allah.
_join = ArabicReshaper({"delete_harakat": True, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}).reshape
_WORDS_KEPT = 4096
_NO_ISOLATES = dict.fromkeys(map(ord, (*_ISOLATES, _END_OF_ISOLATE, _MARK)))


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that stand side by side in one typeface, as they are drawn from left to right."""

    text: str
    font: str
    size: float

    @property
    def width(self) -> float:
        """In points."""
        return float(stringWidth(self.text, self.font, self.size))


@cache
def register_fonts() -> None:
    """Make all typefaces known to reportlab; once per process."""
    for faces in TYPEFACES.values():
        for name, file, _ in faces:
            registerFont(TTFont(name, str(FONTS / file)))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def letters_of(font: str) -> frozenset[str]:
    """The letters that a typeface has, by the name under which reportlab knows it."""
    register_fonts()
    known: Any = getFont(font)
    return frozenset(map(chr, known.face.charToGlyph))


def reads_from_right(language: str) -> bool:
    """Whether a language, by its two letters, is written from right to left."""
    return language_of(language).direction == "rtl"


def lines_of(text: str, font: str, size: float, width: float) -> list[str]:
    """A text broken into lines that fit `width` points, in the order in which it is read.

    Arabic letters are joined first, for they are narrower then. A word that is too long for a line is cut. Marks that hold a
    direction (Unicode isolates) and are open at the end of a line are closed there, and open again on the next one.

    Args:
        font: `REGULAR` or `BOLD`.
    """
    lines: list[str] = []
    line, open_marks = "", ""
    space, used = width_of(" ", font, size), 0.0
    for word in map(_joined, text.split(" ")) if _has_arabic(text) else text.split(" "):
        wide = width_of(word, font, size)
        if line and used + space + wide > width:
            lines.append(line + _END_OF_ISOLATE * len(open_marks))
            line, used = "", 0.0
        while wide > width:
            fits = max(1, _longest_beginning(word, font, size, width))
            lines.append(word[:fits])
            word = word[fits:]
            wide = width_of(word, font, size)
        line, used = (f"{line} {word}", used + space + wide) if line else (open_marks + word, wide)
        open_marks = _still_open(open_marks, word)
    return [*lines, line]


def width_of(line: str, font: str, size: float) -> float:
    """How wide a line is, in points."""
    return size * _width_per_point(line, font)


def mixes_directions(line: str, from_right: bool) -> bool:
    """Whether some of a line reads from the left and some from the right.

    Args:
        from_right: whether the paragraph is in a language that reads from the right.
    """
    if not from_right:
        return _has_arabic(line)
    return any(unicodedata.bidirectional(letter) in ("L", "EN", "AN") for letter in line)


def as_read(line: str) -> str:
    """One line of `lines_of` with its letters as they are typed, in the order in which they are read: joined forms are plain again,
    and marks that only hold a direction are gone."""
    plain = (unicodedata.normalize("NFKC", letter) if "\ufb1d" <= letter <= "\ufefc" else letter for letter in line)
    return "".join(plain).translate(_NO_ISOLATES)


def runs_of(line: str, font: str, size: float, from_right: bool) -> list[Run]:
    """One line of `lines_of` as it is drawn, from left to right.

    The order is that of the Unicode Bidirectional Algorithm (UAX 9), for a paragraph in that direction.
    """
    if from_right or _has_arabic(line):
        line = _in_drawn_order(line, from_right)
    return list(_runs(line, font, size))


@lru_cache(_WORDS_KEPT)
def _width_per_point(line: str, font: str) -> float:
    return sum(run.width for run in _runs(line, font, 1))


@lru_cache(_WORDS_KEPT)
def _joined(word: str) -> str:
    joined: str = _join(word)
    return joined


def _in_drawn_order(line: str, from_right: bool) -> str:
    """The letters of a line from left to right; brackets among words that read from the right face the other way.

    The library turns letters round and leaves brackets as they are. So each gets an unseen mark behind it, which goes wherever its
    bracket goes (rules W1 and N0): a mark that comes out in front of its bracket tells that the bracket was turned round.
    """
    marked = "".join(letter + _MARK if letter in MIRRORED else letter for letter in line)
    drawn: str = get_display(marked, base_dir="R" if from_right else "L")
    letters = list(drawn)
    for place, letter in enumerate(letters):
        if letter in MIRRORED and letters[place - 1 : place] == [_MARK]:
            letters[place] = MIRRORED[letter]
    return "".join(letters)


def _runs(drawn: str, font: str, size: float) -> Iterator[Run]:
    faces = TYPEFACES[font]
    seen = "".join(_with_a_drawing(letter, faces) for letter in drawn.translate(_UNSEEN))
    for (name, _, scale), letters in groupby(seen, lambda letter: _face_with(letter, faces)):
        yield Run("".join(letters), name, size * scale)


@cache
def _with_a_drawing(letter: str, faces: tuple[tuple[str, str, float], ...]) -> str:
    """A letter as it can be drawn: one that no typeface has is a question mark, a sign or an emoji is left out. Never an empty box,
    which says nothing to whoever reads it."""
    if any(letter in letters_of(name) for name, _, _ in faces):
        return letter
    if letter.isspace():
        return " "
    return "?" if unicodedata.category(letter)[0] in "LN" else ""


@cache
def _face_with(letter: str, faces: tuple[tuple[str, str, float], ...]) -> tuple[str, str, float]:
    """The first typeface that has a letter; the first of all when none has."""
    return next((face for face in faces if letter in letters_of(face[0])), faces[0])


def _has_arabic(text: str) -> bool:
    """Whether anything in it is drawn from the right: Hebrew, Arabic and their neighbours, also as joined letters."""
    return any("\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufefc" for letter in text)


def _longest_beginning(word: str, font: str, size: float, width: float) -> int:
    return sum(1 for end in range(1, len(word)) if width_of(word[:end], font, size) <= width)


def _still_open(marks: str, word: str) -> str:
    for letter in word:
        if letter in _ISOLATES:
            marks += letter
        elif letter == _END_OF_ISOLATE:
            marks = marks[:-1]
    return marks
