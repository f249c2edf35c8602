"""A text of the agreement that an organisation makes its own: blocks with a picture, and the facts that none of them may lose.

Our own texts are numbered 1 to 999 (see `agreement.FIRST_SIMPLE`); those of organisations from `FIRST_OWN`, each language of each
version a number of its own.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import NoSuchBlock, TooManyBlocks
from shared.domain import Refused
from shared.language.free_text import clean_line, clean_text

FIRST_OWN = 1000
LARGEST_NUMBER = 2**31 - 1
"""What the column holds; no text will ever have it."""
LONGEST_TITLE = 40
LONGEST_HEADING = 60
LONGEST_BLOCK = 600
LONGEST_REMARK = 140
MOST_BLOCKS = 14
MOST_READERS = 99
OWN = "own_"
"""How the key of a block begins that the organisation added itself."""

MAY_HIDE = ("what_we_do", "what_you_do")
"""Blocks of ours that a text may leave out; every other one holds what a family has to be able to read."""
PICTURES = (
    "who", "what_you_lend", "until_when", "what_we_do", "what_you_do", "broken", "stolen_or_lost", "stop_any_time", "help",
    "your_data", "agreement", "pay_nothing", "laptop", "charger", "internet", "hotspot", "repair", "swap", "save", "safety",
    "password", "visit", "phone", "message", "school", "house", "library", "counter", "together", "learn", "information",
)  # fmt: skip
"""Which of our drawings may stand beside a block."""

PLACES = ("organisation", "family", "machine", "code", "accessories", "look_again", "help", "ask")
"""What is filled in for each family; every text says each of them."""
WHOLE_LINES = ("accessories", "help", "ask")
"""Those that are filled in with a whole sentence, and so stand on a line of their own."""
SAID_AS = {
    "organisation": "digibank",
    "family": "gezin",
    "machine": "toestel",
    "code": "code",
    "accessories": "erbij",
    "look_again": "dag",
    "help": "hulp",
    "ask": "vragen",
}
"""How somebody who writes a text says each place, between braces."""
_BY_WORD = {word: place for place, word in SAID_AS.items()}
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A few sentences under a heading.

    Attributes:
        key: which one it is: one of ours by the name of its picture there, or `own_N`.
        heading: one line.
        text: lines without an empty one in between; `{organisation}` and the other `PLACES` are filled in.
        picture: one of `PICTURES`.
        shown: whether it stands in the text.
    """

    key: str
    heading: str
    text: str
    picture: str
    shown: bool = True

    @property
    def is_own(self) -> bool:
        """Whether the organisation added it itself."""
        return self.key.startswith(OWN)

    @property
    def may_hide(self) -> bool:
        """Whether a text may leave it out."""
        return self.is_own or self.key in MAY_HIDE


@dataclass(frozen=True, slots=True)
class Wording:
    """A whole text with its title."""

    title: str
    blocks: tuple[Block, ...]

    @property
    def shown(self) -> tuple[Block, ...]:
        """The blocks that stand in it, in order."""
        return tuple(block for block in self.blocks if block.shown)

    @property
    def pictures(self) -> tuple[str, ...]:
        """What is drawn beside each of them."""
        return tuple(block.picture for block in self.shown)

    @property
    def template(self) -> str:
        """The text as a template: title and blocks apart by an empty line, the heading of each on its first line."""
        return "\n\n".join([self.title, *(f"{block.heading}\n{block.text}" for block in self.shown)])

    def moved(self, key: str, by: int) -> "Wording":
        """With this block one place earlier (-1) or later (1); the first and the last stay. Raises `NoSuchBlock`."""
        blocks = list(self.blocks)
        place = self._place(key)
        blocks.insert(min(max(place + by, 0), len(blocks) - 1), blocks.pop(place))
        return replace(self, blocks=tuple(blocks))

    def showing(self, key: str, *, shown: bool) -> "Wording":
        """With this block in the text, or left out. Raises `NoSuchBlock`, also for one that may not be left out."""
        place = self._place(key)
        block = self.blocks[place]
        if not shown and not block.may_hide:
            raise NoSuchBlock()
        return replace(self, blocks=(*self.blocks[:place], replace(block, shown=shown), *self.blocks[place + 1 :]))

    def with_own(self) -> "Wording":
        """With an empty block at the end, for the organisation to fill. Raises `TooManyBlocks`."""
        if len(self.blocks) >= MOST_BLOCKS:
            raise TooManyBlocks(most=MOST_BLOCKS)
        taken = {block.key for block in self.blocks}
        key = next(f"{OWN}{number}" for number in range(1, MOST_BLOCKS + 1) if f"{OWN}{number}" not in taken)
        return replace(self, blocks=(*self.blocks, Block(key, "", "", "information")))

    def without(self, key: str) -> "Wording":
        """Without this block, which the organisation added itself. Raises `NoSuchBlock`."""
        block = self.blocks[self._place(key)]
        if not block.is_own:
            raise NoSuchBlock()
        return replace(self, blocks=tuple(one for one in self.blocks if one is not block))

    def _place(self, key: str) -> int:
        for place, block in enumerate(self.blocks):
            if block.key == key:
                return place
        raise NoSuchBlock()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody works on; nobody reads it yet.

    Attributes:
        revision: how often it was saved; 0 while nobody did.
        saved_by, saved_at: who did so last, and when (UTC); None while nobody did.
    """

    level: Level
    language: Language
    wording: Wording
    revision: int = 0
    saved_by: UUID | None = None
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A text that was published. It never changes: what was signed says its number.

    Attributes:
        number: from `FIRST_OWN`; no two texts of this installation have the same.
        beside: the number of the Dutch text that it stands beside and says the same as; None for Dutch.
        score: Flesch-Douma on that day; None for another language than Dutch.
        limit: what the score had to be then.
        at: the moment, in UTC.
    """

    number: int
    level: Level
    language: Language
    wording: Wording
    beside: int | None
    score: int | None
    limit: int | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """People for whom a text is meant read it, and said what they thought. Nothing says who they are.

    Attributes:
        on: the day.
        readers: how many.
        remark: at most `LONGEST_REMARK` letters; may be empty.
        noted_by: the colleague who wrote it down.
    """

    id: UUID
    number: int
    on: date
    readers: int
    remark: str
    noted_by: UUID


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in the editor, as it came.

    Attributes:
        blocks: by key: heading, text and picture. A block that is not there stays as it was.
    """

    title: str
    blocks: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


def cleaned(typed: Typed, before: Wording) -> Wording:
    """What was typed, over the text of before: which blocks there are and in which order is not typed.

    Raises `TextTooLong`, `RegisterNumberInText`, each with the fact `at`: the field it is in.
    """
    blocks = []
    for block in before.blocks:
        if block.key in typed.blocks:
            blocks.append(_cleaned_block(block, *typed.blocks[block.key]))
        else:
            blocks.append(block)
    with _at("title"):
        return Wording(clean_line(typed.title, longest=LONGEST_TITLE), tuple(blocks))


def _cleaned_block(block: Block, heading: str, text: str, picture: str) -> Block:
    with _at(f"heading-{block.key}"):
        heading = to_places(clean_line(heading, longest=LONGEST_HEADING))
    with _at(f"text-{block.key}"):
        text = to_places(_lines(clean_text(text, longest=LONGEST_BLOCK)))
    return replace(block, heading=heading, text=text, picture=picture if picture in PICTURES else block.picture)


@contextmanager
def _at(field: str) -> Iterator[None]:
    """Whoever refuses what was typed here says where it stands: the fact `at`."""
    try:
        yield
    except Refused as refusal:
        refusal.facts["at"] = field
        raise


def _lines(text: str) -> str:
    """Without empty lines: those stand between blocks."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def to_places(text: str) -> str:
    """A text with `{gezin}` as it is kept, with `{family}`. What is no place of ours stays, and is refused when it is published."""
    return _PLACE.sub(lambda found: "{" + _BY_WORD.get(found[1].strip().casefold(), found[1]) + "}", text)


def to_words(text: str) -> str:
    """A text that is kept, as somebody who writes it reads it."""
    return _PLACE.sub(lambda found: "{" + SAID_AS.get(found[1], found[1]) + "}", text)


def places_in(text: str) -> list[str]:
    """What stands between braces, in order."""
    return _PLACE.findall(text)


def filled(template: str, given: Mapping[str, str]) -> str:
    """A template with its places filled in, once: what is filled in may hold braces itself. Raises `KeyError`."""
    return _PLACE.sub(lambda found: given[found[1]], template)


def from_template(template: str, keys: Sequence[str]) -> Wording:
    """A text of ours as a beginning; `keys` names its blocks, which are also their pictures."""
    title, *blocks = template.split("\n\n")
    parts = (block.partition("\n") for block in blocks)
    return Wording(title, tuple(Block(key, heading, text, key) for key, (heading, _, text) in zip(keys, parts, strict=True)))


def beside_dutch(dutch: Wording, known: Collection[Block], title: str) -> Wording:
    """A translation with the blocks of the Dutch text, in its order and with its pictures: of each what is known of it already,
    else nothing yet."""
    by_key = {block.key: block for block in known}
    blocks = []
    for block in dutch.shown:
        mine = by_key.get(block.key, Block(block.key, "", "", block.picture))
        blocks.append(replace(mine, picture=block.picture, shown=True))
    return Wording(title, tuple(blocks))


def clean_remark(remark: str) -> str:
    """A remark about how people read a text. Raises `TextTooLong`, `RegisterNumberInText`."""
    return clean_line(remark, longest=LONGEST_REMARK)
