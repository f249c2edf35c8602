"""PostgreSQL's arguments in the compose file, taken by the same version of PostgreSQL."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.postgres.programs import Account, how_to_run, programs_folder
from launcher.postgres.settings import INITDB_OPTIONS, SETTINGS
from launcher.postgres.testing import folder_for_tests
from tests.deploy.test_compose_file import SERVICES

PROGRAM, *ARGUMENTS = SERVICES["postgres"]["command"]
INITDB = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
GIVEN = dict(argument.split("=", 1) for argument in ARGUMENTS if argument != "-c")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Made with the arguments that the image gives to `initdb`."""
    folder = folder_for_tests(tmp_path_factory.mktemp("cluster"))
    account = Account.for_folder(folder / "none")
    password = folder / "password"
    password.write_text("of nobody\n")
    (folder / "data").mkdir()
    if account is not None:
        for path in (password, folder / "data"):
            os.chown(path, account.uid, account.gid)
    command = [programs_folder() / "initdb", *INITDB, "--username=postgres", f"--pwfile={password}", folder / "data"]
    done = subprocess.run(command, capture_output=True, text=True, **how_to_run(account, folder))
    assert done.returncode == 0, done.stderr
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", list(GIVEN))
def test_a_setting_is_taken(name: str, cluster: Path) -> None:
    account = Account.for_folder(cluster)
    command = [programs_folder() / PROGRAM, "-D", cluster, "-C", name, *ARGUMENTS]
    done = subprocess.run(command, capture_output=True, text=True, **how_to_run(account, cluster))
    assert done.returncode == 0, done.stderr
    in_pages = str(int(GIVEN[name][:-2]) * 1024 // 8) if GIVEN[name].endswith("MB") else ""
    assert done.stdout.strip() in (GIVEN[name], in_pages)


def test_nobody_comes_in_without_a_password(cluster: Path) -> None:
    lines = [line.split() for line in (cluster / "pg_hba.conf").read_text().splitlines() if line and not line.startswith("#")]
    assert {line[-1] for line in lines} == {"scram-sha-256"}
    assert SERVICES["postgres"]["environment"]["POSTGRES_HOST_AUTH_METHOD"] == "scram-sha-256"  # the line that the image adds


def test_what_it_logs_and_how_it_begins_is_as_on_one_box() -> None:
    for name in ("log_min_messages", "log_min_error_statement", "log_error_verbosity", "password_encryption"):
        assert GIVEN[name] == SETTINGS[name]
    assert set(INITDB) == set(INITDB_OPTIONS) - {"--no-instructions"}
