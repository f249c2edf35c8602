"""The form with which a family asks for a device, whoever fills it in with them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from services.loans.commands.ask_for_device import AskForDevice
from services.loans.domain.priority import DaysAhead, Internet, Need
from services.loans.domain.wishes import WISHES, QuietPlace, machine_wishes
from services.loans.web.texts import ACCESSORIES, INTERNET, MACHINE_WISH, PROFILE_HINT, QUIET, REFUSALS
from shared.contracts.vocabulary import Accessory, MachineWish, UseProfile
from shared.domain import Refused
from shared.language.formats import capital
from shared.language.translate import _
from shared.web.forms import FormProblem, refused
from shared.web.vocabulary_texts import PROFILE


def answers(weights: DaysAhead) -> dict[str, Any]:
    """What `loans/need_fields.html` lets people choose from, and what every reason counts for whoever asks now."""
    return {
        "profiles": [(profile.value, capital(words), PROFILE_HINT.get(profile, "")) for profile, words in PROFILE.items()],
        "internet": [(answer.value, capital(words), "") for answer, words in INTERNET.items()],
        "accessories": ACCESSORIES,
        "quiet": [(answer.value, capital(words), "") for answer, words in QUIET.items()],
        "machine_wishes": [(wish.value, capital(MACHINE_WISH[wish][0]), MACHINE_WISH[wish][1]) for wish in WISHES],
        "weights": weights,
    }


def problems_in(form: Mapping[str, str], machine: Collection[MachineWish] = ()) -> list[FormProblem]:
    """What was not chosen, or does not go together; `machine` is what is ticked of wishes about the machine."""
    problems = []
    if form.get("profile") not in [profile.value for profile in UseProfile]:
        problems.append(FormProblem(_("Kies waarvoor het toestel is"), field="profile"))
    if form.get("school_child") not in ("yes", "no"):
        problems.append(FormProblem(_("Kies of er een schoolkind zonder toestel is"), field="school_child"))
    if form.get("internet") not in [answer.value for answer in Internet]:
        problems.append(FormProblem(_("Kies of er internet is thuis"), field="internet"))
    try:
        machine_wishes(machine)
    except Refused as refusal:
        problems.append(refused(refusal, REFUSALS, field="machine")[1])
    return problems


def need_in(form: Mapping[str, str]) -> Need:
    """How urgent it is, from a form without problems."""
    return Need(form["school_child"] == "yes", Internet(form["internet"]))


def asked_in(
    form: Mapping[str, str], household_id: UUID | None, accessories: tuple[Accessory, ...], machine: Collection[MachineWish]
) -> AskForDevice:
    """What a form without problems asks for. What is ticked as not to be missed holds for all that is wished of the machine."""
    quiet = form.get("quiet", "")
    return AskForDevice(
        UseProfile(form["profile"]),
        need_in(form),
        household_id,
        accessories,
        machine_wishes(machine, machine if form.get("must_have") == "yes" else ()),
        QuietPlace(quiet) if quiet in list(QuietPlace) else QuietPlace.UNKNOWN,
    )
