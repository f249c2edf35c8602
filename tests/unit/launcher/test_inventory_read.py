"""`./digibank inventory read`: what it prints of a report, and how it says no."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.errors import CannotContinue
from launcher.inventory_read import read_file
from tests.unit.inventory.report_samples import component_report


def test_what_a_report_says(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(component_report()))
    said = json.loads(read_file(file))
    assert (said["maker"], said["model"], said["serial"], said["memory_mb"]) == ("Acme", "Feather 14", "AC-1001", 12288)
    assert [(one["serial"], one["medium"]) for one in said["drives"]] == [("SPIN-1", "hdd"), ("FLASH-1", "nvme")]
    assert said["drives"][0]["wipe"]["succeeded"] is True
    assert said["drives"][1]["wipe"] is None
    assert {"system_uuid", "battery_percent", "format"} <= set(said)


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe\x00", b'{"hello": 1}', b" " * 10_000_001])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "report.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CannotContinue) as refused:
        read_file(file)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_ends_with_two(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "launcher", "inventory", "read"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
