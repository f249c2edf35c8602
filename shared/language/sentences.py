"""Where a Dutch sentence ends and what its words are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WRAPPED_FROM = 60
"""A line of at least so many letters without a closing mark goes on in the next line; a shorter one is a heading or a label."""

LONGEST_LABEL = 4
"""Words in a piece without a closing mark that is a heading or a label; with more words it counts as a sentence."""

# Before a capital or a number these do not end the sentence. Those that often stand at its end (enz., a.u.b.) are not here.
_ABBREVIATIONS = {
    "a.d.h.v.", "art.", "bijv.", "blz.", "bv.", "ca.", "cf.", "d.w.z.", "dhr.", "dr.", "evt.", "excl.", "i.p.v.", "incl.", "m.a.w.",
    "m.b.t.", "max.", "mevr.", "min.", "mr.", "nr.", "nrs.", "o.a.", "o.l.v.", "p.", "prof.", "resp.", "st.", "t.a.v.", "t.e.m.",
    "t.o.v.", "tel.", "vb.", "vgl.", "vs.", "z.g.",
}  # fmt: skip
_BEGIN = r"""(?:['’]s\s)?[‘'"“«(\[]?[A-ZÀ-ÖØ-Þ0-9{%]"""  # 's Avonds begins with its second word
_END = re.compile(rf"""(?<![.!?…])[.!?…]+['"’”»)\]]*\s+(?={_BEGIN})""")
_CLOSED = re.compile(r"""[.!?:;…]['"’”»)\]]*$""")
_BULLET = re.compile(r"^\s*(?:[-*•–—]|#{1,6}|>|\d{1,2}[.)])\s+")
_NEW_LINE_BEGINS = re.compile(_BEGIN)
_INITIAL = re.compile(r"(?:^|[\s(])[A-Z]\.$")

_WORD = re.compile(
    r"""(?P<placeholder>\{[^{}\s]{0,60}\}|%\(\w{1,60}\)[sd])
    |(?P<address>(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}
        |\b[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){0,4}\.(?:be|brussels|com|eu|net|nl|org|vlaanderen)\b(?:/\S*)?)
    |(?P<code>(?<![\w-])(?=[A-Z0-9‑-]{0,40}\d)(?=[A-Z0-9‑-]{0,40}[A-Z])[A-Z0-9]{1,40}(?:[‑-][A-Z0-9]{1,40}){0,6}(?![\w-]))
    |(?P<number>\d+(?:[.,:/]\d+)*)
    |(?P<word>['’]?[^\W\d_]+(?:[-‑'’][^\W\d_]+|\.[^\W\d_](?=\.))*)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: as it is written.
        block: whether it is taken in at one glance and is none of our own words: a code (KIWI-42), an address on the web or of
            mail, the place of a value that is filled in later.
    """

    text: str
    block: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a heading.

    Attributes:
        text: as it is written, on one line.
        words: at least one.
        heading: it has no closing mark and at most `LONGEST_LABEL` words: a heading, a label, a button.
    """

    text: str
    words: tuple[Word, ...]
    heading: bool


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences and headings of a text, in order; pieces without any word are left out.

    An empty line ends a sentence. So does the end of a line that has a closing mark, or that is short (`WRAPPED_FROM`) while
    the next begins with a capital, a number or the mark of a list. Inside a line a sentence ends at a mark followed by a space
    and a capital or a number; a time (14.30), a date (6.3.2027), an initial and an abbreviation (bv., nr.) end none.
    """
    return tuple(sentence for piece in _pieces(text) for sentence in map(_sentence, _split(piece)) if sentence.words)


def split_words(text: str) -> tuple[Word, ...]:
    """The words of a text. A number, a time and a date are one word each; so is what a hyphen joins."""
    return tuple(Word(found[0], found.lastgroup in ("placeholder", "address", "code")) for found in _WORD.finditer(text))


def _sentence(text: str) -> Sentence:
    words = split_words(text)
    return Sentence(text, words, heading=not _CLOSED.search(text) and len(words) <= LONGEST_LABEL)


def _pieces(text: str) -> Iterator[str]:
    """Runs of lines that belong together, each on one line."""
    held: list[str] = []
    for line in text.splitlines():
        content = _BULLET.sub("", line).strip()
        if held and (not content or _BULLET.match(line) or _stands_alone(held, content)):
            yield " ".join(held)
            held = []
        if content:
            held.append(content)
    if held:
        yield " ".join(held)


def _stands_alone(held: Sequence[str], following: str) -> bool:
    last = held[-1]
    if _CLOSED.search(last):
        return True
    return len(last) < WRAPPED_FROM and _NEW_LINE_BEGINS.match(following) is not None


def _split(piece: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(piece):
        if not found[0].startswith(".") or not _abbreviated(piece[start : found.start() + 1]):
            yield piece[start : found.end()].strip()
            start = found.end()
    if piece[start:].strip():
        yield piece[start:].strip()


def _abbreviated(before: str) -> bool:
    last = re.split(r"[\s(‘'\"“]", before)[-1]
    return last.lower() in _ABBREVIATIONS or _INITIAL.search(before[-4:]) is not None
