"""The check of all texts finds what it has to find, and nothing else."""

from pathlib import Path

import pytest

from shared.language import catalogue, hard_coded
from shared.language.catalogue import Found
from shared.language.check import Term, address_problems, breaking_problems, read_glossary, read_never, word_problems
from shared.language.languages import Reach, languages

TERMS = [Term(frozenset({"toestel"}), {"fr": ("appareil",)}, frozenset({"Dit toestel niet"}))]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Naar de inhoud</p>", ["Naar de inhoud"]),
        ('<p>{{ _("Naar de inhoud") }}</p>', []),
        ('<img alt="Een laptop">', ["Een laptop"]),
        ("<p>{% trans %}Naar <b>hier</b>{% endtrans %}</p>", []),
        ('<p>{{ "Nog niet klaar" if x else _("Klaar") }}</p>', ["Nog niet klaar"]),
        ("{# Een opmerking in het sjabloon #}<p>1 · 2</p>", []),
        ('<code translate="no">KX4-72M van hier</code><p>Hier dus</p>', ["Hier dus"]),
        ('<input type="hidden" name="wat het is" value="geen woorden">', []),
        ('{% block main_class %} class="narrow"{% endblock %}', []),
    ],
)
def test_words_in_a_template(template: str, found: list[str]) -> None:
    assert [text for _line, text in hard_coded.in_template(template)] == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('TITLE = "Dit is nog niet gelukt"', ["Dit is nog niet gelukt"]),
        ('TITLE = _("Dit is nog niet gelukt")', []),
        ('"""Een uitleg voor wie dit leest."""', []),
        ('raise ValueError("Dit mag niet zo")', []),
        ('log.warning("Dit ging niet goed")', []),
        ('who = open_to_all("Iedereen mag dit zien")', []),
        ('SQL = "SELECT id FROM loan WHERE x = 1"', []),
        ('text = f"Nog {count} dagen te gaan"', [" dagen te gaan"]),
    ],
)
def test_words_in_code(code: str, found: list[str]) -> None:
    assert [text for _line, text in hard_coded.in_code(code, texts_only=True)] == found


def test_a_line_says_where() -> None:
    assert list(hard_coded.in_template("\n\n<p>Kijk hier eens</p>")) == [(3, "Kijk hier eens")]


@pytest.mark.parametrize(
    ("dutch", "words", "wrong"),
    [
        ("Nog %(count)s dagen", "Encore %(count)s jours", []),
        ("Nog %(count)s dagen", "Encore des jours", ["other placeholders or tags"]),
        ("Kies <b>dit</b>", "Choisissez ceci", ["other placeholders or tags"]),
        ("Naar ", "Vers", ["other spaces at an end"]),
        ("Dit toestel", "Cet appareil", []),
        ("Dit toestel", "Cette machine", ["‘toestel’ is called appareil (glossary.toml)"]),
        ("Dit toestel niet", "Pas cette machine", []),
        ("toestellen", "machines", []),
    ],
)
def test_what_is_wrong_with_a_translation(dutch: str, words: str, wrong: list[str]) -> None:
    assert list(word_problems(dutch, words, "fr", TERMS)) == wrong


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Tu peux revenir", ["tu"]),
        ("C’est à toi, prends ta carte", ["ta", "toi"]),
        ("Y a-t-il Internet chez vous ?", []),
        ("Votre statut est connu", []),
        ("Choisissez %(ton)s", []),
    ],
)
def test_french_says_vous(words: str, found: list[str]) -> None:
    said = list(address_problems(words, read_never()["fr"]))
    assert said == [f"‘{word}’ is not how we address whoever reads (glossary.toml)" for word in found]


DAYS = Found(("%(count)s dag", "%(count)s dagen"), {"shared/web/templates/x.html"})
PLAIN = Found("Typ de grootte", {"shared/web/templates/x.html"})
IN_CODE = Found("Nog {count} GB", {"shared/web/x.py"})


@pytest.mark.parametrize(
    ("found", "form", "wrong"),
    [
        (DAYS, "يوم واحد", []),
        (DAYS, "%(count)s أيام", []),
        (DAYS, "%(cuont)s أيام", ["a placeholder that nobody fills in"]),
        (PLAIN, "50 %% fini", []),
        (PLAIN, "50 % de", ["a % that is not written as %%"]),
        (PLAIN, 'Type the "size"', ['a ", which ends an attribute; the language has marks of its own']),
        (Found('Zie <a href="/x">hier</a>', {"x.html"}), 'See <a href="/x">here</a>', []),
        (IN_CODE, 'Encore "{count}" Go, 50 %', []),
        (IN_CODE, "Encore {count Go", ["a brace that belongs to no placeholder"]),
        (IN_CODE, "Encore {nombre} Go", ["a placeholder that nobody fills in"]),
    ],
)
def test_what_would_make_a_page_fail(found: Found, form: str, wrong: list[str]) -> None:
    assert list(breaking_problems(found, form)) == wrong


def test_the_glossary_speaks_every_language_of_the_staff() -> None:
    for term in read_glossary():
        assert {"fr", "en"} <= set(term.words), term


def test_texts_of_families_are_fewer_than_all_and_more_than_none() -> None:
    everything = {singular for texts in catalogue.found_texts().values() for singular in texts}
    assert 0 < len(catalogue.texts_of_families()) < len(everything)
    assert set(catalogue.texts_of_families()) <= everything


def test_a_language_needs_words_for_its_own_pages_only() -> None:
    turkish, arabic, french = (languages()[code] for code in ("tr", "ar", "fr"))
    assert catalogue.texts_needed(turkish, "portal") == {}
    assert catalogue.texts_needed(arabic, "shared") == catalogue.texts_needed(turkish, "shared")
    assert catalogue.texts_needed(french, "portal") == dict(catalogue.found_texts()["portal"])
    assert catalogue.texts_of(Reach.LEARNER, "skills")


def test_a_catalogue_in_step_does_not_change() -> None:
    for code in ("fr", "ar"):
        content = catalogue.catalogue_file(code, "shared").read_bytes()
        assert catalogue.updated(code, "shared") == content


def test_texts_of_toml_are_those_for_people() -> None:
    content = {"item": [{"id": "geen woord", "task": "een brief lezen", "answers": ["Ja"]}], "version": "3.0"}
    assert list(catalogue.texts_of_toml(content)) == ["een brief lezen", "Ja"]


def test_every_file_that_has_a_reach_exists() -> None:
    assert all(Path(catalogue.PROJECT / name).suffix in (".py", ".html", ".toml") for name in catalogue.named_files())


@pytest.mark.parametrize(
    ("language", "words"), [("tr", "Sende hâlâ bize ait bir şey var"), ("uk", "Щоб ти знав"), ("uk", "Твої картки")]
)
def test_a_page_speaks_as_politely_as_the_agreement(language: str, words: str) -> None:
    assert list(address_problems(words, read_never()[language]))
