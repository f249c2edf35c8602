"""`./digibank loans agreement`: a PDF to look at, without a database; and one line where that is not possible."""

from pathlib import Path

import pytest

from launcher import commands
from services.loans.documents.agreement_text import NEWEST, words_of
from services.loans.domain.household import Language, Level
from tests.launcher.test_commands import said
from tests.support.paper import facts_of, lines_as_read, text_of


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("level", list(Level))
def test_the_agreement_in_a_language_and_at_a_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: Language, level: Level
) -> None:
    file = tmp_path / "afspraken.pdf"
    words = ["loans", "agreement", "--language", language.value, "--level", level.value, "--out", str(file)]
    monkeypatch.setattr("sys.argv", ["digibank", *words])
    monkeypatch.delenv("DIGIBANK_POSTGRES", raising=False)
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Gemaakt: {file}\n"
    pdf = file.read_bytes()
    assert facts_of(pdf) | {"title": ""} == {
        "title": "", "author": "Digibank Voorbeeld", "subject": words_of(language)["subject"], "language": language.value,
    }  # fmt: skip
    foot = " ".join([text_of(pdf), *lines_as_read(pdf)])
    assert f" {NEWEST[level]}. " in foot


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"--language": "xx"}, "Deze taal kennen we niet: 'xx'. Kies uit nl, fr, en, ar, tr, uk."),
        ({"--language": ""}, "Deze taal kennen we niet: ''. Kies uit nl, fr, en, ar, tr, uk."),
        ({"--level": "b1\nb2"}, "Dit niveau kennen we niet: 'b1\\nb2'. Kies uit plain, simple."),
        ({"--out": "{folder}"}, "'{folder}' kan niet geschreven worden: Is a directory."),
        ({"--out": "{folder}/niet/hier.pdf"}, "'{folder}/niet/hier.pdf' kan niet geschreven worden: No such file or directory."),
    ],
    ids=["language", "no language", "level", "a folder", "no folder"],
)
def test_what_is_wrong_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changed: dict[str, str], line: str
) -> None:
    options = {"--out": str(tmp_path / "a.pdf")} | {name: value.format(folder=tmp_path) for name, value in changed.items()}
    words = [word for option in options.items() for word in option]
    assert said(monkeypatch, capsys, "loans", "agreement", *words) == line.format(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
