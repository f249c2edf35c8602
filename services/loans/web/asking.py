"""The form with which a family asks for a device, whoever fills it in with them."""

from collections.abc import Mapping
from typing import Any

from services.loans.domain.priority import DaysAhead, Internet, Need
from services.loans.web.texts import ACCESSORIES, INTERNET, PROFILE_HINT
from shared.contracts.vocabulary import UseProfile
from shared.language.formats import capital
from shared.language.translate import _
from shared.web.forms import FormProblem
from shared.web.vocabulary_texts import PROFILE


def answers(weights: DaysAhead) -> dict[str, Any]:
    """What `loans/need_fields.html` lets people choose from, and what every reason counts for whoever asks now."""
    return {
        "profiles": [(profile.value, capital(words), PROFILE_HINT.get(profile, "")) for profile, words in PROFILE.items()],
        "internet": [(answer.value, capital(words), "") for answer, words in INTERNET.items()],
        "accessories": ACCESSORIES,
        "weights": weights,
    }


def problems_in(form: Mapping[str, str]) -> list[FormProblem]:
    """What was not chosen."""
    problems = []
    if form.get("profile") not in [profile.value for profile in UseProfile]:
        problems.append(FormProblem(_("Kies waarvoor het toestel is"), field="profile"))
    if form.get("school_child") not in ("yes", "no"):
        problems.append(FormProblem(_("Kies of er een schoolkind zonder toestel is"), field="school_child"))
    if form.get("internet") not in [answer.value for answer in Internet]:
        problems.append(FormProblem(_("Kies of er internet is thuis"), field="internet"))
    return problems


def need_in(form: Mapping[str, str]) -> Need:
    """How urgent it is, from a form without problems."""
    return Need(form["school_child"] == "yes", Internet(form["internet"]))
