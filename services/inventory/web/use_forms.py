"""Reads what somebody typed on the page of a use."""

import re
from collections.abc import Mapping

from services.inventory.domain.use_profile import (
    MOST_SOFTWARE,
    Level,
    Licence,
    Software,
    Use,
    Wishes,
)
from shared.language.translate import _
from shared.web.forms import FormProblem

PARTS = ("minimum", "comfortable")
NUMBERS = ("memory_gb", "drive_gb", "from_year")
TICKS = ("fast_drive", "camera", "portable")
TICKED = tuple(f"{part}-{name}" for part in PARTS for name in TICKS)
SPARE_ROWS = 3

NO_NUMBER = _("Vul een geheel getal in, of laat het veld leeg")
NO_SIZE = _("Vul in hoeveel inch, bijvoorbeeld 15,6")
BOTH_SIZES = _("Vul twee maten in, van klein naar groot, of geen")


def form_of(use: Use) -> dict[str, str]:
    """A use as the fields of its form."""
    form: dict[str, str] = {}
    for part in PARTS:
        level: Level = getattr(use.wishes, part)
        for name in NUMBERS:
            form[f"{part}-{name}"] = str(getattr(level, name) or "")
        for name in TICKS:
            form[f"{part}-{name}"] = "yes" if getattr(level, name) else ""
        smallest, largest = (_inches(tenths) for tenths in level.screen) if level.screen else ("", "")
        form |= {f"{part}-screen": smallest, f"{part}-screen-most": largest, f"{part}-keyboard": level.keyboard or ""}
    empty = Software("", Licence.FREE)
    for number in range(MOST_SOFTWARE):
        one = use.software[number] if number < len(use.software) else empty
        form |= {f"software-{number}": one.name, f"licence-{number}": one.licence.value}
    return form


def rows_in(form: Mapping[str, str]) -> int:
    """How many rows for programs a form needs: those with words in them, and a few to fill in."""
    filled = [number for number in range(MOST_SOFTWARE) if form.get(f"software-{number}")]
    return min(MOST_SOFTWARE, (filled[-1] + 1 if filled else 0) + SPARE_ROWS)


def read_use(form: Mapping[str, str]) -> tuple[Use | None, list[FormProblem]]:
    """What a form says, or what is wrong with it. Whether it makes sense is for the domain to say."""
    problems: list[FormProblem] = []
    low, high = (_level(part, form, problems) for part in PARTS)
    software = tuple(
        Software(name, _licence(form.get(f"licence-{number}", "")))
        for number in range(MOST_SOFTWARE)
        if (name := form.get(f"software-{number}", ""))
    )
    return (None, problems) if problems else (Use(Wishes(low, high), software), [])


def _level(part: str, form: Mapping[str, str], problems: list[FormProblem]) -> Level:
    return Level(
        memory_gb=_number(f"{part}-memory_gb", form, problems),
        drive_gb=_number(f"{part}-drive_gb", form, problems),
        from_year=_number(f"{part}-from_year", form, problems),
        fast_drive=form.get(f"{part}-fast_drive") == "yes",
        camera=form.get(f"{part}-camera") == "yes",
        portable=form.get(f"{part}-portable") == "yes",
        screen=_screen(part, form, problems),
        keyboard=form.get(f"{part}-keyboard") or None,
    )


def _number(field: str, form: Mapping[str, str], problems: list[FormProblem]) -> int:
    typed = form.get(field, "")
    if re.fullmatch(r"[0-9]{0,6}", typed):
        return int(typed or 0)
    problems.append(FormProblem(NO_NUMBER, field=field))
    return 0


def _screen(part: str, form: Mapping[str, str], problems: list[FormProblem]) -> tuple[int, int] | None:
    field = f"{part}-screen"
    typed = [form.get(name, "").replace(",", ".") for name in (field, f"{field}-most")]
    if not any(typed):
        return None
    if not all(re.fullmatch(r"([0-9]{1,2}(\.[0-9])?)?", one) for one in typed):
        problems.append(FormProblem(NO_SIZE, field=field))
        return None
    if not all(typed):
        problems.append(FormProblem(BOTH_SIZES, field=field))
        return None
    smallest, largest = (round(float(one) * 10) for one in typed)
    return smallest, largest


def _licence(typed: str) -> Licence:
    return Licence(typed) if typed in [one.value for one in Licence] else Licence.FREE


def _inches(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
