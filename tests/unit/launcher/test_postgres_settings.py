import pytest

from launcher.postgres.settings import FAST_SETTINGS, SETTINGS, reason_in_dutch


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("LOG:  starting\nFATAL:  could not write lock file: No space left on device\n", "de schijf is vol"),
        ("FATAL:  could not create file: Read-only file system", "de schijf is alleen-lezen"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory\nHINT: less", "er is te weinig geheugen vrij"),
        ("FATAL:  something new.\n\n", "FATAL:  something new"),
        ("", "ze zei niet waarom"),
    ],
)
def test_why_postgresql_stopped_is_said_in_words_that_help(output: str, reason: str) -> None:
    assert reason_in_dutch(output) == reason


def test_no_setting_for_speed_takes_away_durability_of_the_files() -> None:
    assert {SETTINGS[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {"on"}
    assert set(FAST_SETTINGS) == {"synchronous_commit"}
