"""What a move leans on, without servers: where a group goes on, what is kept and shown, the key."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.errors import CannotContinue
from launcher.move.box import copy_key
from launcher.move.command import _with_password
from launcher.move.events import Passage
from launcher.move.state import MoveState, Phase, address_of, check_not_moved, forget_state, read_state, write_state
from shared.bus.transport import Record

URL = "postgresql://admin:ge%3Aheim@db.example:5432/postgres?sslmode=require"
STATE = MoveState(Phase.LEAVING, "db.example:5432", "kafka:9092", "2026-11-22T17:00:00Z")


@given(st.lists(st.integers(0, 11), max_size=60), st.integers(0, 60))
def test_a_group_goes_on_after_what_it_had(places: list[int], offset: int) -> None:
    passage = Passage(12)
    for number, place in enumerate(places):
        passage.note(place, Record("t", str(number), b""))
    assert passage.positions(offset) == [places[:offset].count(place) for place in range(12)]
    assert passage.counts == passage.positions(len(places))


def test_a_digest_knows_order_keys_headers_and_bytes() -> None:
    records = [Record("t", "a", b"1", {"x": "1", "y": "2"}), Record("t", "ab", b"", {})]

    def digest(*given: Record) -> list[bytes]:
        passage = Passage(1)
        for record in given:
            passage.note(0, record)
        return passage.digests

    others = [
        records[::-1],
        records[:1],
        [Record("t", "a", b"1", {"y": "2", "x": "1"}), records[1]],
        [Record("t", "a", b"2", {"x": "1", "y": "2"}), records[1]],
        [Record("t", "b", b"1", {"x": "1", "y": "2"}), records[1]],
        [records[0], Record("t", "a", b"b", {})],
    ]
    random.Random(1).shuffle(others)
    assert digest(*records) == digest(*records)
    assert digest(*records) not in [digest(*other) for other in others]


@pytest.mark.parametrize(
    ("phase", "words"), [(Phase.LEAVING, "niet af"), (Phase.MOVED, "is verhuisd naar"), (Phase.RETURNED, "komt terug")]
)
def test_a_box_that_moves_or_has_moved_does_not_start(tmp_path: Path, phase: Phase, words: str) -> None:
    check_not_moved(tmp_path)
    write_state(tmp_path, STATE.now(phase))
    assert read_state(tmp_path) == STATE.now(phase)
    with pytest.raises(CannotContinue, match=words):
        check_not_moved(tmp_path)
    forget_state(tmp_path)
    check_not_moved(tmp_path)


@pytest.mark.parametrize("content", ["", "{", '{"phase": "moved"}', '{"phase": "who knows"}', "[]"])
def test_what_cannot_be_read_does_not_count_as_no_move(tmp_path: Path, content: str) -> None:
    (tmp_path / "move.json").write_text(content)
    with pytest.raises(CannotContinue, match="niet te lezen"):
        check_not_moved(tmp_path)


def test_passwords_are_neither_kept_nor_shown(tmp_path: Path) -> None:
    assert address_of(URL) == "db.example:5432"
    (tmp_path / "password").write_text("w:o@rd\n")
    assert _with_password("postgresql://admin@db/postgres", tmp_path / "password") == "postgresql://admin:w%3Ao%40rd@db/postgres"
    with pytest.raises(CannotContinue, match="niet te lezen"):
        _with_password(URL, tmp_path / "none")


def test_the_key_goes_along_for_nobody_else_to_read(tmp_path: Path) -> None:
    key, to = tmp_path / "master.key", tmp_path / "there" / "master.key"
    key.write_bytes(b"the key\n")
    assert copy_key(key, to) is None
    assert (to.read_bytes(), to.stat().st_mode & 0o777) == (b"the key\n", 0o600)
    assert copy_key(key, to) is None
    to.write_bytes(b"another\n")
    old = copy_key(key, to)
    assert old is not None
    assert (to.read_bytes(), old.read_bytes()) == (b"the key\n", b"another\n")
