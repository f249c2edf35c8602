"""Settings that only a stack of processes has."""

from pathlib import Path

import pytest

from shared.runtime.settings import Settings, SettingsError

LOGIN = "postgresql://postgres@db:5432/postgres"


def test_a_login_gets_its_password_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a/b@c:d\n")
    given = Settings.load(postgres=LOGIN, postgres_password_file=file).postgres
    assert given == "postgresql://postgres:a%2Fb%40c%3Ad@db:5432/postgres"


@pytest.mark.parametrize("address", ["postgresql://db:5432", "postgresql://postgres:given@db:5432/postgres", ""])
def test_without_a_login_or_with_a_password_the_file_is_left_alone(address: str, tmp_path: Path) -> None:
    assert Settings.load(postgres=address, postgres_password_file=tmp_path / "none").postgres == address


@pytest.mark.parametrize(("content", "why"), [(None, "No such file"), (b"", "is empty"), (b"\xff\xfe", "not text")])
def test_a_password_that_cannot_be_read_is_one_line(content: bytes | None, why: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=rf"DIGIBANK_POSTGRES_PASSWORD_FILE: .*{why}"):
        Settings.load(postgres=LOGIN, postgres_password_file=file)


def test_what_is_asked_of_the_connection_stays(tmp_path: Path) -> None:
    """TLS is in the address, for the login that sets up and for each role."""
    (tmp_path / "password").write_text("x")
    asked = "sslmode=verify-full&sslrootcert=/ca.pem"
    settings = Settings.load(data=tmp_path, postgres=f"{LOGIN}?{asked}", postgres_password_file=tmp_path / "password")
    assert settings.postgres == f"postgresql://postgres:x@db:5432/postgres?{asked}"
    assert settings.database_url("loans_app", "loans").endswith(f"@db:5432/loans?{asked}")


@pytest.mark.parametrize("address", ["http://{service}-web:8000", "https://{service}.inside", "http://10.0.0.5:8000"])
def test_an_address_of_colleagues(address: str) -> None:
    assert Settings.load(colleagues=address).colleagues == address


@pytest.mark.parametrize("address", ["{service}-web:8000", "http://{name}-web", "http://{service}-web/loans", "ftp://x"])
def test_a_wrong_address_of_colleagues_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="DIGIBANK_COLLEAGUES: must look like"):
        Settings.load(colleagues=address)
