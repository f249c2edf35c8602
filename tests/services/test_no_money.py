"""Nobody pays anything: no column, field, event or text has a place for a deposit, a charge, a fine, a price or a value.

Whoever adds one meets this first. What may stay is named here, each with its reason. Fields of forms are looked at where the pages
are: `tests/gallery/test_no_money.py`.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.extract import extract_from_file

from launcher.house import load_services
from launcher.services import service_names
from shared.database import raw
from shared.language.catalogue import PARTS, PROJECT, found_texts, read_catalogue
from shared.language.family_texts import AGREEMENTS, words_in
from shared.language.languages import SOURCE, languages
from shared.runtime.settings import Settings
from shared.web.app import described
from tests.support.money import WORDS, money_in_name, money_in_text

SCHEMAS = PROJECT / "shared/contracts/schemas"
COLUMNS = """
SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema NOT IN ('information_schema', 'pg_catalog')
"""
NAMES_THAT_MAY = {
    "outbox.value": "what an event says",
    "parked_event.value": "the same, of one that could not be handled",
    "waiting_serial.value": "the serial number that was scanned",
    "device_identifier.value": "a serial number or another mark of a machine",
    "Letter.value": "the same, as upkeep shows it",
    "CountView.value": "what is counted: the value of a facet of machines, such as ready",
    "FitReason.amount": "how much memory, for example, a machine has of what a use needs",
    "HomeOffer.social_tariff": "help to ask for what others ask less for; no amount",
}
TEXTS_THAT_MAY = {
    "De lening loopt gewoon door. Niemand moet iets betalen.": "nobody pays",
    "Het staat op een lening. Die loopt gewoon door. Niemand moet iets betalen.": "nobody pays",
    "de lening loopt door, niemand moet iets betalen": "nobody pays",
    "Het toestel kon niet hersteld worden. Het gezin kan er niets aan doen en betaalt niets. Vraag een nieuw.": "nobody pays",
    "Iemand van ons kijkt ernaar. Je hoeft niets meer te doen. Het kost niets.": "nobody pays",
    "Je betaalt niets": "nobody pays",
    "Je hoeft niets te tekenen. Je betaalt niets.": "nobody pays",
    "Is het weg? Zeg het ons. Je betaalt niets.": "nobody pays",
    "De rest blijft bij het gezin. Het hoeft niet opnieuw te tekenen, en het betaalt niets.": "nobody pays",
    "Deze gezinnen zeggen dat iets kwijt of gestolen is. Bel eens, en vraag wat je kan doen. Niemand betaalt iets.": "nobody pays",
    "hulp met het sociaal tarief": "internet that others ask less for; we help to ask for it",
    "Internet voor minder geld. We vullen het samen in.": "the same",
    "Er bestaat een sociaal tarief. Dan is internet thuis goedkoper.": "the same",
    "Zeg: ik wil het sociaal tarief vragen.": "the same",
    "Niemand betaalt iets.": "nobody pays",
    "Hier staat niet dat het gezin niets betaalt": "nobody pays, and a text of the agreement has to say so",
    "Zet het in één zin, bijvoorbeeld: ‘Je betaalt niets.’ Dat moet elk gezin kunnen lezen.": "the same",
    "Hier staat een bedrag of een waarde: ‘{words}’": "a text of the agreement that names one is refused",
    "Haal het weg. Staat er een waarde bij, dan kan een gezin voor een ongeluk moeten opdraaien.": "the same",
    "Dat is verloren of buiten gebruik. Niemand betaalt iets.": "nobody pays",
    "Ontbreekt er iets? Geen probleem. Niemand betaalt.": "nobody pays",
    "Ontbreekt er iets? Haal het kruisje weg. We schrijven het op. Niemand betaalt iets.": "nobody pays",
    "Kijk het samen na. Ontbreekt er iets? Haal dan het kruisje weg. We schrijven het op. Niemand betaalt iets.": "nobody pays",
    "Tik op een prentje. Je betaalt niets, ook niet als er iets stuk is.": "nobody pays",
    "Voor deze taal is er geen score: geen formule meet ze eerlijk. We zoeken alleen wat bang maakt en wat over geld gaat, en "
    "tonen welke zinnen lang zijn.": "money in an own text of the agreement is refused",
    "Herstellen lukt niet of loont niet.": "English: not worth the repair, which is work and no money",
    "Hulp: we gaan langs": "English: we pay a visit",
    "Een gratis spel vraagt opeens geld om verder te spelen of te winnen.": "skills: somebody else asks for money",
    "Ja, ik zorg zelf dat het spel geen geld kan nemen.": "skills: the same",
    "een spel tegenhouden dat geld vraagt": "skills: the same",
    "Je krijgt een sms: ‘Uw pakje wacht. Betaal nu 2 euro via deze link.’": "skills: a swindle, to recognise",
    "Je wilt zien hoeveel geld er op je rekening staat.": "skills: somebody's own bank account",
    "rust en geld bij het scherm": "skills: money and games",
}
"""By the Dutch text: what may stand there in Dutch, may stand there in the other languages."""
LINES_THAT_MAY = {
    "Dat kan gebeuren. Je betaalt niets.": "nobody pays when it is broken",
    "Vertel het ons. Ook dan betaal je niets.": "nobody pays when it is lost",
    "Je betaalt niets.": "nobody pays when it is broken, said more simply",
    "Ook dan betaal je niets.": "nobody pays when it is lost, said more simply",
}
"""Lines of the Dutch agreements; in another language the line with the same number."""


def names_of_document(part: Any, owner: str = "") -> Iterator[str]:
    """The names of fields, parameters and choices in a JSON Schema or an OpenAPI document, with what they belong to in front."""
    if isinstance(part, list):
        for inner in part:
            yield from names_of_document(inner, owner)
    if not isinstance(part, dict):
        return
    for name, inner in part.items():
        if name in ("properties", "schemas", "$defs", "paths"):
            yield from (f"{owner}.{key}" for key in inner)
            for key, told in inner.items():
                yield from names_of_document(told, owner if name == "properties" else key)
        elif name == "enum":
            yield from (f"{owner}.{choice}" for choice in inner if isinstance(choice, str))
        elif name == "name" and isinstance(inner, str):
            yield f"{owner}.{inner}"
        elif name not in ("description", "title", "summary", "example", "examples"):
            yield from names_of_document(inner, owner)


def bad_names(names: Iterator[str] | list[str]) -> set[str]:
    """Those with a word of money, unless they may."""
    return {name for name in names if money_in_name(name.rpartition(".")[2])} - set(NAMES_THAT_MAY)


def texts(code: str) -> Iterator[tuple[str, str]]:
    """Every text of a language with the Dutch text it stands for: those of pages, and of stickers, which stay Dutch."""
    if code == SOURCE:
        yield from ((dutch, text) for part in found_texts().values() for dutch, found in part.items() for text in found.texts)
        for file in (*PROJECT.glob("services/**/*.py"), *PROJECT.glob("shared/**/*.py")):
            found_here = extract_from_file("python", file, {"only_dutch": None}, (), {})
            yield from ((said, said) for _, said, _, _ in found_here if isinstance(said, str))
        return
    for part in PARTS:
        for message in filter(lambda one: one.id, read_catalogue(code, part)):
            forms = (message.string,) if isinstance(message.string, str) else message.string or ()
            dutch = message.id if isinstance(message.id, str) else message.id[0]
            yield from ((dutch, form) for form in forms)


def lines(code: str) -> Iterator[tuple[str, str]]:
    """Every line of the agreements in a language, with the Dutch one; and the words around them."""
    folder = PROJECT / AGREEMENTS
    for file in sorted((folder / code).glob("*.txt")):
        dutch = (folder / SOURCE / file.name).read_text(encoding="utf-8").splitlines()
        yield from zip(dutch, file.read_text(encoding="utf-8").splitlines(), strict=True)
    yield from zip(words_in(folder / SOURCE / "words.toml"), words_in(folder / code / "words.toml"), strict=True)


@pytest.mark.parametrize("service", service_names())
async def test_no_column_has_a_place_for_money(settings: Settings, service: str) -> None:
    owner = await raw.connect(settings.database_url(f"{service}_owner", service), name="test")
    try:
        names = [row[0] for row in await owner.fetch(COLUMNS)]
        attempt = owner.transaction()
        await attempt.start()
        await owner.execute("CREATE TABLE rental (id uuid, deposit_paid int, charger text)")
        planted = [row[0] for row in await owner.fetch(COLUMNS)]
        await attempt.rollback()
    finally:
        await owner.close()
    assert len(names) > 60
    assert bad_names(names) == set()
    assert bad_names(planted) == {"rental.deposit_paid"}


def test_no_field_of_an_api_or_an_event_has_a_place_for_money() -> None:
    documents: list[Any] = [described(service) for service in load_services()]
    documents += [json.loads(file.read_text(encoding="utf-8")) for file in sorted(SCHEMAS.glob("*.json"))]
    names = {name for document in documents for name in names_of_document(document)}
    assert len(names) > 500
    assert bad_names(sorted(names)) == set()


def test_a_field_for_money_would_be_found() -> None:
    body = {"properties": {"deposit": {"type": "integer"}, "kind": {"enum": ["fine", "charger"]}, "lines": {"items": {"$ref": ""}}}}
    document = {
        "paths": {"/loans/api/fees/{id}": {"post": {"parameters": [{"name": "maxPrice"}], "description": "price"}}},
        "components": {"schemas": {"LoanBody": body}},
    }
    found = bad_names(names_of_document(document))
    assert found == {"LoanBody.deposit", "LoanBody.fine", "./loans/api/fees/{id}", "/loans/api/fees/{id}.maxPrice"}


@pytest.mark.parametrize("code", list(languages()))
def test_no_text_asks_for_money(code: str) -> None:
    told = [*texts(code), *lines(code)]
    assert len(told) > 350
    may = {*TEXTS_THAT_MAY, *LINES_THAT_MAY}
    found = {(dutch, text, *money_in_text(text, code)) for dutch, text in told if dutch not in may}
    assert {one for one in found if len(one) > 2} == set()


PLANTED = {
    "nl": ("Je betaalt een waarborg.", "De prijs is 5 €.", "Een vergoeding van de waarde", "De reparatiekosten zijn 10 euro."),
    "fr": ("Vous payez une caution.", "Le prix : 5 €", "la valeur de l’appareil", "Une amende", "Les frais"),
    "en": ("You pay a deposit.", "The price is 5 €.", "the value of it", "Fees and costs", "Charges"),
    "ar": ("تدفعون عربون", "الثمن", "5 €", "قيمة الجهاز", "غرامة"),
    "tr": ("Depozito ödersiniz.", "Fiyatı", "5 €", "cihazın değeri", "ceza", "Ücreti 5"),
    "uk": ("Ви платите заставу.", "Ціна", "5 €", "вартість", "штраф"),
}


@pytest.mark.parametrize("code", list(languages()))
def test_money_in_a_text_would_be_found(code: str) -> None:
    assert set(PLANTED) == set(WORDS) == set(languages())
    assert [text for text in PLANTED[code] if not list(money_in_text(text, code))] == []
    assert list(money_in_text("lader charger chargeur şarj aleti зарядний пристрій", code)) == []


def test_nothing_may_stay_that_is_gone() -> None:
    dutch = {text for text, _ in texts(SOURCE)} | {line for line, _ in lines(SOURCE)}
    assert {*TEXTS_THAT_MAY, *LINES_THAT_MAY} - dutch == set()
    assert all({**TEXTS_THAT_MAY, **LINES_THAT_MAY, **NAMES_THAT_MAY}.values())
