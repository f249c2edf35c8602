"""Which stickers somebody wants, read from an address: of which machines, how many, on what, from which place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter, read_filter
from services.inventory.domain.label_papers import PAPERS, LabelPaper
from services.inventory.domain.refusals import NoStickers
from services.inventory.domain.typed_code import codes_in
from services.inventory.queries import stickers
from services.inventory.queries.finding import Place, find_devices
from shared.bus.unit import Unit
from shared.language.translate import _
from shared.web.forms import FormProblem

MOST_COPIES = 10
LONGEST = 40_000
"""Letters of ids in an address: a thousand of them."""


@dataclass(frozen=True, slots=True)
class StickerChoice:
    """What somebody chose.

    Attributes:
        ids, codes, asked: of which machines: chosen ones, typed codes, or those of a list; the first that says something.
        start: the first place of the first sheet that is free, from 1.
        copies: how many of each.
        problems: what cannot be, each at its field; the usual stands in its place.
    """

    ids: str
    codes: str
    paper: LabelPaper
    asked: DeviceFilter = field(default_factory=DeviceFilter)
    start: int = 1
    copies: int = 1
    problems: Sequence[FormProblem] = ()

    def address(self, path: str) -> str:
        """The same choice at another address."""
        said = {"ids": self.ids, "codes": self.codes}
        asked = {name: value for name, value in said.items() if value} | dict(self.asked.pairs())
        return f"{path}?{urlencode(asked | {'paper': self.paper.key, 'start': self.start, 'copies': self.copies})}"

    @property
    def is_asked(self) -> bool:
        """Whether it says which machines."""
        return bool(self.ids or self.codes.strip() or self.asked != DeviceFilter(order=self.asked.order))


def read_choice(asked: Mapping[str, str], usual: LabelPaper) -> StickerChoice:
    """What an address asks for, on the `usual` paper when it names none. Raises `NoStickers` for ids that are none."""
    paper = PAPERS.get(asked.get("paper", ""), usual)
    choice = StickerChoice(asked.get("ids", "")[:LONGEST], asked.get("codes", "")[:LONGEST], paper, read_filter(asked))
    problems = []
    start = _number(asked.get("place") or asked.get("start", ""))
    if start is None or not 1 <= start <= paper.places:
        words = _("Kies een plaats van 1 tot {most}").format(most=paper.places)
        problems.append(FormProblem(words, field="start"))
        start = 1
    copies = _number(asked.get("copies", ""))
    if copies is None or not 1 <= copies <= MOST_COPIES:
        words = _("Kies hoeveel van elk: 1 tot {most}").format(most=MOST_COPIES)
        problems.append(FormProblem(words, field="copies"))
        copies = 1
    return replace(choice, start=start, copies=copies, problems=tuple(problems))


async def codes_of(unit: Unit, choice: StickerChoice, most: int, *, families: bool = False) -> list[str]:
    """The codes of the machines that were chosen: one more than `most` tells that there are more of them. `families`: whoever asks
    may see who has a machine."""
    wanted = read_ids(choice.ids)
    if wanted:
        return await stickers.codes_in_order(unit, wanted[: most + 1])
    if choice.codes.strip():
        typed = codes_in(choice.codes)[: most + 1]
        known = await stickers.ids_of_codes(unit, typed)
        return [code for code in typed if code in known]
    if not choice.is_asked:
        return []
    codes: list[str] = []
    after: Place | None = None
    while len(codes) <= most:
        found = await find_devices(unit, choice.asked, families=families, after=after, most=most + 1 - len(codes))
        codes += [line.code for line in found.lines]
        after = found.after
        if after is None:
            break
    return codes


def read_ids(ids: str) -> list[UUID]:
    """Ids with commas between them, each once. Raises `NoStickers`."""
    try:
        return list(dict.fromkeys(UUID(one.strip()) for one in ids.split(",") if one.strip()))
    except ValueError:
        raise NoStickers() from None


def _number(typed: str) -> int | None:
    """A whole number of at most four digits; 1 for nothing typed, None for what is no number."""
    bare = typed.strip()
    if not bare:
        return 1
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= 4 else None
