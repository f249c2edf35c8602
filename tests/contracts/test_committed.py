"""The committed schemas are those of the code, and the command that writes them refuses what would break a reader."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from shared.contracts import committed
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import ENVELOPE_FILE, as_text, differences, generated, main, schema_of, write
from shared.contracts.event import Event
from shared.contracts.inventory import DEVICES


def polished(**fields: type) -> type[Event]:
    """A release of the event `device_polished`, version 1, with these fields; a later release of the code has others."""

    class DevicePolished(Event, topic=DEVICES, subject="device_id"):
        """Somebody cleaned it."""

        __annotations__ = {"device_id": UUID} | fields
        checked: bool | None = None

    return DevicePolished


BEFORE = polished(on=date)
FILE = f"{BEFORE.type}.json"


class DevicePolishedLater(Event, topic=DEVICES, subject="device_id"):
    device_id: UUID


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A schemas folder in which the first release is committed."""
    folder = tmp_path / "schemas"
    assert write([BEFORE], folder) == []
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def grown() -> type[Event]:
    """The next release of the event: one optional field more."""

    class DevicePolished(Event, topic=DEVICES, subject="device_id"):
        """Somebody cleaned it."""

        device_id: UUID
        on: date
        checked: bool | None = None
        minutes: int | None = None

    return DevicePolished


def test_the_committed_schemas_are_those_of_the_code() -> None:
    assert not differences(), "\n".join(str(difference) for difference in differences())


def test_writing_makes_a_file_per_event_and_one_for_the_envelope(folder: Path) -> None:
    assert set(contents(folder)) == {ENVELOPE_FILE, FILE}
    assert json.loads(contents(folder)[FILE]) == schema_of(BEFORE)
    assert differences([BEFORE], folder) == []


def test_a_schema_says_what_it_is_about(folder: Path) -> None:
    schema = json.loads(contents(folder)[FILE])
    assert (schema["title"], schema["description"]) == (BEFORE.type, "Somebody cleaned it.")
    assert (schema["x-topic"], schema["x-subject"]) == (DEVICES, "device_id")


def test_keys_are_written_in_one_order() -> None:
    assert as_text({"b": 1, "a": {"d": 1, "c": "é"}}) == '{\n  "a": {\n    "c": "é",\n    "d": 1\n  },\n  "b": 1\n}\n'


def test_a_safe_difference_says_which_command_to_run_and_is_written(folder: Path) -> None:
    [difference] = differences([grown()], folder)
    assert (difference.file, list(difference.breaking)) == (FILE, [])
    assert "Run: ./digibank contracts write" in str(difference)
    assert write([grown()], folder) == []
    assert differences([grown()], folder) == []


def test_a_new_event_is_a_safe_difference(folder: Path) -> None:
    events: list[type[Event]] = [BEFORE, DevicePolishedLater]
    [difference] = differences(events, folder)
    assert (difference.file, list(difference.breaking)) == (f"{DevicePolishedLater.type}.json", [])
    assert write(events, folder) == []
    assert differences(events, folder) == []


def test_a_breaking_difference_asks_for_a_new_version_and_nothing_is_written(folder: Path) -> None:
    events: list[type[Event]] = [polished(moment=date), DevicePolishedLater]
    before = contents(folder)
    [refused] = write(events, folder)
    assert "on: was removed, or renamed to moment" in str(refused)
    assert "Make a new version" in str(refused)
    assert contents(folder) == before


def test_an_event_that_vanished_is_breaking(folder: Path) -> None:
    [refused] = write([], folder)
    assert refused.file == FILE
    assert "keep its class" in str(refused)
    assert FILE in contents(folder)


def test_a_breaking_change_of_the_envelope_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stricter = committed.ENVELOPE | {"required": [*committed.ENVELOPE["required"], "ce_traceparent"]}
    monkeypatch.setattr(committed, "ENVELOPE", stricter)
    [refused] = write([BEFORE], folder)
    assert "ce_traceparent: is required now" in str(refused)
    assert "Make a new version" not in str(refused)


def test_the_command_checks_and_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], [BEFORE], folder) == 0
    assert main(["check"], [grown()], folder) == 1
    assert "Run: ./digibank contracts write" in capsys.readouterr().err
    assert main(["write"], [grown()], folder) == 0
    assert main(["check"], [grown()], folder) == 0
    capsys.readouterr()


def test_the_command_refuses_to_write_what_breaks_and_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert main(["write"], [polished()], folder) == 1
    assert "  - on: was removed" in capsys.readouterr().err
    assert contents(folder) == before


@pytest.mark.parametrize("arguments", [[], ["push"], ["write", "now"]])
def test_the_command_explains_itself(arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments, [BEFORE], folder) == 2
    assert "write | check" in capsys.readouterr().err


def test_every_version_in_the_catalogue_has_its_own_file() -> None:
    assert len(generated()) == len(list(CATALOGUE)) + 1
