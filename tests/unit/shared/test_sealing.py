"""What is sealed for one purpose opens for that one alone, with that key alone, and when nobody changed it."""

from shared.runtime.keys import MasterKey
from shared.runtime.sealing import KEY_ID, seal, unseal

KEY, OTHER = MasterKey(b"k" * 32), MasterKey(b"o" * 32)


def test_it_opens_for_its_purpose_and_key_alone() -> None:
    sealed = seal(KEY, "one", b"hush")
    assert unseal(KEY, "one", sealed) == b"hush"
    assert unseal(KEY, "two", sealed) is None
    assert unseal(OTHER, "one", sealed) is None
    assert sealed != seal(KEY, "one", b"hush")
    assert sealed.startswith(KEY_ID)


def test_every_changed_or_missing_byte_is_noticed() -> None:
    sealed = seal(KEY, "one", b"hush")
    for place in range(len(sealed)):
        assert unseal(KEY, "one", sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]) is None
        assert unseal(KEY, "one", sealed[:place]) is None
    assert unseal(KEY, "one", sealed + b"\x00") is None
