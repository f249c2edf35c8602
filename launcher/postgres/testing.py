"""A PostgreSQL for the tests: the one in `DIGIBANK_POSTGRES`, else an embedded one on data that is thrown away."""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.postgres.server import EmbeddedPostgres
from launcher.pytest_facts import report_fact
from launcher.say import Say, say_nothing


@dataclass(frozen=True, slots=True)
class RunningPostgres:
    """A server that answers.

    Attributes:
        admin_url: `postgresql://` address of a login that may create roles and databases.
        embedded: the server, to kill or restart; None when it is somebody else's.
        scratch: a folder to remove at the end.
    """

    admin_url: str
    embedded: EmbeddedPostgres | None = None
    scratch: Path | None = None

    def stop(self) -> None:
        """Stop what was started and remove its data; leaves a server from `DIGIBANK_POSTGRES` alone."""
        if self.embedded is not None:
            self.embedded.stop()
        if self.scratch is not None:
            shutil.rmtree(self.scratch)


async def postgres_for_tests(tmp_dir: Path, say: Say = say_nothing, *, fast: bool = True) -> RunningPostgres:
    """Have a server; the caller calls `stop()` at the end of the session.

    Args:
        tmp_dir: for the data, empty or missing. Not used as root: the server then runs as another user, who may not enter
            pytest's folders, and gets a folder of its own.
        say: hears what takes time.
        fast: commits may be lost in a crash of the server. Never with suites that test durability.

    Raises:
        CannotContinue: the embedded server does not start.
    """
    if given := os.environ.get("DIGIBANK_POSTGRES"):
        report_fact("PostgreSQL", "the one in DIGIBANK_POSTGRES")
        return RunningPostgres(given)
    scratch = folder_for_tests(tmp_dir)
    postgres = EmbeddedPostgres(scratch / "postgres", secrets.token_urlsafe(16), say=say, fast=fast)
    try:
        postgres.start()
        await postgres.wait_until_ready()
    except BaseException:
        postgres.stop()
        raise
    report_fact("PostgreSQL", "embedded, " + ("commits need not survive a crash" if fast else "fully durable"))
    return RunningPostgres(postgres.admin_url, postgres, scratch)


def folder_for_tests(tmp_dir: Path) -> Path:
    """A folder that an embedded server may work in; as root outside `tmp_dir`, and the caller removes it."""
    if os.geteuid() != 0:
        tmp_dir.mkdir(parents=True, exist_ok=True)
        return tmp_dir
    folder = Path(tempfile.mkdtemp(prefix="digibank-test-"))
    folder.chmod(0o711)
    return folder
