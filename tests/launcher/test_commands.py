"""Commands beside a system that is not there as it should be: one line that tells the cure, and never a traceback."""

from pathlib import Path

import pytest

from launcher import commands
from launcher.move.state import MoveState, Phase, write_state
from shared.runtime.settings import Settings
from tests.support.ports import free_port


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says to somebody who then has to do something."""
    monkeypatch.setattr("sys.argv", ["digibank", *words])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize(
    "words", [["dead-letters", "list"], ["dead-letters", "show", "loans", "1"], ["dead-jobs", "list", "loans"]]
)
def test_a_database_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    nowhere = f"postgresql://127.0.0.1:{free_port()}"
    line = said(monkeypatch, capsys, *words, "--data", str(tmp_path), "--postgres", nowhere)
    assert line.startswith("De databank antwoordt niet of weigert: ")
    assert "./digibank doctor" in line


def test_a_box_that_moved_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """To start it is not the cure."""
    assert Settings(data=tmp_path).master_key
    write_state(tmp_path, MoveState(Phase.MOVED, "db.example:5432", "kafka.example:9092", "2026-11-22"))
    line = said(monkeypatch, capsys, "backup", "--data", str(tmp_path), "--to", str(tmp_path / "backups"))
    assert "db.example" in line
    assert "./digibank up" not in line


def test_a_kafka_that_is_away(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("shared.bus.transports.kafka.cluster.ANSWER_SECONDS", 0.5)
    monkeypatch.setattr("launcher.commands.looking.load_settings", lambda kafka: Settings(kafka=kafka))
    monkeypatch.setattr("shared.runtime.logs.configure_logs", lambda level: None)
    nowhere = f"127.0.0.1:{free_port()}"
    line = said(monkeypatch, capsys, "topics", "check", "--kafka", nowhere)
    assert line.startswith(f"De topics zijn niet te bekijken: Kafka op {nowhere} antwoordt niet")
    assert "Start Kafka" in line
