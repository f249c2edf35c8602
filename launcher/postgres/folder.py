"""The folder of an embedded PostgreSQL server: who works in it, as which user, on which port, with which data.

cluster/        the data, PostgreSQL's own
port            the TCP port it had last time
postgres.log    what the server says; postgres.log.1 is what came before
lock            held by the one launcher that works here
"""

import contextlib
import fcntl
import os
import random
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from launcher.errors import CannotContinue
from launcher.postgres.leftovers import end_leftovers
from launcher.postgres.programs import Account, how_to_run, major_version, programs_folder
from launcher.postgres.settings import HOST, INITDB_OPTIONS, SUPERUSER, reason_in_dutch
from launcher.say import Say

# Below the range that systems hand out to outgoing connections (from 32768 on Linux), so that none of those takes our port
# while the server restarts.
PORTS = range(20000, 30000)
LOG_LIMIT_BYTES = 10_000_000


class PostgresFolder:
    """Everything of one server on disk.

    Attributes:
        path: the folder, absolute.
        cluster: PostgreSQL's own data folder in it.
        log: where the server writes.
        account: as whom the server runs; None is as ourselves. Known after `enter()`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.cluster = self.path / "cluster"
        self.log = self.path / "postgres.log"
        self.account: Account | None = None
        self._lock: int | None = None

    def enter(self) -> None:
        """Make the folder when it is missing and take its lock. Raises `CannotContinue` when another launcher has it."""
        if self._lock is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.account = Account.for_folder(self.path)
        self.path.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self.path)
        around = self.path.parent.stat()
        if self.account is not None and around.st_uid == 0:
            # The folder around it is closed because the master key is in it: open it to pass through, no more.
            self.path.parent.chmod(around.st_mode | 0o001)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(lock, 20, 0).decode().strip() or "?"
            os.close(lock)
            if not isinstance(error, BlockingIOError):
                raise
            raise CannotContinue(
                f"Digibank draait al met de gegevens in {self.path.parent} (proces {holder}). Stop dat eerst, met Ctrl-C."
            ) from None
        self._lock = lock
        self._hand_over(self.path / "lock")
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)

    def leave(self) -> None:
        """Let go of the lock; safe to repeat."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def prepare(self, password: str, say: Say) -> None:
        """Have good data and nobody else at work on it.

        Args:
            password: for the superuser, used when the data has to be made.
            say: hears what takes time.

        Raises:
            CannotContinue: the data is of another version or cannot be made or reached.
        """
        version = major_version(programs_folder(), self.account, self.path)
        if self.cluster.exists():
            self._check_version(version)
        else:
            self._create(password, say)
        if end_leftovers(self.cluster):
            say("De databank was de vorige keer niet netjes gestopt; ze wordt nagekeken.")
        self.cluster.chmod(0o700)

    def choose_port(self) -> int:
        """Last time's TCP port when it is free, else another; written down."""
        memory = self.path / "port"
        try:
            remembered = [int(memory.read_text())]
        except (FileNotFoundError, ValueError):
            remembered = []
        for port in remembered + random.sample(PORTS, 200):
            if _is_free(port):
                memory.write_text(f"{port}\n")
                self._hand_over(memory)
                return port
        raise CannotContinue("Er is geen vrije poort voor de databank op deze computer.")

    def open_log(self) -> IO[bytes]:
        """The log, to append to."""
        log = self.log.open("ab")
        self._hand_over(self.log)
        return log

    def keep_log_small(self) -> None:
        """At most 10 MB and as much again of what came before."""
        # The server goes on appending, also after its launcher died, so the file itself stays and is emptied.
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > LOG_LIMIT_BYTES:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def logged_since(self, start: int) -> str:
        """What the log got since it was `start` bytes long; at most the last 8 kB, nothing when there is no log."""
        try:
            with self.log.open("rb") as log:
                size = log.seek(0, os.SEEK_END)
                log.seek(max(start if start <= size else 0, size - 8192))
                return log.read().decode(errors="replace")
        except OSError:
            return ""

    def _check_version(self, ours: int) -> None:
        try:
            theirs = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise CannotContinue(f"{self.cluster} is geen databank. Zet de gegevens terug uit een kopie.") from None
        if theirs != str(ours):
            raise CannotContinue(
                f"De gegevens in {self.path} zijn van PostgreSQL {theirs} en dit is {ours}. "
                "Zet ze over met een kopie uit de vorige versie van Digibank."
            )

    def _create(self, password: str, say: Say) -> None:
        """Make the data under another name first: half of it is never taken for all of it."""
        say("De databank wordt gemaakt (alleen de eerste keer, enkele seconden).")
        unfinished = self.path / "cluster.new"
        end_leftovers(unfinished)
        if unfinished.exists():
            shutil.rmtree(unfinished)
        with tempfile.NamedTemporaryFile("w", dir=self.path, prefix="password.") as password_file:
            password_file.write(password + "\n")
            password_file.flush()
            self._hand_over(Path(password_file.name))
            options = ["-D", str(unfinished), "--username", SUPERUSER, "--pwfile", password_file.name, *INITDB_OPTIONS]
            made = subprocess.run(
                [programs_folder() / "initdb", *options], capture_output=True, text=True, **how_to_run(self.account, self.path)
            )
        if made.returncode != 0:
            raise CannotContinue(f"De databank kan niet gemaakt worden: {reason_in_dutch(made.stdout + made.stderr)}.")
        unfinished.rename(self.cluster)

    def _hand_over(self, path: Path) -> None:
        """Files of a server that runs as somebody else are that user's, also when root made them."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
        return True


def port_in_use(folder: Path) -> int | None:
    """The port of the server that another process runs in this folder now, or None when nobody does."""
    if holder_of(folder) is None:
        return None
    try:
        return int((folder / "port").read_text())
    except (OSError, ValueError):
        return None


def holder_of(folder: Path) -> int | None:
    """The number of the process that runs a server in this folder now, or None when nobody does."""
    try:
        handle = os.open(folder / "lock", os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with contextlib.suppress(ValueError):
            return int(os.pread(handle, 20, 0).decode())
    finally:
        os.close(handle)
    return None
