"""The words about an organisation's own provider. `{name}` is what the organisation calls it."""

from services.portal.domain.provider import Provider
from shared.language.translate import _
from shared.web.forms import FormProblem

AWAY = FormProblem(_("{name} antwoordt nu niet"), _("Met je aanmeldnaam en wachtwoord kan je altijd binnen."))
PROBLEMS = {
    "late": FormProblem(
        _("Dit duurde te lang, of het begon in een ander venster"), _("Er is niets veranderd. Begin gewoon opnieuw.")
    ),
    "away": AWAY,
    "private": AWAY,
    "issuer": AWAY,
    "denied": FormProblem(_("Je kwam terug zonder aan te melden"), _("Probeer het opnieuw, of neem je naam en wachtwoord.")),
    "unsure": FormProblem(
        _("Op een gedeeld toestel kan je niet binnen met {name}"),
        _("{name} zegt ons niet wanneer je je daar aanmeldde. Neem hier je aanmeldnaam en wachtwoord."),
    ),
    "known_before": FormProblem(
        _("{name} vroeg niet opnieuw wie je bent"),
        _("Op een gedeeld toestel moet dat. Begin opnieuw, of neem je aanmeldnaam en wachtwoord."),
    ),
    "refused": FormProblem(_("Aanmelden met {name} lukte niet"), _("Probeer het nog eens, of neem je naam en wachtwoord.")),
    "not_linked": FormProblem(
        _("Met dit account van {name} kan hier nog niemand binnen"),
        _(
            "Meld je eerst aan met je aanmeldnaam en wachtwoord. Kies dan op ‘Mijn account’ om met {name} te koppelen. "
            "Dat doe je maar één keer."
        ),
    ),
    "identity_taken": FormProblem(
        _("Dit account van {name} is hier al van iemand anders"),
        _("Meld je bij {name} af en kies daar je eigen account. Is het toch van jou? Vraag het aan wie de mensen beheert."),
    ),
    "provider_changed": FormProblem(_("Intussen is er iets veranderd aan het aanmelden met {name}"), _("Begin gewoon opnieuw.")),
    "wrong_password": FormProblem(
        _("Dit is niet je wachtwoord van nu"),
        _("Typ het nog eens. Na vijf keer moet je even wachten, hoogstens een kwartier."),
        "link_password",
    ),
    "too_many_tries": FormProblem(
        _("Wacht een minuut en probeer het dan opnieuw"),
        _("Vanaf dit netwerk probeerden mensen net heel vaak om binnen te komen."),
    ),
}
"""What whoever signs in or links an account reads, by the reason of a `ProviderProblem` or the code of a refusal."""

PROBLEMS_OF_TRYING = PROBLEMS | {
    "away": FormProblem(
        _("Op het adres van {name} antwoordt geen aanmelddienst"),
        _(
            "Kijk het adres letter voor letter na. Klopt het? Probeer het dan straks nog eens. Blijft het zo, toon dit dan aan wie "
            "de dienst beheert: achter het adres moet /.well-known/openid-configuration te openen zijn."
        ),
        "issuer",
    ),
    "secret": FormProblem(
        _("{name} aanvaardt het geheim niet"),
        _("Vraag een nieuw geheim aan wie de dienst beheert, en typ het hier over. Een oud geheim kan vervallen zijn."),
        "secret",
    ),
    "private": FormProblem(
        _("Dit adres ligt niet op het internet, of het is niet beveiligd"),
        _("Staat de dienst in jullie eigen netwerk? Wie Digibank installeerde, kan dat toelaten."),
        "issuer",
    ),
    "issuer": FormProblem(
        _("De dienst noemt een ander adres dan hier staat"),
        _("Neem het adres over zoals de dienst het zelf noemt: de issuer."),
        "issuer",
    ),
    "refused": FormProblem(
        _("{name} kent ons niet met deze gegevens"),
        _("Kijk na of de client-id, het geheim en het terugkeeradres dezelfde zijn als bij {name}."),
        "client_id",
    ),
    "token": FormProblem(
        _("We weten niet zeker of dit antwoord van {name} komt"), _("Er is niets veranderd. Probeer het nog eens.")
    ),
}
"""The same for the coordinator who tries whether it works."""

AWAY_NOW = FormProblem(
    _("{name} antwoordt nu niet"),
    _(
        "Het werkte al, dus hier hoef je niets te veranderen. Probeer het straks nog eens. Met naam en wachtwoord kan iedereen "
        "binnen."
    ),
)
"""For the coordinator, of a provider that worked before: the address was right."""


def told(code: str, provider: Provider, *, trying: bool = False) -> FormProblem:
    """The words for a problem, with the name of the provider in them; those of `refused` for one that has none of its own."""
    texts = PROBLEMS_OF_TRYING if trying else PROBLEMS
    problem, name = texts.get(code, texts["refused"]), provider.details.name
    if trying and code == "away" and provider.works:
        problem = AWAY_NOW
    title, detail = (str(text).replace("{name}", name) for text in (problem.title, problem.detail))
    return FormProblem(
        title[:1].upper() + title[1:], detail, problem.field
    )  # a name such as `het account van de stad` may come first
