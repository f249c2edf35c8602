"""The PostgreSQL server of one box: started, watched and stopped by the launcher. Its files: `folder.py`."""

import asyncio
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import asyncpg

from launcher.errors import CannotContinue
from launcher.postgres.folder import PostgresFolder
from launcher.postgres.leftovers import end_leftovers
from launcher.postgres.programs import how_to_run, programs_folder
from launcher.postgres.settings import FAST_SETTINGS, HOST, SETTINGS, SUPERUSER, reason_in_dutch
from launcher.say import Say, say_nothing

READY_SECONDS = 300.0
SLOW_SECONDS = 5.0
STOP_SECONDS = 30.0
KILL_SECONDS = 5.0
LOOK_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 30.0


class EmbeddedPostgres:
    """One PostgreSQL server on 127.0.0.1, as a child process.

    `start()`, `await wait_until_ready()`, then `watch()` in a task of its own, and `stop()` at the end. Every way in asks for
    a password (SCRAM); there is no socket file.

    Attributes:
        restarts: how often `watch` has had to start it again.
    """

    def __init__(
        self,
        folder: Path,
        password: str,
        *,
        say: Say = say_nothing,
        fast: bool = False,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Prepare; nothing is touched yet.

        Args:
            folder: made when missing. Only one launcher at a time works in it.
            password: of the superuser `postgres`. It is set when the data is made and has to be the same ever after.
            say: hears what takes time, in plain Dutch.
            fast: commits need not survive a crash; for tests.
            more: settings of the server that go before ours; for tests.
        """
        self.restarts = 0
        self._folder = PostgresFolder(folder)
        self._password = password
        self._say = say
        self._settings = {**SETTINGS, **(FAST_SETTINGS if fast else {}), **more}
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._log_start = 0
        self._stopping = False
        self._guard = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where everything of this server is, absolute."""
        return self._folder.path

    @property
    def log_file(self) -> Path:
        """Where the server writes."""
        return self._folder.log

    @property
    def port(self) -> int:
        """The TCP port, 0 before the first `start()`. Final after `wait_until_ready()`."""
        return self._port

    @property
    def pid(self) -> int | None:
        """The process number of the server, or None when it is not running."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    @property
    def admin_url(self) -> str:
        """`postgresql://` address of the superuser, password included: not for logs. Final after `wait_until_ready()`."""
        return admin_url(self._port, self._password)

    @property
    def programs(self) -> Path:
        """The folder with `pg_basebackup`, `pg_dump`, `psql` and the like, of the version of this server."""
        return programs_folder()

    def start(self) -> None:
        """Make the data when there is none, clean up after an earlier run, and start the server. Running already: nothing.

        Blocks for about a second the first time. `wait_until_ready` tells when the server answers.

        Raises:
            CannotContinue: another launcher works here, the data is of another version or unreadable, the disk is full.
        """
        if self.pid is not None:
            return
        try:
            self._folder.enter()
            self._folder.prepare(self._password, self._say)
            self._port = self._folder.choose_port()
            self._stopping = False
            self._spawn()
        except BaseException as error:
            self._folder.leave()
            if isinstance(error, PermissionError):
                raise CannotContinue(f"{error.filename} is van een andere gebruiker van deze computer.") from error
            if isinstance(error, OSError):
                reason = reason_in_dutch(error.strerror or str(error))
                raise CannotContinue(f"De databank in {self.folder} kan niet starten: {reason}.") from error
            raise

    async def wait_until_ready(self) -> None:
        """Return when the server answers to the superuser's password.

        After a crash the server first repairs itself; that may take minutes and is waited for, up to five. When somebody took
        the port in the meantime, another is chosen.

        Raises:
            CannotContinue: the server gave up, or the password is not the one the data was made with.
        """
        while True:
            try:
                return await self._wait_until_ready()
            except CannotContinue:
                if "could not bind" not in self._folder.logged_since(self._log_start):
                    raise
            self._port = self._folder.choose_port()
            self._spawn()

    async def watch(self) -> None:
        """Start the server again, on the same port, whenever it dies; return after `stop()`.

        A server that dies again within half a minute is given ever more time, up to 30 seconds, before the next try.
        """
        pause = 0.0
        while not self._stopping:
            started = time.monotonic()
            while self.pid is not None:
                await asyncio.sleep(LOOK_SECONDS)
                self._folder.keep_log_small()
            if self._stopping:
                return
            self._say(f"{self._why_it_stopped()} Ze wordt opnieuw gestart.")
            lived_long = time.monotonic() - started > LONGEST_PAUSE_SECONDS
            pause = 0.0 if lived_long else min(2 * pause + 0.25, LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(pause)
            self.restarts += 1
            try:
                await asyncio.to_thread(end_leftovers, self._folder.cluster)
                self._spawn()
                await self._wait_until_ready()
            except (OSError, CannotContinue):
                continue  # the next round says why

    def stop(self) -> None:
        """Shut the server down and let go of the folder; safe to repeat, and from another thread than the one of `watch`.

        Takes a moment; at most 40 seconds, when the server has to be forced. It then repairs itself at the next start.
        """
        process = self._last_process()
        for number, patience in (
            (signal.SIGINT, STOP_SECONDS),
            (signal.SIGQUIT, KILL_SECONDS),
            (signal.SIGKILL, KILL_SECONDS),
        ):
            if process is None or process.poll() is not None:
                break
            process.send_signal(number)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._folder.leave()

    def force_stop(self) -> None:
        """Break the server off at once, for a person who will not wait. Nothing committed is lost."""
        process = self._last_process()
        if process is not None:
            process.send_signal(signal.SIGQUIT)

    def _last_process(self) -> subprocess.Popen[bytes] | None:
        """The process to end, after making sure that `watch` starts no other."""
        with self._guard:
            self._stopping = True
            return self._process

    def _spawn(self) -> None:
        command: list[str | Path] = [programs_folder() / "postgres", "-D", self._folder.cluster]
        for name, value in (self._settings | {"port": str(self._port)}).items():
            command += ["-c", f"{name}={value}"]
        with self._guard, self._folder.open_log() as log:
            if self._stopping:
                return
            self._log_start = log.tell()
            keywords = how_to_run(self._folder.account, self._folder.cluster)
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **keywords)

    async def _wait_until_ready(self) -> None:
        started = time.monotonic()
        slow = False
        while (waited := time.monotonic() - started) < READY_SECONDS:
            if self.pid is None:
                raise CannotContinue(self._why_it_stopped())
            if waited > SLOW_SECONDS and not slow:
                slow = True
                self._say("De databank is nog bezig met opstarten.")
            try:
                connection = await asyncpg.connect(self.admin_url, ssl=False, timeout=2)
            except asyncpg.InvalidPasswordError:
                if self.pid is None:
                    continue  # it was somebody else's server on our port
                raise CannotContinue(
                    f"De hoofdsleutel hoort niet bij de gegevens in {self.folder}. Zet de juiste sleutel terug uit een kopie."
                ) from None
            except (OSError, TimeoutError, asyncpg.PostgresError):
                await asyncio.sleep(LOOK_SECONDS / 4)
            else:
                await connection.close()
                return
        raise CannotContinue(f"De databank antwoordt niet. Wat ze zelf zegt, staat in {self.log_file}")

    def _why_it_stopped(self) -> str:
        reason = reason_in_dutch(self._folder.logged_since(self._log_start))
        return f"De databank is gestopt: {reason} (zie {self.log_file})."


def admin_url(port: int, password: str) -> str:
    """`postgresql://` address of the superuser of an embedded server, password included: not for logs."""
    return f"postgresql://{SUPERUSER}:{quote(password, safe='')}@{HOST}:{port}/postgres"
