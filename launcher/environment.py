"""The Python environment of the project: made and kept up to date by `./digibank` before anything else runs.

Only the standard library may be used here: nothing is installed yet.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from launcher.errors import CannotContinue

PROJECT = Path(__file__).resolve().parent.parent
REQUIREMENTS = PROJECT / "requirements"
LOCK = "digibank.lock"  # not `.lock`: that one is uv's own, and it would wait for us
SIGN_OF_LIFE_SECONDS = 10
NO_NETWORK = re.compile(
    r"name resolution|resolve host|dns error|failed to establish|connection refused|unreachable|error sending request"
    r"|failed to fetch|could not connect|timed out|connection reset|connecttimeout|proxy",
    re.IGNORECASE,
)
NO_ROOM = re.compile(r"no space left|os error 28|disk quota", re.IGNORECASE)


def prepare_and_run(arguments: Sequence[str]) -> NoReturn:
    """Have everything installed that the command needs, then become the launcher; ends with exit code 2 when that fails."""
    environment = Environment(Path(os.environ.get("DIGIBANK_VENV") or PROJECT / ".venv").absolute())
    try:
        environment.prepare("test" if needs_test_requirements(arguments) else "run")
        surroundings = os.environ | {"PYTHONPATH": str(PROJECT)}
        # -P: a folder called `shared` or `launcher` where the person happens to be is not ours.
        os.execve(environment.python, [str(environment.python), "-P", "-m", "launcher", *arguments], surroundings)  # noqa: S606
    except CannotContinue as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except PermissionError as error:
        print(f"{error.filename} is van een andere gebruiker van deze computer.", file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print(f"Klaarzetten is niet gelukt: {_why(str(error))}.", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("Gestopt. De volgende keer begint het klaarzetten opnieuw.", file=sys.stderr)
        sys.exit(130)


def needs_test_requirements(arguments: Sequence[str]) -> bool:
    """Whether a command line runs tests or stand-ins of other programs, which ask for more than serving does."""
    command = next((argument for argument in arguments if not argument.startswith("-")), "")
    return command in {"test", "bench", "check", "pages"} or (command == "demo" and "--kafka" in arguments)


class Environment:
    """A virtual environment that knows which requirement files it was made from.

    Attributes:
        folder: where it is.
        python: its interpreter.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._state = folder / "digibank.json"
        self._unfinished = folder / "unfinished"

    def prepare(self, wanted: str) -> None:
        """Install what a requirement file lists, unless that was done; two processes at once take turns.

        What an earlier command installed stays: `test` has all of `run`, so `run` after `test` changes nothing.

        Args:
            wanted: `run` or `test`.

        Raises:
            CannotContinue: no network, no room, or a Python without `venv`; one line each.
            OSError: the folder cannot be written.
        """
        if self._has(wanted):
            return
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / "pyvenv.cfg").exists() and not self._ours():
            raise CannotContinue(f"{self.folder} (DIGIBANK_VENV) is geen Python-omgeving en is niet leeg.")
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone() as lock:
            if not self._has(wanted):
                self._install(wanted, lock)

    def _has(self, wanted: str) -> bool:
        if not self._python_works() or self._unfinished.exists():
            return False
        return self._installed().get(wanted) == fingerprint(wanted)

    def _installed(self) -> Mapping[str, str]:
        try:
            content: Mapping[str, str] = json.loads(self._state.read_text())
        except (OSError, ValueError):
            return {}
        return content

    def _python_works(self) -> bool:
        """False also when the Python of the system it leans on was replaced by a newer one: its packages are of the old."""
        if not self.python.exists():
            return False
        name = self.python.resolve().name
        return not re.fullmatch(r"python3\.\d+", name) or (self.folder / "lib" / name).is_dir()

    def _ours(self) -> bool:
        return self._unfinished.exists() or self._state.exists() or (self.folder / LOCK).exists()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[int]:
        """Hold the lock of the environment; gives its file descriptor."""
        lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _tell("Digibank wordt al klaargezet door een andere opdracht. Even wachten…")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
        finally:
            os.close(lock)

    def _install(self, wanted: str, lock: int) -> None:
        started = time.monotonic()
        if self._unfinished.exists() or (self._ours() and not self._python_works()):
            self._clear()
        new = not self.python.exists()
        _tell(f"Digibank wordt {'klaargezet' if new else 'bijgewerkt'} in {self.folder}. Dit gebeurt één keer.")
        self._unfinished.touch()
        if new:
            _tell("  1/3 Python-omgeving maken")
            _check_venv_module()
            self._run([sys.executable, "-m", "venv", str(self.folder)], lock)
        _tell("  2/3 Installatieprogramma ophalen")
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "1"]
        self._run([*pip, "--require-hashes", "-r", str(REQUIREMENTS / "launcher.txt")], lock)
        _tell("  3/3 Onderdelen ophalen en installeren")
        uv = [str(self.folder / "bin" / "uv"), "pip", "install", "--no-config", "--python", str(self.python)]
        self._run([*uv, "--compile-bytecode", "--require-hashes", "-r", str(REQUIREMENTS / f"{wanted}.txt")], lock)
        state = {**self._installed(), "run": fingerprint("run"), wanted: fingerprint(wanted)}
        scratch = self._state.with_suffix(".new")
        scratch.write_text(json.dumps(state))
        scratch.replace(self._state)
        self._unfinished.unlink()
        _tell(f"Klaar na {time.monotonic() - started:.0f} seconden.")

    def _clear(self) -> None:
        """Begin anew, keeping the lock we hold: half an installation is not worth repairing."""
        for child in self.folder.iterdir():
            if child.name == LOCK:
                continue
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child)
            else:
                child.unlink()

    def _run(self, command: Sequence[str], lock: int) -> None:
        # The child holds the lock too: when we are killed, nobody else starts before it has ended.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, umask=0o022, pass_fds=[lock]
        )
        started = time.monotonic()
        while True:
            try:
                output = process.communicate(timeout=SIGN_OF_LIFE_SECONDS)[0].decode(errors="replace")
                break
            except subprocess.TimeoutExpired:
                _tell(f"      nog bezig ({time.monotonic() - started:.0f} s)")
        if process.returncode == 0:
            return
        with contextlib.suppress(OSError):
            (self.folder / "setup.log").write_text(f"{' '.join(command)}\n{output}")
        if "ensurepip" in output:
            raise CannotContinue(_venv_advice())
        raise CannotContinue(f"Klaarzetten is niet gelukt: {_why(output)}. Alles staat in {self.folder / 'setup.log'}")


def fingerprint(name: str) -> str:
    """Changes when a requirement file changes."""
    content = (REQUIREMENTS / "launcher.txt").read_bytes() + (REQUIREMENTS / f"{name}.txt").read_bytes()
    return hashlib.sha256(content).hexdigest()


def _check_venv_module() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotContinue(_venv_advice())


def _venv_advice() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if Path("/etc/debian_version").exists():
        return f"Er ontbreekt een onderdeel van Python. Installeer het met: sudo apt install python{version}-venv"
    return f"Er ontbreekt een onderdeel van Python: installeer de module venv (met ensurepip) van Python {version}."


def _why(output: str) -> str:
    """The reason in what a program wrote, as part of a sentence."""
    if NO_ROOM.search(output):
        return "de schijf is vol"
    if NO_NETWORK.search(output):
        return "er is geen verbinding met het internet (de eerste keer is die nodig)"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "×"))]
    return (errors or lines or ["zonder uitleg"])[-1].rstrip(".")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
