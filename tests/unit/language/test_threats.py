"""What families read threatens in no language, and the list of each language finds what is planted."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from launcher import language as commands
from shared.language.catalogue import PROJECT, read_catalogue
from shared.language.family_texts import AGREEMENTS
from shared.language.languages import SOURCE, languages
from shared.language.style import Kind, forbidden_phrases, phrases
from shared.language.threats import threats, told_to_families

OTHERS = [code for code in languages() if code != SOURCE]
PLANTED = {
    "nl": (
        "Breng je het niet terug, dan volgt een boete.",
        "Er komt een deurwaarder.",
        "Je betaalt een waarborg van 50.",
        "De schadevergoeding is de waarde van het toestel.",
        "Breng het uiterlijk op maandag.",
        "Je bent aansprakelijk.",
    ),
    "fr": (
        "Sinon, vous recevez une amende.",
        "Un huissier passera chez vous.",
        "Vous payez une caution de 50.",
        "La valeur de l'appareil est de 200.",
        "Rapportez-le au plus tard lundi.",
        "Vous êtes responsables de la perte.",
    ),
    "en": (
        "You will get a fine.",
        "A debt collector comes by.",
        "You pay a DEPOSIT.",
        "The value of the device is 200.",
        "Bring it back on Monday at the latest.",
        "You are liable for loss.",
    ),
    "ar": (
        "وإذا تأخرتم فهناك غرامة.",
        "سيأتي محضر قضائي إليكم.",
        "تدفعون عربونا أو عربون.",
        "وقيمة الجهاز 200.",
        "أعيدوه في موعد أقصاه يوم الاثنين.",
        "أنتم مسؤولون عن الضياع.",
    ),
    "tr": (
        "Yoksa para cezası alırsınız.",
        "Eve İCRA memuru gelir.",
        "DEPOZİTO ödenir.",
        "Cihazın değeri 200.",
        "En geç pazartesi getirin.",
        "Kayıptan siz sorumlusunuz.",
    ),
    "uk": (
        "Інакше буде штраф.",
        "Прийде колектор.",
        "Ви платите заставу.",
        "Вартість пристрою — 200.",
        "Поверніть не пізніше понеділка.",
        "Ви несете відповідальність.",
    ),
}
"""In each language a fine, somebody who collects debts, a deposit, a value, a deadline, and who is liable."""


def test_nothing_that_families_read_threatens() -> None:
    assert [(threat.language, threat.name, threat.phrase.say_never) for threat in threats()] == []


def test_every_language_has_a_list() -> None:
    assert set(PLANTED) == set(languages())
    assert all(len(phrases(code)) >= 30 for code in PLANTED)


@pytest.mark.parametrize(("code", "sentence"), [(code, sentence) for code, planted in PLANTED.items() for sentence in planted])
def test_a_planted_threat_is_found(code: str, sentence: str) -> None:
    assert Kind.THREAT in {phrase.kind for phrase in forbidden_phrases(sentence, code)}


@pytest.mark.parametrize("code", OTHERS)
def test_each_list_finds_all_its_phrases_and_says_why(code: str) -> None:
    listed = phrases(code)
    assert len({phrase.say_never for phrase in listed}) == len(listed)
    assert [phrase.say_never for phrase in listed if phrase not in forbidden_phrases(f"– {phrase.say_never} –", code)] == []
    assert all(phrase.why.endswith(".") and re.search(r"[.’)]$", phrase.instead) for phrase in listed)
    assert {phrase.kind for phrase in listed} == {Kind.THREAT}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "That is fine. Nobody has to pay anything, and you do not have to say why."),
        ("fr", "Vous ne payez rien. Personne ne doit payer quoi que ce soit."),
        ("ar", "لا تدفعون شيئا. تريد أن ترى كم من المال في حسابك."),
        ("tr", "Hiçbir şey ödemezsiniz. Davet için teşekkürler. Cezayir."),
        ("uk", "Ви нічого не платите. Це безкоштовно. Заставка на екрані."),
    ],
)
def test_what_is_kind_is_no_threat(code: str, sentence: str) -> None:
    assert forbidden_phrases(sentence, code) == ()


@pytest.mark.parametrize("code", OTHERS)
def test_agreements_words_and_pages_of_each_language_are_read(code: str) -> None:
    told = list(told_to_families(code))
    files = {name for name, _ in told if name.startswith(AGREEMENTS.as_posix())}
    assert {Path(name).name for name in files} >= {"agreement_1.txt", "agreement_2.txt", "words.toml"}
    assert len(told) > 250
    assert all(text for _, text in told)


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", ["agreement_2.txt", "words.toml"])
def test_a_threat_in_an_agreement_is_told_by_the_gate(
    code: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PROJECT / AGREEMENTS, tmp_path / AGREEMENTS)
    file = tmp_path / AGREEMENTS / code / name
    planted = PLANTED[code][0]
    more = f'\nmore = "{planted}"\n' if name.endswith(".toml") else f"\n\n{planted}\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    monkeypatch.setattr(commands, "threats", lambda: threats(tmp_path))
    result = CliRunner().invoke(commands.language, ["gate"])
    assert result.exit_code == 1
    told, verdict = result.output.splitlines()
    assert told.startswith(f"{code}, {(AGREEMENTS / code / name).as_posix()}: “{planted}” ‘")
    assert verdict.endswith("1 niet in orde.")


@pytest.mark.parametrize("code", OTHERS)
def test_a_threat_on_a_page_for_families_is_found(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_catalogue(code, "loans")
    message = next(one for one in kept if one.id and any("family_" in place for place, _ in one.locations))
    message.string = PLANTED[code][0]
    monkeypatch.setattr("shared.language.threats.read_catalogue", lambda _, part: kept if part == "loans" else [])
    monkeypatch.setattr("shared.language.threats.PARTS", ("loans",))
    monkeypatch.setattr("shared.language.threats.languages", lambda: [code])
    assert {threat.words for threat in threats()} == {PLANTED[code][0]}
