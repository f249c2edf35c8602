"""What the page with the list of a machine showed, beside what is known now: two people may go through it at the same time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from services.inventory.domain.checklist import FINE, LACKS, ChecklistResult, Line, Phase, items_to_install, looked
from services.inventory.domain.device import Device
from services.inventory.domain.use_profile import software_for
from services.inventory.web.board_texts import item_words
from services.inventory.web.use_texts import LICENCE
from shared.language.translate import _
from shared.web.forms import FormProblem, left_alone, overtaken, seen_again

ANYWAY = " anyway"
"""Stands among the items as no item can be called: that it may go without what lacks."""
IN_ORDER, NOT_IN_ORDER = _("{item}: in orde"), _("{item}: niet in orde")


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: which items are fine, whether it may go without the others, and what the page showed (`was`)."""

    ticked: Collection[str]
    anyway: bool
    was: str

    def fields(self, items: Collection[str]) -> dict[str, str]:
        """The same as the fields of a form, each item by itself."""
        said = {item: FINE if item in self.ticked else LACKS for item in items}
        return said | {ANYWAY: "yes" if self.anyway else "", "was": self.was}


def result_of(device: Device, phase: Phase) -> ChecklistResult | None:
    """What came of this list the last time."""
    return device.check if phase is Phase.CHECK else device.installation


def software_of(device: Device, phase: Phase) -> dict[str, str]:
    """The programs of what a machine is meant for, each with what its licence asks; none on the list of the hardware."""
    wanted = software_for(device.uses, device.meant_for) if phase is Phase.INSTALL and device.runs_programs else []
    return {one.name: LICENCE[one.licence] for one in wanted}


def items_of(device: Device, phase: Phase, lines: Sequence[Line]) -> list[str]:
    """What has to be looked at or done on this machine."""
    return items_to_install(lines, device.chassis, list(software_of(device, phase)))


def shown(items: Sequence[str], result: ChecklistResult | None) -> dict[str, str]:
    """What the page shows of each item, and whether it may go without what lacks."""
    anyway = result is not None and result.finished and bool(result.missing)
    return looked(items, result) | {ANYWAY: "yes" if anyway else ""}


def clash(sent: Sent, items: Sequence[str], now: Mapping[str, str]) -> list[FormProblem]:
    """What a colleague noted of an item since the page was opened, where it says otherwise; each at the box of the item."""
    words = {item: {FINE: _said(IN_ORDER, item), LACKS: _said(NOT_IN_ORDER, item)} for item in items}
    found = overtaken(sent.fields(items), now, words)
    return [replace(one, field=f"ticked-{items.index(one.field) + 1}") if one.field in items else one for one in found]


def meant(sent: Sent, items: Sequence[str], now: Mapping[str, str]) -> Sent:
    """What somebody means to say: an item that was left alone is what a colleague noted."""
    return _as_sent(left_alone(sent.fields(items), now))


def again(sent: Sent, items: Sequence[str], now: Mapping[str, str]) -> Sent:
    """What the page shows after a clash."""
    return _as_sent(seen_again(sent.fields(items), now))


def _as_sent(form: Mapping[str, str]) -> Sent:
    return Sent([item for item, said in form.items() if said == FINE], form[ANYWAY] == "yes", form["was"])


def _said(sentence: str, item: str) -> str:
    return sentence.format(item=item_words(item))
