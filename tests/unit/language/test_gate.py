"""The gate over all texts for families, and the commands that measure a text."""

import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from launcher import language as commands
from launcher.commands import main
from launcher.readability import LARGEST_FILE, complaints, table, verdict
from shared.language.catalogue import PROJECT
from shared.language.family_texts import AGREEMENTS, QUESTIONS, FamilyText, family_texts
from shared.language.limits import USUAL, VERY_SIMPLE

BAD = FamilyText("a.txt", ("Indien u het toestel niet terugbrengt, volgt een boete.",))
GOOD = FamilyText("b.txt", ("Is het stuk? Bel ons. Je betaalt niets. Dan kijken we samen wat er is.",))


def test_all_texts_for_families_pass() -> None:
    assert list(complaints(family_texts())) == []


def test_agreements_questions_and_pages_are_all_measured() -> None:
    names = [text.name for text in family_texts()]
    assert any(name.startswith(AGREEMENTS.as_posix()) for name in names)
    assert sum(name.startswith(f"{QUESTIONS.as_posix()}#") for name in names) >= 20
    assert "shared/web/templates/layout.html" in names
    assert len(names) == len(set(names))


def test_an_agreement_in_another_language_is_not_measured_as_dutch(tmp_path: Path) -> None:
    folder = tmp_path / AGREEMENTS
    folder.mkdir(parents=True)
    for name in ("agreement_fr_1.txt", "agreement_nl_2.txt"):
        (folder / name).write_text("Tekst.")
    (tmp_path / QUESTIONS).parent.mkdir(parents=True)
    (tmp_path / QUESTIONS).write_bytes((PROJECT / QUESTIONS).read_bytes())
    names = [text.name for text in family_texts(tmp_path)]
    assert [name for name in names if name.endswith(".txt")] == [f"{AGREEMENTS.as_posix()}/agreement_nl_2.txt"]


def test_a_very_simple_agreement_has_to_be_simpler() -> None:
    by_name = {text.name: text for text in family_texts()}
    simple = by_name[f"{AGREEMENTS.as_posix()}/nl/simple_1.txt"]
    plain = by_name[f"{AGREEMENTS.as_posix()}/nl/agreement_2.txt"]
    assert (plain.limits, simple.limits) == (USUAL, VERY_SIMPLE)
    assert any("de grens is 8." in objection.why for objection in replace(plain, limits=VERY_SIMPLE).objections)


def test_a_bad_text_is_told_which_sentence_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "family_texts", lambda: (GOOD, BAD))
    result = CliRunner().invoke(commands.language, ["gate"])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("a.txt: “Indien u het toestel niet terugbrengt, volgt een boete.” ‘boete’: ")
    assert lines[1].endswith("Zeg ‘als’, of stel een vraag: ‘Is er iets mee? Bel ons.’")
    assert "1 niet in orde" in lines[2]
    assert "in orde" in verdict((GOOD,))


def test_the_gate_is_part_of_the_check() -> None:
    from launcher.checks import CHECKS

    assert CHECKS["taal"][-2:] == ["language", "gate"]


def test_the_table_has_the_lowest_score_first(tmp_path: Path) -> None:
    lines = table((FamilyText("c", ("Bewaar",)), GOOD, BAD)).splitlines()
    assert [line.split("`")[1] for line in lines[2:]] == ["a.txt", "b.txt", "c"]
    assert len({line.count("|") for line in lines}) == 1
    written = CliRunner().invoke(commands.language, ["report", "--out", str(tmp_path / "table.md")])
    assert written.exit_code == 0
    assert (tmp_path / "table.md").read_text(encoding="utf-8").startswith("| tekst | score |")


def test_a_file_is_measured_as_json(tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("\ufeffJe leent een toestel van ons.", encoding="utf-8")
    result = CliRunner().invoke(commands.language, ["score", str(file)])
    assert result.exit_code == 0
    assert json.loads(result.output)["douma"] == 111.4


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["digibank", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is leeg"),
        (b" \n\t", "is leeg"),
        (b"\x89PNG\0\0", "is geen tekst"),
        ("Je beëindigt het.".encode("latin-1"), "UTF-8"),
        (b"a" * (LARGEST_FILE + 1), "te groot"),
    ],
)
def test_a_file_that_is_no_text_gets_one_line(
    content: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "f"
    file.write_bytes(content)
    assert run(["language", "score", str(file)], monkeypatch) == 2
    output, error = capsys.readouterr()
    assert output == ""
    assert told in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(("name", "told"), [("none", "bestaat niet"), ("", "is een map")])
def test_no_such_file_and_a_folder_get_one_line(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["language", "score", str(tmp_path / name)], monkeypatch) == 2
    assert told in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Bel ons, of kom langs.")))
    assert run(["language", "score", "-"], monkeypatch) == 0
    assert json.loads(capsys.readouterr().out)["words"] == 5


def test_a_table_that_cannot_be_written_gets_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["language", "report", "--out", str(tmp_path)], monkeypatch) == 2
    assert "kan niet geschreven worden" in capsys.readouterr().err
