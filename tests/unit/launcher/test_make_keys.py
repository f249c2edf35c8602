"""`./digibank keys make`: the secrets of a stack."""

import stat
from pathlib import Path

import pytest

from launcher.errors import CannotContinue
from launcher.make_keys import make_keys, places
from launcher.say import say_nothing
from shared.runtime.settings import Settings


def test_they_are_made_once_and_only_the_group_may_read_a_password(tmp_path: Path) -> None:
    said: list[str] = []
    password = tmp_path / "password"
    for _ in range(2):
        make_keys(Settings.load(data=tmp_path / "data"), {"postgres": password}, said.append)
    key = Settings.load(data=tmp_path / "data").master_key
    assert password.read_text() == key.password("postgres")
    assert stat.S_IMODE(password.stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "data" / "master.key").stat().st_mode) == 0o600
    assert not any(key.password("postgres") in line for line in said)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["password"]


def test_a_password_stays_when_another_master_key_comes_for_its_program_knows_no_other(tmp_path: Path) -> None:
    settings, password = Settings.load(data=tmp_path / "data"), tmp_path / "password"
    make_keys(settings, {"postgres": password}, say_nothing)
    known, before = password.read_text(), password.stat().st_ino
    settings.master_key_path.unlink()  # after a move to this stack, or a restore of another one, that of there comes here
    other = Settings.load(data=tmp_path / "data")
    make_keys(other, {"postgres": password}, say_nothing)
    assert other.master_key.password("postgres") != known, "it is another key"
    assert (password.read_text(), password.stat().st_ino) == (known, before)


def test_a_password_that_is_empty_is_none(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.touch()
    make_keys(Settings.load(data=tmp_path / "data"), {"postgres": password}, say_nothing)
    assert password.read_text()


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(CannotContinue, match="Het wachtwoord van postgres is niet te bewaren"):
        make_keys(Settings.load(data=tmp_path), {"postgres": tmp_path / "none" / "password"}, say_nothing)


def test_where_passwords_go() -> None:
    assert places(["postgres=/a/b", "grafana=c=d"]) == {"postgres": Path("/a/b"), "grafana": Path("c=d")}
    for wrong in ("postgres", "postgres=", "=/a", "Po st=/a"):
        with pytest.raises(CannotContinue, match="Zeg het zo"):
            places([wrong])
