"""Fields for the numbers that an organisation chooses: the same for how often and how long, and for limits."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.portal.domain.numbers import LIMITS, RHYTHM, read_number, usual
from services.portal.web.texts import LIMIT_WORDS, REFUSALS, RHYTHM_WORDS, USUAL_WORDS
from shared.contracts.limits import LimitsWish
from shared.contracts.rhythm import RhythmWish
from shared.domain import Refused
from shared.web.forms import FormProblem, refused

Numbers = dict[str, int | tuple[int, ...] | None]


def read_numbers(form: Mapping[str, str], names: Iterable[str]) -> tuple[Numbers, list[FormProblem]]:
    """What a form says for each of these, or for the one that goes back to what is usual; and what it says that makes no sense."""
    names, back = list(names), form.get("usual", "")
    if back in names:
        return {back: None}, []
    numbers: Numbers = {}
    problems: list[FormProblem] = []
    for name in names:
        try:
            numbers[name] = read_number(name, form.get(name, ""))
        except Refused as refusal:
            problems.append(refused(refusal, REFUSALS, field=name)[1])
    return numbers, problems


def number_lines(wish: RhythmWish | LimitsWish, form: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the page shows for each number, over it what somebody just typed."""
    bounds, words = (RHYTHM, RHYTHM_WORDS) if isinstance(wish, RhythmWish) else (LIMITS, LIMIT_WORDS)
    lines = []
    for name, bound in bounds.items():
        chosen = getattr(wish, name)
        lines.append(
            {
                "name": name,
                "question": words[name][0],
                "hint": f"{words[name][1]} {USUAL_WORDS[bound.unit].format(usual=shown(usual(name)))}",
                "value": form.get(name, shown(usual(name) if chosen is None else chosen)),
                "usual": shown(usual(name)),
                "several": isinstance(usual(name), tuple),
                "own": chosen is not None,
            }
        )
    return lines


def shown(value: int | tuple[int, ...]) -> str:
    """A number as a form shows it; several with commas between them."""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)
