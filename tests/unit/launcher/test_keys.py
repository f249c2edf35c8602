import base64
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.keys import MasterKey, MasterKeyError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_time_makes_a_key_that_only_we_can_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data" / "master.key"
    made = MasterKey.load_or_create(path)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert len(base64.b64decode(path.read_text())) == 32
    assert MasterKey.load_or_create(path).derive("x") == made.derive("x")
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_two_installations_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = (MasterKey.load_or_create(tmp_path / name) for name in ("one", "other"))
    assert one.derive("x") != other.derive("x")
    assert one.password("loans_app") != other.password("loans_app")


def test_whoever_starts_at_once_gets_the_same_key(tmp_path: Path) -> None:
    """Threads stand for processes here: what settles it is one step in the file system."""
    crowd = 8
    for attempt in range(20):
        together = threading.Barrier(crowd)

        def create(path: Path, together: threading.Barrier = together) -> bytes:
            together.wait()
            return MasterKey.load_or_create(path).derive("x")

        with ThreadPoolExecutor(crowd) as pool:
            keys = set(pool.map(create, [tmp_path / str(attempt) / "key"] * crowd))
        assert len(keys) == 1


@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o660, 0o777])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, open_to: int) -> None:
    path = tmp_path / "master.key"
    MasterKey.load_or_create(path)
    path.chmod(open_to)
    with pytest.raises(MasterKeyError, match=f"chmod 600 {path}") as refusal:
        MasterKey.load_or_create(path)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"short", base64.b64encode(b"x" * 31), base64.b64encode(b"x" * 33), b"\xff\x00", b"x" * 5000]
)
def test_a_damaged_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyError, match="geen geldige hoofdsleutel") as refusal:
        MasterKey.load_or_create(path)
    assert path.read_bytes() == content
    assert base64.b64encode(b"x" * 8).decode() not in str(refusal.value)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MasterKeyError, match="niet te lezen of te maken"):
        MasterKey.load_or_create(tmp_path / "file" / "master.key")


def test_a_key_derives_as_hkdf_sha256_does() -> None:
    """RFC 5869, written out for one block."""

    def hmac_sha256(key: bytes, message: bytes) -> bytes:
        code = hmac.HMAC(key, hashes.SHA256())
        code.update(message)
        return code.finalize()

    secret = bytes(range(32))
    expected = hmac_sha256(hmac_sha256(bytes(32), secret), b"digibank/sessions/v1\x01")
    assert MasterKey(secret).derive("sessions/v1") == expected


@given(st.text(max_size=20), st.text(max_size=20), st.integers(16, 64))
def test_purposes_are_independent_and_lasting(one: str, other: str, length: int) -> None:
    key = MasterKey(b"k" * 32)
    assert len(key.derive(one, length)) == length
    assert (key.derive(one, length) == key.derive(other, length)) == (one == other)


def test_passwords_fit_in_a_url() -> None:
    passwords = {MasterKey(os.urandom(32)).password("loans_app") for _ in range(200)}
    assert len(passwords) == 200
    assert all(set(password) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") for password in passwords)
    assert {len(password) for password in passwords} == {43}


def test_the_secret_does_not_show_in_a_log() -> None:
    assert "kkkk" not in repr(MasterKey(b"k" * 32))


def test_a_key_of_another_length_is_no_master_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(b"short")
