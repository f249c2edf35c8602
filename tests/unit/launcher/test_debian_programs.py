"""Programs out of packages, for tests alone."""

from pathlib import Path

import pytest

from launcher.debian_programs import fetch_program, find_program
from launcher.say import say_nothing


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer without any program on its path; a folder for tools."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_one_that_is_installed_comes_before_one_that_was_unpacked(bare: Path) -> None:
    assert find_program("caddy", bare / "tools") is None
    unpacked = program(bare / "tools" / "debian-caddy" / "usr" / "bin" / "caddy")
    assert find_program("caddy", bare / "tools") == str(unpacked)
    installed = program(bare / "bin" / "caddy")
    assert find_program("caddy", bare / "tools") == str(installed)


def test_without_debian_there_is_none(bare: Path) -> None:
    assert fetch_program("caddy", say_nothing, bare / "tools") is None


def test_a_package_is_unpacked_and_nothing_else_stays(bare: Path) -> None:
    """With stand-ins for Debian's two programs, which note what they were asked."""
    program(bare / "bin" / "apt-get").write_text("#!/bin/sh\n: > caddy_2_amd64.deb\n")
    unpack = '#!/bin/sh\n/bin/mkdir -p "$3/usr/bin"\n: > "$3/usr/bin/caddy"\n'
    program(bare / "bin" / "dpkg-deb").write_text(unpack)
    assert fetch_program("caddy", say_nothing, bare / "tools") == str(bare / "tools/debian-caddy/usr/bin/caddy")
    assert [path.name for path in (bare / "tools").iterdir()] == ["debian-caddy"]


def test_a_package_that_cannot_be_had_is_told(bare: Path) -> None:
    said: list[str] = []
    program(bare / "bin" / "apt-get").write_text("#!/bin/sh\necho 'E: no network' >&2\nexit 100\n")
    program(bare / "bin" / "dpkg-deb")
    assert fetch_program("caddy", said.append, bare / "tools") is None
    assert any("E: no network" in line for line in said)
