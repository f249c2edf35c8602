"""The form with all facts of a machine: what it shows, and reading what somebody typed in it."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.inventory.domain.charger import Connector
from services.inventory.domain.details import Details, Facts, Grade, KeyboardLayout, wrong_facts
from services.inventory.web.fact_texts import WRONG
from shared.contracts.vocabulary import Chassis
from shared.web.days import read_day
from shared.web.forms import FormProblem

CHOICES = {"chassis": Chassis, "keyboard": KeyboardLayout, "looks": Grade, "works": Grade, "charger_connector": Connector}


def shown(facts: Facts) -> dict[str, str]:
    """What the fields hold for a machine as it is known; a decimal mark is a comma, as people here write."""
    said = facts.details
    return {
        "chassis": facts.chassis.value,
        "maker": facts.maker,
        "model": facts.model,
        "serial": facts.serial or "",
        "processor": facts.processor or "",
        "memory": _decimal(round(facts.memory_mb / 1024, 2)) if facts.memory_mb is not None else "",
        "year": str(said.year or ""),
        "screen": _decimal(said.screen_tenths / 10) if said.screen_tenths is not None else "",
        "battery": str(said.battery_percent) if said.battery_percent is not None else "",
        "battery_on": _day(said.battery_on),
        "keyboard": said.keyboard or "",
        "charger_connector": said.charger_connector or "",
        "charger_tenths": _decimal(said.charger_tenths / 10) if said.charger_tenths is not None else "",
        "charger_watt": str(said.charger_watt) if said.charger_watt is not None else "",
        "operating_system": said.operating_system or "",
        "updated_on": _day(said.updated_on),
        "warranty_until": _day(said.warranty_until),
        "looks": said.looks or "",
        "works": said.works or "",
        "place": str(said.place_id or ""),
        "labels": ", ".join(said.labels),
    }


def read_facts(form: Mapping[str, str], before: Facts, today: date) -> tuple[Facts, list[FormProblem]]:
    """What somebody typed, and what of it cannot be so; with a problem the facts are not to be used.

    A field that is not in the form keeps what it was. One that shows the same keeps it to the last digit: the form shows rounded
    memory. A battery without a day was measured today.
    """
    old, wrong = shown(before), set[str]()
    typed = {name: " ".join(form.get(name, old[name]).split()) for name in old}
    for name, kind in CHOICES.items():
        if typed[name] not in {one.value for one in kind} and (typed[name] or name == "chassis"):
            wrong.add(name)
            typed[name] = old[name]
    days = {}
    for name in ("battery_on", "updated_on", "warranty_until"):
        days[name], understood = read_day(typed[name])
        if not understood:
            wrong.add(name)
    if typed["battery"] and (not typed["battery_on"] or (typed["battery"], typed["battery_on"]) == (old["battery"], "")):
        days["battery_on"] = today
    numbers = {
        name: number_typed(typed[name]) for name in ("year", "memory", "screen", "battery", "charger_tenths", "charger_watt")
    }
    wrong |= {name for name, number in numbers.items() if number is None and typed[name]}
    wrong |= {name for name in ("year", "battery", "charger_watt") if numbers[name] is not None and numbers[name] % 1}  # type: ignore[operator]
    try:
        place = UUID(typed["place"]) if typed["place"] else None
    except ValueError:
        wrong.add("place")
        place = None
    memory, screen = numbers["memory"], numbers["screen"]
    facts = Facts(
        chassis=Chassis(typed["chassis"]),
        maker=typed["maker"],
        model=typed["model"],
        serial=typed["serial"] or None,
        processor=typed["processor"] or None,
        memory_mb=before.memory_mb if typed["memory"] == old["memory"] else _whole(memory, 1024),
        details=Details(
            year=_whole(numbers["year"], 1),
            screen_tenths=_whole(screen, 10),
            battery_percent=_whole(numbers["battery"], 1),
            battery_on=days["battery_on"],
            keyboard=KeyboardLayout(typed["keyboard"]) if typed["keyboard"] else None,
            charger_connector=Connector(typed["charger_connector"]) if typed["charger_connector"] else None,
            charger_tenths=_whole(numbers["charger_tenths"], 10),
            charger_watt=_whole(numbers["charger_watt"], 1),
            operating_system=typed["operating_system"] or None,
            updated_on=days["updated_on"],
            warranty_until=days["warranty_until"],
            looks=Grade(typed["looks"]) if typed["looks"] else None,
            works=Grade(typed["works"]) if typed["works"] else None,
            place_id=place,
            labels=tuple(dict.fromkeys(" ".join(one.split()) for one in re.split(r"[,;]", typed["labels"]) if one.strip())),
        ),
    )
    wrong |= set(wrong_facts(facts, today))
    return facts, [FormProblem(WRONG[name], field=name) for name in WRONG if name in wrong]


def number_typed(typed: str) -> float | None:
    """A number as somebody typed it, with a comma or a point; None when it is none."""
    found = re.fullmatch(r"([0-9]{1,7})(?:[.,]([0-9]{1,3}))?", typed, re.ASCII)
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _whole(number: float | None, times: int) -> int | None:
    return None if number is None else round(number * times)


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _day(value: date | None) -> str:
    return f"{value.day}/{value.month}/{value.year}" if value else ""
