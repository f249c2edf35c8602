"""The map of events in the README is drawn from the code."""

import pytest

from launcher.contracts.event_map import BEGIN, END, README, event_map, with_map
from launcher.house import load_services
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.inventory import DeviceReady
from shared.runtime.service import Service


def test_every_event_is_on_the_map() -> None:
    drawn = event_map(load_services())
    assert [event.type for event in CATALOGUE if f"`{event.type.split('.')[2]}`" not in drawn] == []


def test_the_readme_shows_todays_map() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_map(text, load_services()) == text


def test_what_nobody_wired_is_not_drawn() -> None:
    async def handler(event: object, unit: object) -> None: ...

    publisher = Service("inventory", unit=object, publishes=[DeviceReady])  # type: ignore[type-var]
    deaf = Service("loans", unit=object)  # type: ignore[type-var]
    listening = Service("loans", unit=object, reacts_to={DeviceReady: handler}, projects={DeviceReady: handler})  # type: ignore[type-var]
    assert "-->" not in event_map([publisher, deaf])
    drawn = event_map([publisher, listening])
    assert 'inventory -->|"device_ready"| loans' in drawn
    assert "| inventory `device_ready` | loans | loans |" in drawn


def test_a_readme_without_marks_is_told() -> None:
    with pytest.raises(ValueError, match="event map"):
        with_map("# Digibank\n", [])
    assert with_map(f"a\n{BEGIN}old\n{END}b\n", []).startswith(f"a\n{BEGIN}")
