import base64
import hashlib
import hmac

import pytest

from launcher.provision import databases, scram_verifier


def test_the_verifier_is_the_one_of_the_standard() -> None:
    """The example of RFC 7677, whose server signature follows from the server key in the verifier."""
    verifier = scram_verifier("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
    assert verifier.startswith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$")
    stored_key, _, server_key = (base64.b64decode(part) for part in verifier.rpartition("$")[2].partition(":"))
    nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    message = f"n=user,r=rOprNGfwEbeRWgbNEkqO,r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r={nonce}".encode()
    proof = base64.b64decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    signature = hmac.digest(stored_key, message, "sha256")
    client_key = bytes(one ^ other for one, other in zip(proof, signature, strict=True))
    assert hashlib.sha256(client_key).digest() == stored_key
    assert hmac.digest(server_key, message, "sha256") == base64.b64decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


def test_each_verifier_has_its_own_salt() -> None:
    assert scram_verifier("pencil") != scram_verifier("pencil")


def test_a_password_that_the_standard_would_prepare_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        scram_verifier("crème")


def test_every_service_gets_three_roles_and_the_log_two() -> None:
    loans, log = databases(["loans"])
    assert (loans.name, loans.roles) == ("loans", ["loans_owner", "loans_app", "loans_bus"])
    assert (log.name, log.roles) == ("bus", ["log_owner", "log_app"])


@pytest.mark.parametrize("name", ["", "bus", "log", "postgres", "Loans", "loans; DROP DATABASE x", 'lo"ans', "1loans", "x" * 60])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        databases([name])
