"""The backup of one box: a copy of the whole embedded server while it works, of one instant for all databases."""

import os
import shutil
import tarfile
from pathlib import Path

from launcher.errors import CannotContinue
from launcher.postgres.clients import address_and_password, run
from launcher.postgres.folder import PostgresFolder
from launcher.postgres.programs import Account
from launcher.say import Say

BASE, WAL, SERVER_MANIFEST = "base.tar.gz", "pg_wal.tar.gz", "backup_manifest"


def copy_server(admin_url: str, place: Path, say: Say) -> None:
    """Copy the server that answers there, with the journal that makes the copy whole, and check what came.

    Raises `CannotContinue`.
    """
    address, password = address_and_password(admin_url)
    arguments: list[str | Path] = ["--pgdata", place, "--format=tar", "--compress=client-gzip:3", "--wal-method=stream"]
    arguments += ["--checkpoint=fast", "--progress", "--no-password", "--dbname", address]
    run("De kopie", "pg_basebackup", arguments, password=password, say=say)
    # In an archive the journal cannot be read; that is done when the copy is put back.
    run("De controle van de kopie", "pg_verifybackup", ["--format=tar", "--no-parse-wal", "--quiet", place])


def unpack_server(backup: Path, folder: PostgresFolder) -> Path:
    """Unpack a copy beside the data folder of a server and check every file and its journal; gives where.

    The caller holds the folder's lock. Raises `CannotContinue` for a copy that is not good.
    """
    place = folder.path / "cluster.restored"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        _unpack(backup / BASE, place)
        (place / "pg_wal").mkdir(mode=0o700, exist_ok=True)
        _unpack(backup / WAL, place / "pg_wal")
        shutil.copyfile(backup / SERVER_MANIFEST, place / SERVER_MANIFEST)
        run("De controle van de kopie", "pg_verifybackup", ["--quiet", place])
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    (place / SERVER_MANIFEST).unlink()
    _hand_over(place, folder.account)
    return place


def _unpack(archive: Path, place: Path) -> None:
    before = os.umask(0o077)
    try:
        with tarfile.open(archive) as content:
            for member in content:
                if not (member.isfile() or member.isdir()) or member.name.startswith("/") or ".." in Path(member.name).parts:
                    raise CannotContinue(f"In {archive} staat iets dat er niet hoort. Neem een andere kopie.")
                content.extract(member, place, set_attrs=False)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CannotContinue(f"{archive} is niet uit te pakken: {error}.") from None
    finally:
        os.umask(before)


def _hand_over(place: Path, account: Account | None) -> None:
    """Files of a server that runs as somebody else are that user's; every name is on the disk for good."""
    for path in [place, *place.rglob("*")]:
        if account is not None:
            os.chown(path, account.uid, account.gid)
    os.sync()
